// All warnings, newest first, by state and level; for a leader those that wait for a decision.
import { Select } from 'antd';
import { useSearchParams } from 'react-router';

import { DataTable, type Column } from '../platform/DataTable';
import { FourStates } from '../platform/FourStates';
import { ReadOn, usePages } from '../platform/pages';
import { When } from '../platform/parts';
import { useWords } from '../platform/words';
import { LevelTag, useLevels, useUnits, WarningLink, WarningStateTag } from './parts';
import { kWarningTones, type WarningLine } from './types';

export function Warnings({ forLeader = false }: { forLeader?: boolean }) {
  const { t } = useWords();
  const [search] = useSearchParams();
  const state = forLeader ? 'with_leader' : (search.get('state') ?? '');
  const level = search.get('level') ?? '';
  const warnings = usePages<WarningLine>(['warning', 'list', state, level], '/warning/warnings', {
    state,
    level,
  });
  return (
    <>
      {!forLeader && <Filters state={state} level={level} />}
      <FourStates
        query={warnings}
        isEmpty={(items) => items.length === 0}
        empty={t(forLeader ? 'warning.empty_leader' : 'warning.empty_all')}
      >
        {(items) => (
          <>
            <WarningTable label={t('warning.all')} warnings={items} />
            <ReadOn query={warnings} />
          </>
        )}
      </FourStates>
    </>
  );
}

// They stand in the address, so that a list can be kept as a bookmark.
function Filters({ state, level }: { state: string; level: string }) {
  const { t, word } = useWords();
  const [, setSearch] = useSearchParams();
  const levels = useLevels();
  const any = { value: '', label: t('warning.any') };
  const set = (name: string, value: string) =>
    setSearch((before) => {
      const after = new URLSearchParams(before);
      if (value) after.set(name, value);
      else after.delete(name);
      return after;
    });
  return (
    <div className="filters">
      <Select
        aria-label={t('warning.state_filter')}
        prefix={t('warning.state_filter')}
        style={{ minWidth: 190 }}
        value={state}
        options={[
          any,
          ...Object.keys(kWarningTones).map((value) => ({
            value,
            label: word('warning.state', value),
          })),
        ]}
        onChange={(value) => set('state', value)}
      />
      <Select
        aria-label={t('warning.level_filter')}
        prefix={t('warning.level_filter')}
        style={{ minWidth: 150 }}
        value={level}
        options={[
          any,
          ...levels.map(({ name }) => ({ value: name, label: word('warning.level', name) })),
        ]}
        onChange={(value) => set('level', value)}
      />
    </div>
  );
}

export function WarningTable({ label, warnings }: { label: string; warnings: WarningLine[] }) {
  const { t, word } = useWords();
  const units = useUnits();
  const columns: Column<WarningLine>[] = [
    {
      key: 'level',
      title: t('warning.level_of'),
      render: ({ level }) => <LevelTag level={level} />,
    },
    {
      key: 'number',
      title: t('warning.number'),
      render: ({ id, number }) => <WarningLink id={id} number={number} />,
    },
    {
      key: 'person',
      title: t('warning.person'),
      render: ({ name }) => name || t('warning.mark.no_name'),
    },
    {
      key: 'type',
      title: t('warning.type'),
      render: ({ fraud_type }) => word('register.fraud_type', fraud_type) || '—',
    },
    {
      key: 'unit',
      title: t('warning.unit'),
      render: ({ unit_id }) => units.find(({ id }) => id === unit_id)?.name ?? '—',
    },
    {
      key: 'arrived',
      title: t('warning.arrived'),
      render: ({ arrived_at }) => <When iso={arrived_at} />,
    },
    {
      key: 'state',
      title: t('warning.state_of'),
      render: ({ state }) => <WarningStateTag state={state} />,
    },
    {
      key: 'outcome',
      title: t('warning.how'),
      render: ({ outcome }) => word('warning.outcome', outcome) || '—',
    },
  ];
  return <DataTable label={label} columns={columns} rows={warnings} rowKey={(row) => row.id} />;
}
