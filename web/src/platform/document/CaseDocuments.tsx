// All documents of a case, as a card of the case page.
import { useQuery } from '@tanstack/react-query';

import type { Items } from '../../api/types';
import { get } from '../api';
import { FourStates } from '../FourStates';
import { useOfficer } from '../session';
import { useWords } from '../words';
import { DocumentList, kDocuments } from './DocumentList';
import type { PaperDocument } from './types';

export function CaseDocuments({ id }: { id: number }) {
  const { t } = useWords();
  const officer = useOfficer();
  const allowed = officer.may('document:read');
  const documents = useQuery({
    queryKey: [...kDocuments, 'case', id],
    queryFn: ({ signal }) =>
      get<Items<PaperDocument>>('/document/documents', { query: { case_id: id }, signal }),
    enabled: allowed,
  });
  if (!allowed) return null;
  return (
    <section className="card" aria-label={t('document.documents')}>
      <h2>{t('document.documents')}</h2>
      <FourStates query={documents} rows={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{t('document.none_in_case')}</p>
          ) : (
            <DocumentList documents={items} />
          )
        }
      </FourStates>
    </section>
  );
}
