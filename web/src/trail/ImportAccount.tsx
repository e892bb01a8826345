// The account of one import: every row of every file is counted somewhere, and what was refused or
// does not fit is named with its place.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';

import { fileAddress, newKey, post } from '../platform/api';
import { DataTable, type Column } from '../platform/DataTable';
import { formatFen, groupAccount } from '../platform/format';
import { StateTag, When, type Tone } from '../platform/parts';
import { useOfficer } from '../platform/session';
import { useTrouble } from '../platform/trouble';
import { useWords } from '../platform/words';
import { isUnderway, megabytes } from './Imports';
import { Mapping } from './Mapping';
import type { Import, ImportedFile, RowNote } from './types';

const kTones: Record<Import['state'], Tone> = {
  waiting: 'info',
  reading: 'info',
  loading: 'info',
  shown: 'good',
  failed: 'alarm',
};
const kNotes = 100; // Refused rows listed on the page; the file has them all.

export function ImportAccount({ record, caseId }: { record: Import; caseId: number }) {
  const { t, word } = useWords();
  const state = t(`trail.import.state.${record.state}`);
  const sums = { transfers: record.transfers_new, pairs: record.pairs };
  const refused = record.files.reduce((sum, file) => sum + file.refused.length, 0);
  return (
    <li className="card import">
      <header>
        <h2>
          <StateTag tone={kTones[record.state]}>{state}</StateTag>{' '}
          {record.officer_name || t('trail.import.bank')} <When iso={record.began_at} />
        </h2>
        <span className="soft digits">
          {t('trail.import.rows', { count: record.rows_read })}
          {record.state === 'shown' && ` · ${t('trail.import.shown', sums)}`}
        </span>
      </header>
      {isUnderway(record) && (
        <>
          <progress
            className="import-progress"
            value={record.bytes_read}
            max={Math.max(1, record.bytes_total)}
            aria-label={t(`trail.import.state.${record.state}`)}
          />
          <p className="soft digits">
            {megabytes(record.bytes_read)} / {megabytes(record.bytes_total)} MB
          </p>
        </>
      )}
      {record.problem && (
        <p className="said wrong" role="alert">
          ✕ {word('trail.problem', record.problem)}
        </p>
      )}
      {record.state === 'failed' && record.can_retry && <Retry record={record} caseId={caseId} />}
      {record.files.length > 0 && <Files files={record.files} />}
      {record.files.map((file) => (
        <FileNotes key={`${file.file}|${file.sheet}`} file={file} record={record} caseId={caseId} />
      ))}
      {refused > 0 && (
        <p>
          <a href={fileAddress(`/trail/imports/${record.id}/refused.csv`)} download>
            {t('trail.import.refused_file', { count: refused })}
          </a>
        </p>
      )}
    </li>
  );
}

function Retry({ record, caseId }: { record: Import; caseId: number }) {
  const { t } = useWords();
  const client = useQueryClient();
  const trouble = useTrouble();
  const may = useOfficer().may('trail:import');
  const retrying = useMutation({
    mutationFn: () => post(`/trail/imports/${record.id}/retry`, {}, newKey()),
    onSettled: () => client.invalidateQueries({ queryKey: ['trail', 'imports', caseId] }),
  });
  if (!may) return null;
  return (
    <p className="screen-only">
      <Button loading={retrying.isPending} onClick={() => retrying.mutate()}>
        {t('trail.import.retry')}
      </Button>{' '}
      {retrying.isError && <span className="said wrong">✕ {trouble(retrying.error)}</span>}
    </p>
  );
}

function Files({ files }: { files: ImportedFile[] }) {
  const { t, word } = useWords();
  const count = (name: keyof ImportedFile & string, of: (row: ImportedFile) => number) =>
    ({
      key: name,
      title: word('trail.import.column', name),
      number: true,
      render: (row) => of(row),
    }) satisfies Column<ImportedFile>;
  const columns: Column<ImportedFile>[] = [
    {
      key: 'file',
      title: t('trail.import.file'),
      long: true,
      render: (row) => (
        <>
          {row.file}
          {row.sheet && ` · ${row.sheet}`}
          <br />
          <span className="soft">
            {[word('trail.table_kind', row.kind), row.encoding].filter(Boolean).join(' · ')}
          </span>
        </>
      ),
    },
    count('rows', (row) => row.rows),
    count('entries_new', (row) => row.entries_new),
    count('entries_known', (row) => row.entries_known),
    count('pairs', (row) => row.pairs),
    count('failed', (row) => row.failed),
    count('query_failures', (row) => row.query_failures),
    count('unknown_direction', (row) => row.unknown_direction),
    count('other', (row) => row.other),
    count('refused', (row) => row.refused.length),
    count('conflicts', (row) => row.conflicts.length),
    count('breaks', (row) => row.breaks.length),
  ];
  return (
    <DataTable
      label={t('trail.import.files')}
      columns={columns}
      rows={files}
      rowKey={(row) => `${row.file}|${row.sheet}`}
    />
  );
}

interface NotesProps {
  file: ImportedFile;
  record: Import;
  caseId: number;
}

function FileNotes({ file, record, caseId }: NotesProps) {
  const { t, word } = useWords();
  const [mapping, setMapping] = useState(false);
  const name = [file.file, file.sheet].filter(Boolean).join(' · ');
  const may = useOfficer().may('trail:import');
  const unknown = file.kind === 'unknown' && file.header.length > 0;
  return (
    <>
      {file.error && (
        <p className="said wrong" role="alert">
          ✕ {name}: {word('trail.problem', file.error)}
        </p>
      )}
      <Notes title={`${name}: ${t('trail.import.column.refused')}`} notes={file.refused} />
      <Notes title={`${name}: ${t('trail.import.column.conflicts')}`} notes={file.conflicts} />
      {file.breaks.length > 0 && (
        <details>
          <summary>
            {name}: {t('trail.import.column.breaks')} {file.breaks.length}
          </summary>
          <p className="soft">{t('trail.import.breaks_say')}</p>
          <ul className="row-notes">
            {file.breaks.slice(0, kNotes).map((each) => (
              <li key={each.row} className="digits">
                {t('trail.row', { row: each.row })} · {groupAccount(each.account)} ·{' '}
                {t('trail.import.expected', {
                  expected: formatFen(each.expected_fen),
                  found: formatFen(each.found_fen),
                })}
              </li>
            ))}
          </ul>
        </details>
      )}
      {unknown && (
        <p className="unknown-table">
          <StateTag tone="watch">{t('trail.import.unknown', { file: name })}</StateTag>{' '}
          {may && (
            <Button size="small" onClick={() => setMapping(true)}>
              {t('trail.mapping.open')}
            </Button>
          )}
        </p>
      )}
      {mapping && (
        <Mapping file={file} record={record} caseId={caseId} onClose={() => setMapping(false)} />
      )}
    </>
  );
}

function Notes({ title, notes }: { title: string; notes: RowNote[] }) {
  const { t, word } = useWords();
  if (notes.length === 0) return null;
  return (
    <details>
      <summary>
        {title} {notes.length}
      </summary>
      <ul className="row-notes">
        {notes.slice(0, kNotes).map(({ row, reason }) => (
          <li key={`${row}${reason}`}>
            <span className="digits">{t('trail.row', { row })}</span> ·{' '}
            {word('trail.refusal', reason)}
          </li>
        ))}
      </ul>
      {notes.length > kNotes && (
        <p className="soft">{t('trail.and_more', { count: notes.length - kNotes })}</p>
      )}
    </details>
  );
}
