// The centre's cases, newest first.
import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import type { CaseLine, Page } from '../api/types';
import { post } from '../platform/api';
import { DataTable, type Column } from '../platform/DataTable';
import { FourStates } from '../platform/FourStates';
import { formatFen } from '../platform/format';
import { ReadOn, usePages } from '../platform/pages';
import { PageFrame, StateTag, When, type Tone } from '../platform/parts';
import { useWords } from '../platform/words';

export const kCaseTones: Record<string, Tone> = {
  taken_in: 'info',
  filing_asked: 'watch',
  filed: 'good',
  not_filed: 'calm',
  merged: 'calm',
  closed: 'calm',
};
const kStates = ['taken_in', 'filing_asked', 'filed', 'not_filed', 'merged', 'closed'];

export default function Cases() {
  const { t, word } = useWords();
  const [state, setState] = useState('');
  const [wanted, setWanted] = useState('');
  const cases = usePages<CaseLine>(['register', 'cases', state], '/register/cases', { state });
  // A search looks people up and is recorded, so it is never repeated by itself.
  const found = useQuery({
    queryKey: ['found', 'cases', wanted],
    queryFn: () => post<Page<CaseLine>>('/register/cases/search', { text: wanted }),
    enabled: wanted !== '',
    staleTime: Infinity,
    refetchInterval: false,
  });
  return (
    <PageFrame
      title={t('app.page.cases')}
      aside={
        <>
          <Select
            aria-label={t('register.state_title')}
            value={state}
            onChange={setState}
            style={{ minWidth: 128 }}
            options={[
              { value: '', label: t('register.all_states') },
              ...kStates.map((each) => ({ value: each, label: word('register.case_state', each) })),
            ]}
          />
          <Input.Search
            allowClear
            aria-label={t('register.search')}
            placeholder={t('register.search')}
            onSearch={(text) => setWanted(text.trim())}
            style={{ width: 260 }}
          />
        </>
      }
    >
      {wanted ? (
        <FourStates
          query={found}
          isEmpty={({ items }) => items.length === 0}
          empty={t('register.not_found')}
        >
          {({ items }) => <CaseTable cases={items} />}
        </FourStates>
      ) : (
        <>
          <FourStates
            query={cases}
            isEmpty={(items) => items.length === 0}
            empty={t('register.empty')}
          >
            {(items) => <CaseTable cases={items} />}
          </FourStates>
          <ReadOn query={cases} />
        </>
      )}
    </PageFrame>
  );
}

function CaseTable({ cases }: { cases: CaseLine[] }) {
  const { t, word } = useWords();
  const columns: Column<CaseLine>[] = [
    {
      key: 'number',
      title: t('register.number'),
      render: (row) => (
        <Link className="digits" to={`/register/cases/${row.id}`}>
          {row.number}
        </Link>
      ),
    },
    {
      key: 'state',
      title: t('register.state_title'),
      render: (row) => (
        <StateTag tone={kCaseTones[row.state] ?? 'calm'}>
          {word('register.case_state', row.state)}
        </StateTag>
      ),
    },
    { key: 'victim', title: t('register.victim'), render: (row) => row.victim_name || '—' },
    {
      key: 'type',
      title: t('register.type'),
      render: (row) => word('register.fraud_type', row.fraud_type) || '—',
    },
    {
      key: 'loss',
      title: t('register.loss'),
      number: true,
      render: (row) => formatFen(row.loss_fen),
    },
    {
      key: 'stopped',
      title: t('register.stopped'),
      number: true,
      render: (row) => formatFen(row.stopped_fen),
    },
    {
      key: 'open',
      title: t('register.orders_open'),
      number: true,
      render: (row) =>
        row.orders_open > 0 ? <StateTag tone="info">{row.orders_open}</StateTag> : '0',
    },
    { key: 'taken', title: t('register.taken_at'), render: (row) => <When iso={row.taken_at} /> },
  ];
  return (
    <DataTable
      label={t('app.page.cases')}
      columns={columns}
      rows={cases}
      rowKey={(row) => row.id}
      rowClass={(row) => (row.state === 'merged' ? 'faded' : undefined)}
    />
  );
}
