// The board of open clocks: what falls due first stands first; the overdue stands out by colour,
// sign and word.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';

import type { Clock, Items } from '../../api/types';
import { get } from '../api';
import { useNow } from '../clock';
import { DataTable, type Column } from '../DataTable';
import { FourStates } from '../FourStates';
import { formatSpan } from '../format';
import { PageFrame, StateTag, When } from '../parts';
import { useWords } from '../words';

const kSoon = 15 * 60_000;

// A span too long to count in seconds is said in days.
export function useSpan() {
  const { t } = useWords();
  return (milliseconds: number) => {
    const days = Math.floor(milliseconds / 86_400_000);
    const rest = formatSpan(milliseconds % 86_400_000);
    return days > 0 ? t('platform.clock.days', { days, rest }) : rest;
  };
}

export function Left({ due }: { due: string }) {
  const { t } = useWords();
  const now = useNow();
  const span = useSpan();
  const left = Date.parse(due) - now;
  if (left < 0) {
    return (
      <StateTag tone="alarm">
        <span className="digits">{t('platform.clock.overdue_by', { span: span(-left) })}</span>
      </StateTag>
    );
  }
  return (
    <StateTag tone={left < kSoon ? 'watch' : 'calm'}>
      {left < kSoon ? `${t('platform.clock.soon')} ` : ''}
      <span className="digits">{span(left)}</span>
    </StateTag>
  );
}

export default function Clocks() {
  const { t } = useWords();
  const clocks = useQuery({
    queryKey: ['deadline', 'clocks'],
    queryFn: () => get<Items<Clock>>('/deadline/clocks'),
  });
  return (
    <PageFrame title={t('app.page.clocks')}>
      <FourStates
        query={clocks}
        isEmpty={({ items }) => items.length === 0}
        empty={t('platform.clock.empty')}
      >
        {({ items }) => <Board clocks={items} />}
      </FourStates>
    </PageFrame>
  );
}

function Board({ clocks }: { clocks: Clock[] }) {
  const { t, word } = useWords();
  const now = useNow();
  const sorted = [...clocks].sort((a, b) => Date.parse(a.due_at) - Date.parse(b.due_at));
  const columns: Column<Clock>[] = [
    { key: 'left', title: t('platform.clock.left'), render: (row) => <Left due={row.due_at} /> },
    { key: 'due', title: t('platform.clock.due'), render: (row) => <When iso={row.due_at} /> },
    {
      key: 'rule',
      title: t('platform.clock.rule'),
      render: (row) => word('platform.clock.name', row.rule),
    },
    {
      key: 'case',
      title: t('platform.case'),
      render: (row) =>
        row.case_id ? (
          <Link to={`/register/cases/${row.case_id}`}>{row.case_number || row.case_id}</Link>
        ) : (
          '—'
        ),
    },
    {
      key: 'owner',
      title: t('platform.clock.owner'),
      render: (row) => row.officer_name || t('platform.clock.nobody'),
    },
    { key: 'note', long: true, title: t('platform.clock.note'), render: (row) => row.note || '—' },
    {
      key: 'reminders',
      title: t('platform.clock.reminders'),
      number: true,
      render: (row) => row.reminders,
    },
    {
      key: 'basis',
      long: true,
      title: t('platform.clock.basis'),
      render: (row) => word('platform.basis', row.basis) || '—',
    },
  ];
  return (
    <DataTable
      label={t('app.page.clocks')}
      columns={columns}
      rows={sorted}
      rowKey={(row) => row.id}
      rowClass={(row) => (Date.parse(row.due_at) < now ? 'overdue' : undefined)}
    />
  );
}
