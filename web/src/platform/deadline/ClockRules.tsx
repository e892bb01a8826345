// How long each clock runs, when it reminds and whom it tells; changed with the right to.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';

import type { DeadlineRule, Items, Role } from '../../api/types';
import { get, put } from '../api';
import { DataTable, type Column } from '../DataTable';
import { FourStates } from '../FourStates';
import { RecordForm, type RecordField } from '../RecordForm';
import { useOfficer } from '../session';
import { useWords } from '../words';
import { useSpan } from './Left';
import { parseReminders, parseSpan, remindersText, spanText } from './spans';

const kUnits = ['time', 'months', 'working_days'] as const;

function useColumns(onEdit: (rule: DeadlineRule) => void): Column<DeadlineRule>[] {
  const { t, word } = useWords();
  const me = useOfficer();
  const span = useSpan();
  const length = (row: DeadlineRule) =>
    row.unit === 'time'
      ? span(row.length_ms)
      : t(`platform.clock_rule.counted.${row.unit}`, { count: row.count });
  const columns: Column<DeadlineRule>[] = [
    {
      key: 'name',
      title: t('platform.clock_rule.name'),
      render: (row) => word('platform.clock.name', row.name),
    },
    { key: 'length', title: t('platform.clock_rule.length'), number: true, render: length },
    {
      key: 'remind',
      long: true,
      title: t('platform.clock_rule.remind'),
      render: (row) => remindersText(row.remind_ms) || '—',
    },
    {
      key: 'escalate',
      title: t('platform.clock_rule.escalate'),
      render: (row) => word('roster.role', row.escalate_role) || '—',
    },
    {
      key: 'basis',
      long: true,
      title: t('platform.clock.basis'),
      render: (row) => word('platform.basis', row.basis),
    },
  ];
  if (!me.may('deadline:rules')) return columns;
  const edit = (row: DeadlineRule) => (
    <Button size="small" onClick={() => onEdit(row)}>
      {t('platform.edit')}
    </Button>
  );
  return [...columns, { key: 'edit', title: '', render: edit }];
}

export function ClockRules() {
  const { t } = useWords();
  const [edited, setEdited] = useState<DeadlineRule>();
  const columns = useColumns(setEdited);
  const rules = useQuery({
    queryKey: ['deadline', 'rules'],
    queryFn: () => get<Items<DeadlineRule>>('/deadline/rules'),
  });
  return (
    <section className="rules">
      <h2>{t('platform.clock_rule.title')}</h2>
      <FourStates
        query={rules}
        rows={4}
        isEmpty={({ items }) => items.length === 0}
        empty={t('platform.clock_rule.empty')}
      >
        {({ items }) => (
          <DataTable
            label={t('platform.clock_rule.title')}
            columns={columns}
            rows={items}
            rowKey={(row) => row.id}
          />
        )}
      </FourStates>
      {edited && <EditRule rule={edited} onClose={() => setEdited(undefined)} />}
    </section>
  );
}

// The server names its own fields, so the form's fields bear those names.
function useFields(): RecordField[] {
  const { t, word } = useWords();
  const roles = useQuery({
    queryKey: ['roster', 'roles'],
    queryFn: () => get<Items<Role>>('/roster/roles'),
  });
  const choices = (roles.data?.items ?? []).map(({ name }) => ({
    value: name,
    label: word('roster.role', name),
  }));
  const units = kUnits.map((value) => ({ value, label: t(`platform.clock_rule.unit.${value}`) }));
  return [
    { name: 'unit', label: t('platform.clock_rule.in_units'), kind: 'choice', options: units },
    { name: 'length_ms', label: t('platform.clock_rule.length_time'), kind: 'text' },
    { name: 'count', label: t('platform.clock_rule.length_count'), kind: 'number' },
    { name: 'remind_ms', label: t('platform.clock_rule.remind_before'), kind: 'text' },
    {
      name: 'remind_role',
      label: t('platform.clock_rule.remind_whom'),
      kind: 'choice',
      options: [{ value: '', label: t('platform.clock_rule.its_officer') }, ...choices],
    },
    {
      name: 'escalate_role',
      label: t('platform.clock_rule.escalate'),
      kind: 'choice',
      options: choices,
    },
    { name: 'basis', label: t('platform.clock.basis'), kind: 'text' },
  ];
}

function EditRule({ rule, onClose }: { rule: DeadlineRule; onClose: () => void }) {
  const { t, word } = useWords();
  const client = useQueryClient();
  const fields = useFields();
  return (
    <RecordForm
      title={word('platform.clock.name', rule.name)}
      fields={fields}
      initial={{
        ...rule,
        length_ms: rule.length_ms > 0 ? spanText(rule.length_ms) : '',
        remind_ms: remindersText(rule.remind_ms),
      }}
      save={async (values) => {
        const sent = {
          ...values,
          length_ms: parseSpan(String(values['length_ms'])) ?? 0,
          remind_ms: parseReminders(String(values['remind_ms'])),
        };
        await put(`/deadline/rules/${rule.id}`, sent, rule.version);
        await client.invalidateQueries({ queryKey: ['deadline'] });
      }}
      onClose={onClose}
    >
      <p className="soft">{t('platform.clock_rule.open_stay')}</p>
    </RecordForm>
  );
}
