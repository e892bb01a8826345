// Rows of two accounts that are only likely one transfer: listed for a person, never guessed.
import { useQuery } from '@tanstack/react-query';

import type { Items } from '../api/types';
import { get } from '../platform/api';
import { FourStates } from '../platform/FourStates';
import { useWords } from '../platform/words';
import { Witness } from './Rows';
import type { Doubt, EntryRow } from './types';

export function Doubts({ caseId }: { caseId: number }) {
  const { t } = useWords();
  const doubts = useQuery({
    queryKey: ['trail', 'case', caseId, 'doubts'],
    queryFn: () => get<Items<Doubt>>(`/trail/cases/${caseId}/doubts`),
  });
  return (
    <section className="card doubts" aria-label={t('trail.doubt.title')}>
      <h2>{t('trail.doubt.title')}</h2>
      <FourStates
        query={doubts}
        rows={2}
        isEmpty={({ items }) => items.length === 0}
        empty={t('trail.doubt.empty')}
      >
        {({ items }) => (
          <>
            <p className="soft">{t('trail.doubt.says')}</p>
            <ul>
              {items.map((doubt) => (
                <li key={doubt.id} className="doubt-pair">
                  <Side title={t('trail.doubt.outs')} rows={doubt.outs} />
                  <Side title={t('trail.doubt.ins')} rows={doubt.ins} />
                </li>
              ))}
            </ul>
          </>
        )}
      </FourStates>
    </section>
  );
}

function Side({ title, rows }: { title: string; rows: EntryRow[] }) {
  return (
    <div>
      <p className="soft">{title}</p>
      <ul>
        {rows.map((entry) => (
          <Witness key={entry.id} entry={entry} />
        ))}
      </ul>
    </div>
  );
}
