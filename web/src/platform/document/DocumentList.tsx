// Documents of a case or of one subject: number, maker, and what may be done with each. A document
// opens in a tab of its own, for it is printed from there; each opening is recorded.
import { FileTextOutlined } from '@ant-design/icons';
import { Button } from 'antd';

import { useAct } from '../act';
import { fileAddress, post } from '../api';
import { useAskWords } from '../askWords';
import { StateTag, When } from '../parts';
import { useWords } from '../words';
import type { PaperDocument } from './types';
import './document.css';

export const kDocuments = ['document', 'documents'];

export function DocumentList({ documents }: { documents: PaperDocument[] }) {
  return (
    <ul className="documents">
      {documents.map((each) => (
        <li key={each.id} className={each.voided_at ? 'void' : undefined}>
          <DocumentRow paper={each} />
        </li>
      ))}
    </ul>
  );
}

function DocumentRow({ paper }: { paper: PaperDocument }) {
  const { t } = useWords();
  return (
    <>
      <p className="document-name">
        <strong>{paper.title}</strong>
        <span className="digits document-number">{paper.number}</span>
        {paper.voided_at && <StateTag tone="alarm">{t('document.void')}</StateTag>}
      </p>
      <p className="soft document-made">
        {paper.made_by_name} <When iso={paper.made_at} />
        {paper.void_reason && (
          <span>
            {' '}
            {t('document.void_because')} {paper.void_reason}
          </span>
        )}
      </p>
      <div className="acts">
        {paper.actions.includes('read') && (
          <Button
            size="small"
            icon={<FileTextOutlined />}
            href={fileAddress(`/document/documents/${paper.id}/page`)}
            target="_blank"
            rel="noreferrer"
          >
            {t('document.open')}
          </Button>
        )}
        {paper.actions.includes('void') && <VoidButton paper={paper} />}
      </div>
    </>
  );
}

function VoidButton({ paper }: { paper: PaperDocument }) {
  const { t } = useWords();
  const ask = useAskWords();
  const act = useAct((reason: string) => post(`/document/documents/${paper.id}/void`, { reason }), {
    touches: [kDocuments],
    say: t('document.voided'),
  });
  const open = () =>
    ask({
      title: t('document.void_title', { number: paper.number }),
      label: t('document.void_why'),
      ok: t('document.void_act'),
      needed: true,
      act: (reason) => act.mutateAsync(reason),
    });
  return (
    <Button size="small" danger onClick={open} loading={act.isPending}>
      {t('document.void_act')}
    </Button>
  );
}
