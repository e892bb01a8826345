// Units and officers. The administrator keeps them; everybody with the right may look.
import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';

import type { Items, Officer, Role } from '../api/types';
import { get, post, put } from '../platform/api';
import { DataTable, type Column } from '../platform/DataTable';
import { FourStates } from '../platform/FourStates';
import { ReadOn, usePages } from '../platform/pages';
import { PageFrame, StateTag } from '../platform/parts';
import { RecordForm, type RecordField } from '../platform/RecordForm';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import { Units, useUnits } from './Units';

export default function Officers() {
  const { t } = useWords();
  const may = useOfficer().may('roster:edit');
  const officers = usePages<Officer>(['roster', 'officers', 'list'], '/roster/officers');
  const [edited, setEdited] = useState<Officer | 'new'>();
  return (
    <PageFrame
      title={t('app.page.officers')}
      aside={
        may && (
          <Button icon={<PlusOutlined />} onClick={() => setEdited('new')}>
            {t('roster.add_officer')}
          </Button>
        )
      }
    >
      <FourStates
        query={officers}
        isEmpty={(items) => items.length === 0}
        empty={t('roster.no_officers')}
      >
        {(items) => <OfficerTable officers={items} onEdit={may ? setEdited : undefined} />}
      </FourStates>
      <ReadOn query={officers} />
      <Units />
      {edited && <OfficerForm officer={edited} onClose={() => setEdited(undefined)} />}
    </PageFrame>
  );
}

interface TableProps {
  officers: Officer[];
  onEdit: ((officer: Officer) => void) | undefined;
}

function OfficerTable({ officers, onEdit }: TableProps) {
  const { t, word } = useWords();
  const units = useUnits();
  const unitName = new Map((units.data?.items ?? []).map(({ id, name }) => [id, name]));
  const columns: Column<Officer>[] = [
    { key: 'name', title: t('roster.name'), render: (row) => row.name },
    {
      key: 'number',
      title: t('roster.number'),
      render: (row) => <span className="digits">{row.number}</span>,
    },
    {
      key: 'unit',
      title: t('roster.unit'),
      render: (row) => unitName.get(row.unit_id) ?? row.unit_id,
    },
    {
      key: 'roles',
      title: t('roster.roles'),
      render: (row) =>
        rolesOf(row)
          .map((role) => word('roster.role', role))
          .join('、') || '—',
    },
    {
      key: 'phone',
      title: t('roster.phone'),
      render: (row) => <span className="digits">{row.phone || '—'}</span>,
    },
    { key: 'login', title: t('roster.login'), render: (row) => row.login || '—' },
    {
      key: 'state',
      title: t('roster.state'),
      render: (row) => (
        <StateTag tone={row.active ? 'good' : 'calm'}>
          {t(row.active ? 'roster.active' : 'roster.inactive')}
        </StateTag>
      ),
    },
  ];
  if (onEdit) {
    columns.push({
      key: 'edit',
      title: '',
      render: (row) => (
        <Button
          size="small"
          onClick={() => onEdit(row)}
          aria-label={`${t('platform.edit')} ${row.name}`}
        >
          {t('platform.edit')}
        </Button>
      ),
    });
  }
  return (
    <DataTable
      label={t('roster.officers')}
      columns={columns}
      rows={officers}
      rowKey={(row) => row.id}
      rowClass={(row) => (row.active ? undefined : 'faded')}
    />
  );
}

function rolesOf(officer: Officer): string[] {
  return officer.roles.split(',').filter(Boolean);
}

function OfficerForm({ officer, onClose }: { officer: Officer | 'new'; onClose: () => void }) {
  const { t, word } = useWords();
  const client = useQueryClient();
  const units = useUnits();
  const roles = useQuery({
    queryKey: ['roster', 'roles'],
    queryFn: () => get<Items<Role>>('/roster/roles'),
  });
  const isNew = officer === 'new';
  const fields: RecordField[] = [
    { name: 'name', label: t('roster.name'), kind: 'text' },
    { name: 'number', label: t('roster.number'), kind: 'text' },
    {
      name: 'unit_id',
      label: t('roster.unit'),
      kind: 'choice',
      options: (units.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
    },
    {
      name: 'roles',
      label: t('roster.roles'),
      kind: 'choices',
      options: (roles.data?.items ?? []).map(({ name }) => ({
        value: name,
        label: word('roster.role', name),
      })),
    },
    { name: 'phone', label: t('roster.phone'), kind: 'text' },
    { name: 'login', label: t('roster.login'), kind: 'text' },
    {
      name: 'password',
      label: t(isNew ? 'roster.password' : 'roster.new_password'),
      kind: 'secret',
    },
  ];
  if (!isNew) fields.push({ name: 'active', label: t('roster.active'), kind: 'tick' });
  const save = async (values: Record<string, unknown>) => {
    const body = { ...values, roles: (values['roles'] as string[]).join(',') };
    if (!values['password']) delete (body as Record<string, unknown>)['password'];
    if (isNew) await post('/roster/officers', body);
    else await put(`/roster/officers/${officer.id}`, body, officer.version);
    await client.invalidateQueries({ queryKey: ['roster'] });
  };
  return (
    <RecordForm
      title={isNew ? t('roster.add_officer') : officer.name}
      fields={fields}
      initial={isNew ? { roles: [] } : { ...officer, roles: rolesOf(officer) }}
      save={save}
      onClose={onClose}
    />
  );
}
