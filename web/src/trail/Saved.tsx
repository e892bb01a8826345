// Traces that were kept for the record: the list of a case, and the form that keeps one.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';

import type { Items } from '../api/types';
import { get, newKey, post } from '../platform/api';
import { DataTable, type Column } from '../platform/DataTable';
import { FourStates } from '../platform/FourStates';
import { formatFen, formatFull } from '../platform/format';
import { When } from '../platform/parts';
import { RecordForm } from '../platform/RecordForm';
import { useWords } from '../platform/words';
import type { Past } from './Replay';
import type { SavedLine, Trace } from './types';

// By which method, and of which moment.
export function useAskedWords() {
  const { t } = useWords();
  return ({ method, until, known_at }: Pick<SavedLine, 'method' | 'until' | 'known_at'>) =>
    [
      t(`trail.method.${method}`),
      until ? t('trail.saved.until', { at: formatFull(until) }) : '',
      known_at ? t('trail.saved.known_at', { at: formatFull(known_at) }) : '',
    ]
      .filter(Boolean)
      .join(' · ');
}

export function SavedTraces({ caseId }: { caseId: number }) {
  const { t } = useWords();
  const asked = useAskedWords();
  const saved = useQuery({
    queryKey: ['trail', 'case', caseId, 'saved'],
    queryFn: () => get<Items<SavedLine>>(`/trail/cases/${caseId}/traces`),
  });
  const sum = (name: 'tagged' | 'resting' | 'exited'): Column<SavedLine> => ({
    key: name,
    title: t(`trail.total.${name}`),
    number: true,
    order: (row) => row[`${name}_fen`],
    render: (row) => formatFen(row[`${name}_fen`]),
  });
  const columns: Column<SavedLine>[] = [
    {
      key: 'name',
      title: t('trail.saved.name'),
      long: true,
      render: (row) => (
        <>
          <Link to={`/cases/${caseId}/trace/saved/${row.id}`}>{row.name}</Link>
          {row.note && <p className="soft">{row.note}</p>}
        </>
      ),
    },
    {
      key: 'saved_at',
      title: t('trail.saved.saved_at'),
      order: (row) => row.saved_at,
      render: (row) => (
        <>
          <When iso={row.saved_at} /> {row.officer_name}
        </>
      ),
    },
    { key: 'asked', title: t('trail.method.title'), long: true, render: asked },
    sum('tagged'),
    sum('resting'),
    sum('exited'),
  ];
  return (
    <section className="card saved-traces" aria-label={t('trail.saved.title')}>
      <h2>{t('trail.saved.title')}</h2>
      <FourStates
        query={saved}
        rows={3}
        isEmpty={({ items }) => items.length === 0}
        empty={t('trail.saved.empty')}
      >
        {({ items }) => (
          <DataTable
            label={t('trail.saved.title')}
            columns={columns}
            rows={items}
            rowKey={(row) => row.id}
          />
        )}
      </FourStates>
    </section>
  );
}

interface SaveProps {
  trace: Trace;
  past: Past;
  onClose: () => void;
}

export function SaveTrace({ trace, past, onClose }: SaveProps) {
  const { t } = useWords();
  const client = useQueryClient();
  const asked = useAskedWords();
  return (
    <RecordForm
      title={t('trail.saved.save')}
      fields={[
        { name: 'name', label: t('trail.saved.name'), kind: 'text' },
        { name: 'note', label: t('trail.saved.note'), kind: 'long' },
      ]}
      initial={{ name: '', note: '' }}
      save={async ({ name, note }) => {
        const body = { name, note, method: trace.method, ...past };
        await post(`/trail/cases/${trace.case_id}/traces`, body, newKey());
        await client.invalidateQueries({ queryKey: ['trail', 'case', trace.case_id, 'saved'] });
      }}
      onClose={onClose}
    >
      <p>{asked({ method: trace.method, ...past })}</p>
      <p className="soft">{t('trail.saved.says')}</p>
    </RecordForm>
  );
}
