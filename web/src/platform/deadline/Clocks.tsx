// The board of everything that lapses next: what falls due first stands first, the overdue on top
// by colour, sign and word. J and K choose a clock, Enter opens what it is about.
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';

import type { Clock, Items, RuleCount } from '../../api/types';
import { get } from '../api';
import { useNow } from '../clock';
import { DataTable, type Column } from '../DataTable';
import { FourStates } from '../FourStates';
import { useKeys } from '../keys';
import { ReadOn, usePages } from '../pages';
import { PageFrame, When } from '../parts';
import { useOfficer } from '../session';
import { useWords } from '../words';
import './deadline.css';
import { Feeds } from './Feeds';
import { Left } from './Left';

const kWhose = ['all', 'unit', 'mine'] as const;
const kWhen = ['any', 'overdue', '2', '24', '168'] as const;

// What is wanted stands in the address, so that a board can be kept as a bookmark.
function useWanted() {
  const me = useOfficer();
  const [search, setSearch] = useSearchParams();
  const whose = kWhose.find((each) => each === search.get('whose')) ?? 'all';
  const when = kWhen.find((each) => each === search.get('when')) ?? 'any';
  const rule = search.get('rule') ?? '';
  const set = (name: string, value: string) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value) after.set(name, value);
        else after.delete(name);
        return after;
      },
      { replace: true },
    );
  const whom = {
    mine: whose === 'mine' ? true : undefined,
    unit_id: whose === 'unit' ? me.unit_id : undefined,
  };
  const until = {
    overdue: when === 'overdue' ? true : undefined,
    within_hours: Number(when) > 0 ? Number(when) : undefined,
  };
  return { whose, when, rule, set, whom, until };
}

export default function Clocks() {
  const { t } = useWords();
  const { whose, when, rule, set, whom, until } = useWanted();
  const [subscribing, setSubscribing] = useState(false);
  const clocks = usePages<Clock>(['deadline', 'clocks', whose, when, rule], '/deadline/clocks', {
    ...whom,
    ...until,
    rule,
  });
  const next = kWhose[(kWhose.indexOf(whose) + 1) % kWhose.length]!;
  useKeys({ w: () => set('whose', next) });
  return (
    <PageFrame
      title={t('app.page.clocks')}
      aside={
        <>
          <Segmented
            aria-label={t('platform.clock.whose')}
            value={whose}
            options={kWhose.map((value) => ({ value, label: t(`platform.clock.of.${value}`) }))}
            onChange={(value) => set('whose', value)}
          />
          <Select
            aria-label={t('platform.clock.when')}
            value={when}
            style={{ minWidth: 132 }}
            options={kWhen.map((value) => ({ value, label: t(`platform.clock.until.${value}`) }))}
            onChange={(value) => set('when', value)}
          />
          <Button onClick={() => setSubscribing(true)}>{t('platform.feed.title')}</Button>
        </>
      }
    >
      <Counts chosen={rule} query={{ ...whom, ...until }} onChoose={(name) => set('rule', name)} />
      <FourStates
        query={clocks}
        isEmpty={(items) => items.length === 0}
        empty={t('platform.clock.empty')}
      >
        {(items) => (
          <>
            <Board clocks={items} />
            <ReadOn query={clocks} />
          </>
        )}
      </FourStates>
      {subscribing && <Feeds onClose={() => setSubscribing(false)} />}
    </PageFrame>
  );
}

interface CountsProps {
  chosen: string;
  query: Record<string, string | number | boolean | undefined>;
  onChoose: (rule: string) => void;
}

// How many run of each rule; one pressed narrows the board to it.
function Counts({ chosen, query, onChoose }: CountsProps) {
  const { t, word } = useWords();
  const counts = useQuery({
    queryKey: ['deadline', 'counts', query],
    queryFn: () => get<Items<RuleCount>>('/deadline/counts', { query }),
  });
  const items = counts.data?.items ?? [];
  if (items.length === 0 && !chosen) return null;
  const all = items.reduce((sum, { open }) => sum + open, 0);
  const late = items.reduce((sum, { overdue }) => sum + overdue, 0);
  const lines = [{ rule: '', open: all, overdue: late }, ...items];
  return (
    <div className="clock-counts" role="group" aria-label={t('platform.clock.by_rule')}>
      {lines.map(({ rule, open, overdue }) => (
        <button
          key={rule}
          type="button"
          className="clock-count"
          aria-pressed={rule === chosen}
          onClick={() => onChoose(rule)}
        >
          {rule ? word('platform.clock.name', rule) : t('platform.clock.of.all')}{' '}
          <strong className="digits">{open}</strong>
          {overdue > 0 && (
            <span className="late digits">
              {` ✕ ${t('platform.clock.overdue_count', { count: overdue })}`}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}

// Where the very thing that a clock belongs to is looked at: an order is a card of its case.
function placeOf(clock: Clock): string | undefined {
  if (clock.subject === 'return') return `/funds/returns/${clock.subject_id}`;
  if (clock.subject === 'warning') return `/warning/${clock.subject_id}`;
  if (clock.subject === 'warning_step') return '/warning';
  if (clock.subject === 'appeal') return `/funds/appeals/${clock.subject_id}`;
  if (clock.subject === 'order' && clock.case_id) {
    return `/register/cases/${clock.case_id}#order-${clock.subject_id}`;
  }
  return clock.case_id ? `/register/cases/${clock.case_id}` : undefined;
}

function useColumns(): Column<Clock>[] {
  const { t, word } = useWords();
  return [
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
      render: (row) => {
        const place = placeOf(row);
        if (!place) return '—';
        return (
          <Link id={`clock-${row.id}`} to={place}>
            {row.case_number || row.note || row.case_id}
          </Link>
        );
      },
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
}

function Board({ clocks }: { clocks: Clock[] }) {
  const { t } = useWords();
  const now = useNow();
  const columns = useColumns();
  const [chosenId, setChosenId] = useState<number>();
  const at = clocks.findIndex(({ id }) => id === chosenId);
  // Its link gets the focus, so that Enter opens it.
  const choose = (index: number) => {
    const next = clocks[Math.max(0, Math.min(index, clocks.length - 1))];
    setChosenId(next?.id);
    document.getElementById(`clock-${next?.id}`)?.focus();
  };
  useKeys({ j: () => choose(at + 1), k: () => choose(at - 1) });
  const classOf = (row: Clock) =>
    [Date.parse(row.due_at) < now && 'overdue', row.id === chosenId && 'chosen']
      .filter(Boolean)
      .join(' ') || undefined;
  return (
    <DataTable
      label={t('app.page.clocks')}
      columns={columns}
      rows={clocks}
      rowKey={(row) => row.id}
      rowClass={classOf}
    />
  );
}
