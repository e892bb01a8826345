// Statements somebody gave: drop files, a folder or a zip; watch them travel; read the account of
// each import, in which nothing is left uncounted.
import { InboxOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';

import type { Items } from '../api/types';
import { get } from '../platform/api';
import { FourStates } from '../platform/FourStates';
import { useOfficer } from '../platform/session';
import { useTrouble } from '../platform/trouble';
import { useWords } from '../platform/words';
import { Doubts, useDoubts } from './Doubts';
import { filesChosen, filesOf, type Dropped } from './dropped';
import { ImportAccount } from './ImportAccount';
import { emptyFiles, sendAgain, sendFiles, sendingNow, stopSending, type Batch } from './sending';
import type { Import } from './types';

export function isUnderway({ state }: Import): boolean {
  return state === 'waiting' || state === 'reading' || state === 'loading';
}

export function Imports({ caseId }: { caseId: number }) {
  const { t } = useWords();
  const may = useOfficer().may('trail:import');
  const imports = useQuery({
    queryKey: ['trail', 'imports', caseId],
    queryFn: () => get<Items<Import>>('/trail/imports', { query: { case_id: caseId } }),
    // Rows are counted while they load; that is no entry of the journal.
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderway) ? 700 : false),
  });
  // What waits for a person stands before what is done.
  const waiting = (useDoubts(caseId).data?.items.length ?? 0) > 0;
  return (
    <div className="imports">
      {may && <DropPlace caseId={caseId} />}
      {waiting && <Doubts caseId={caseId} />}
      <FourStates
        query={imports}
        isEmpty={({ items }) => items.length === 0}
        empty={t('trail.import.empty')}
      >
        {({ items }) => (
          <ul className="import-list" aria-label={t('trail.import.title')}>
            {items.map((each) => (
              <ImportAccount key={each.id} record={each} caseId={caseId} />
            ))}
          </ul>
        )}
      </FourStates>
      {!waiting && <Doubts caseId={caseId} />}
    </div>
  );
}

export function useSend(caseId: number) {
  const client = useQueryClient();
  return (files: Dropped[]) =>
    void sendFiles(caseId, files, () =>
      client.invalidateQueries({ queryKey: ['trail', 'imports', caseId] }),
    );
}

function DropPlace({ caseId }: { caseId: number }) {
  const { t } = useWords();
  const send = useSend(caseId);
  const batch = sendingNow.use();
  const empty = emptyFiles.use();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  if (batch) return <Underway batch={batch} />;
  const chosen = (field: HTMLInputElement) => {
    send(filesChosen(field.files));
    field.value = '';
  };
  return (
    <section className="drop-place screen-only" aria-label={t('trail.import.drop_title')}>
      <InboxOutlined aria-hidden />
      <p>
        <strong>{t('trail.import.drop')}</strong>
      </p>
      <p className="soft">{t('trail.import.kinds')}</p>
      {empty.length > 0 && (
        <p className="said wrong" role="alert">
          ✕ {t('trail.import.empty_files')} {empty.join('、')}
        </p>
      )}
      <div className="acts">
        <Button type="primary" onClick={() => files.current?.click()}>
          {t('trail.import.choose_files')}
        </Button>
        <Button onClick={() => folder.current?.click()}>{t('trail.import.choose_folder')}</Button>
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label={t('trail.import.choose_files')}
        onChange={(event) => chosen(event.target)}
      />
      <input
        ref={(field) => {
          folder.current = field;
          field?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        hidden
        aria-label={t('trail.import.choose_folder')}
        onChange={(event) => chosen(event.target)}
      />
    </section>
  );
}

const kMega = 1024 * 1024;

export function megabytes(bytes: number): string {
  return (bytes / kMega).toFixed(bytes < 10 * kMega ? 1 : 0);
}

function Underway({ batch }: { batch: Batch }) {
  const { t } = useWords();
  const trouble = useTrouble();
  const percent = batch.total > 0 ? Math.floor((batch.sent / batch.total) * 100) : 0;
  return (
    <section className="drop-place" aria-label={t('trail.import.sending')} aria-live="polite">
      <p>
        <strong>{batch.names[batch.at]}</strong>{' '}
        <span className="soft digits">
          {batch.at + 1} / {batch.names.length}
        </span>
      </p>
      <Progress
        percent={percent}
        status={batch.error === undefined ? 'active' : 'exception'}
        aria-label={t('trail.import.sending')}
      />
      <p className="soft digits">
        {megabytes(batch.sent)} / {megabytes(batch.total)} MB
      </p>
      {batch.error !== undefined && (
        <p className="said wrong" role="alert">
          ✕ {trouble(batch.error)} {t('trail.import.stays')}
        </p>
      )}
      <div className="acts">
        {batch.error !== undefined && (
          <Button type="primary" onClick={sendAgain}>
            {t('trail.import.go_on')}
          </Button>
        )}
        <Button onClick={stopSending}>{t('platform.cancel')}</Button>
      </div>
    </section>
  );
}

// Files may be dropped anywhere on the page; they open the import.
export function DropAnywhere(props: { caseId: number; onDrop: () => void; children: ReactNode }) {
  const { caseId, onDrop, children } = props;
  const { t } = useWords();
  const [over, setOver] = useState(false);
  const may = useOfficer().may('trail:import');
  const send = useSend(caseId);
  const withFiles = (event: DragEvent) => may && event.dataTransfer.types.includes('Files');
  return (
    <div
      className={over ? 'drop-anywhere over' : 'drop-anywhere'}
      onDragOver={(event) => {
        if (!withFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        if (!withFiles(event)) return;
        event.preventDefault();
        setOver(false);
        onDrop();
        void filesOf(event.dataTransfer).then(send);
      }}
    >
      {over && <p className="drop-says">{t('trail.import.drop')}</p>}
      {children}
    </div>
  );
}
