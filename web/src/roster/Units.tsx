// The units of the district: the centre, stations, member units, banks.
import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';

import type { Page, Unit } from '../api/types';
import { get, post, put } from '../platform/api';
import { DataTable, type Column } from '../platform/DataTable';
import { FourStates } from '../platform/FourStates';
import { RecordForm, type RecordField } from '../platform/RecordForm';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import './roster.css';

export function useUnits() {
  return useQuery({
    queryKey: ['roster', 'units'],
    queryFn: () => get<Page<Unit>>('/roster/units', { query: { limit: 200 } }),
    staleTime: 300_000,
  });
}

export function Units() {
  const { t, word } = useWords();
  const may = useOfficer().may('roster:edit');
  const units = useUnits();
  const [edited, setEdited] = useState<Unit | 'new'>();
  const columns: Column<Unit>[] = [
    { key: 'name', title: t('roster.unit_name'), render: (row) => row.name },
    { key: 'kind', title: t('roster.unit_kind'), render: (row) => word('roster.kind', row.kind) },
    {
      key: 'code',
      title: t('roster.unit_code'),
      render: (row) => <span className="digits account">{row.code}</span>,
    },
  ];
  if (may) {
    columns.push({
      key: 'edit',
      title: '',
      render: (row) => (
        <Button
          size="small"
          onClick={() => setEdited(row)}
          aria-label={`${t('platform.edit')} ${row.name}`}
        >
          {t('platform.edit')}
        </Button>
      ),
    });
  }
  return (
    <section className="units">
      <header>
        <h2>{t('roster.units')}</h2>
        {may && (
          <Button size="small" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
            {t('roster.add_unit')}
          </Button>
        )}
      </header>
      <FourStates
        query={units}
        rows={3}
        isEmpty={({ items }) => items.length === 0}
        empty={t('roster.no_units')}
      >
        {({ items }) => (
          <DataTable
            label={t('roster.units')}
            columns={columns}
            rows={items}
            rowKey={(row) => row.id}
          />
        )}
      </FourStates>
      {edited && <UnitForm unit={edited} onClose={() => setEdited(undefined)} />}
    </section>
  );
}

const kKinds = ['centre', 'station', 'member_unit', 'bank'];

function UnitForm({ unit, onClose }: { unit: Unit | 'new'; onClose: () => void }) {
  const { t, word } = useWords();
  const client = useQueryClient();
  const others = (useUnits().data?.items ?? []).filter(
    ({ id }) => unit === 'new' || id !== unit.id,
  );
  const fields: RecordField[] = [
    { name: 'name', label: t('roster.unit_name'), kind: 'text' },
    { name: 'code', label: t('roster.unit_code'), kind: 'text' },
    {
      name: 'kind',
      label: t('roster.unit_kind'),
      kind: 'choice',
      options: kKinds.map((kind) => ({ value: kind, label: word('roster.kind', kind) })),
    },
    {
      name: 'parent_id',
      label: t('roster.parent'),
      kind: 'choice',
      options: others.map(({ id, name }) => ({ value: id, label: name })),
    },
  ];
  const save = async (values: Record<string, unknown>) => {
    if (unit === 'new') await post('/roster/units', values);
    else await put(`/roster/units/${unit.id}`, values, unit.version);
    await client.invalidateQueries({ queryKey: ['roster'] });
  };
  return (
    <RecordForm
      title={unit === 'new' ? t('roster.add_unit') : unit.name}
      fields={fields}
      initial={
        unit === 'new' ? { name: '', code: '', kind: 'station', parent_id: null } : { ...unit }
      }
      save={save}
      onClose={onClose}
    />
  );
}
