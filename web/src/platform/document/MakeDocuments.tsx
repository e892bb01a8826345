// The documents of one subject in a drawer: those made, and buttons for those that may be made.
import { FilePdfOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Segmented } from 'antd';
import { useState } from 'react';

import { useAct } from '../act';
import { get, post } from '../api';
import { FourStates } from '../FourStates';
import { useOfficer } from '../session';
import { useWords } from '../words';
import { DocumentList, kDocuments } from './DocumentList';
import type { DocumentLanguage, DocumentsOfSubject, PaperDocument } from './types';

interface Props {
  path: string; // Of the subject's documents: GET lists them, POST makes one.
  name: string; // What the documents are about, for the drawer's title.
}

export function MakeDocuments({ path, name }: Props) {
  const { t } = useWords();
  const officer = useOfficer();
  const [open, setOpen] = useState(false);
  if (!officer.may('document:read')) return null;
  return (
    <>
      <Button size="small" icon={<FilePdfOutlined />} onClick={() => setOpen(true)}>
        {t('document.documents')}
      </Button>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title={`${t('document.documents')} · ${name}`}
        size={480}
        destroyOnHidden
      >
        <Inside path={path} />
      </Drawer>
    </>
  );
}

function Inside({ path }: { path: string }) {
  const { t } = useWords();
  const documents = useQuery({
    queryKey: [...kDocuments, path],
    queryFn: ({ signal }) => get<DocumentsOfSubject>(path, { signal }),
  });
  return (
    <FourStates query={documents} rows={4}>
      {({ items, kinds }) => (
        <>
          {kinds.length > 0 && <Maker path={path} kinds={kinds} />}
          {items.length === 0 && <p className="soft">{t('document.none_yet')}</p>}
          <DocumentList documents={items} />
          {items.length > 0 && <p className="soft">{t('document.print_hint')}</p>}
        </>
      )}
    </FourStates>
  );
}

function Maker({ path, kinds }: { path: string; kinds: string[] }) {
  const { t, word, language } = useWords();
  const [spoken, setSpoken] = useState<DocumentLanguage>(language === 'en' ? 'en' : 'zh');
  const act = useAct((kind: string) => post<PaperDocument>(path, { kind, language: spoken }), {
    touches: [kDocuments],
    say: t('document.made'),
  });
  return (
    <div className="document-maker">
      <Segmented<DocumentLanguage>
        aria-label={t('document.language')}
        value={spoken}
        onChange={setSpoken}
        options={[
          { value: 'zh', label: '中文' },
          { value: 'en', label: 'English' },
        ]}
      />
      <div className="acts">
        {kinds.map((kind) => (
          <Button
            key={kind}
            type="primary"
            ghost
            icon={<PlusOutlined />}
            loading={act.isPending && act.variables === kind}
            disabled={act.isPending}
            onClick={() => act.mutate(kind)}
          >
            {word('document.kind', kind)}
          </Button>
        ))}
      </div>
      <p className="soft">{t('document.make_note')}</p>
    </div>
  );
}
