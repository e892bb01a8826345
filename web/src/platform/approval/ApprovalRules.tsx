// Which acts need whose approval, from which amount, before the act or after it.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';

import type { ApprovalRule, Items, Role } from '../../api/types';
import { useAct } from '../act';
import { get, post, put, remove } from '../api';
import { DataTable, type Column } from '../DataTable';
import { FourStates } from '../FourStates';
import { formatFen, parseYuan } from '../format';
import { RecordForm, type RecordField } from '../RecordForm';
import { useOfficer } from '../session';
import { useWords } from '../words';

// A rule that is edited, or one of an act that a rule from a larger amount on is added to.
interface Edited {
  rule: ApprovalRule;
  adding: boolean;
}

export function ApprovalRules() {
  const { t } = useWords();
  const [edited, setEdited] = useState<Edited>();
  const rules = useQuery({
    queryKey: ['approval', 'rules'],
    queryFn: () => get<Items<ApprovalRule>>('/approval/rules'),
  });
  const columns = useColumns(setEdited);
  return (
    <section className="rules">
      <h2>{t('platform.approval_rule.title')}</h2>
      <FourStates
        query={rules}
        rows={4}
        isEmpty={({ items }) => items.length === 0}
        empty={t('platform.approval_rule.empty')}
      >
        {({ items }) => (
          <DataTable
            label={t('platform.approval_rule.title')}
            columns={columns}
            rows={items}
            rowKey={(row) => row.id}
          />
        )}
      </FourStates>
      {edited && <EditRule {...edited} onClose={() => setEdited(undefined)} />}
    </section>
  );
}

function useColumns(onEdit: (edited: Edited) => void): Column<ApprovalRule>[] {
  const { t, word } = useWords();
  const me = useOfficer();
  const columns: Column<ApprovalRule>[] = [
    {
      key: 'act',
      title: t('platform.approval_rule.act'),
      render: (row) =>
        `${word('platform.desk', row.desk)} · ${word('platform.approval.act', row.act)}`,
    },
    {
      key: 'from',
      title: t('platform.approval_rule.from'),
      number: true,
      render: (row) =>
        row.from_fen > 0 ? formatFen(row.from_fen) : t('platform.approval_rule.any_amount'),
    },
    {
      key: 'timing',
      title: t('platform.approval_rule.timing'),
      render: (row) => t(`platform.approval_rule.is.${row.timing}`),
    },
    {
      key: 'right',
      title: t('platform.approval_rule.right'),
      render: (row) => <code>{row.right_needed || '—'}</code>,
    },
    {
      key: 'second',
      title: t('platform.approval_rule.second'),
      render: (row) => t(row.second_officer ? 'platform.yes' : 'platform.no'),
    },
    {
      key: 'basis',
      long: true,
      title: t('platform.clock.basis'),
      render: (row) => word('platform.basis', row.basis),
    },
  ];
  if (!me.may('approval:rules')) return columns;
  const acts = (row: ApprovalRule) => <RuleActs rule={row} onEdit={onEdit} />;
  return [...columns, { key: 'acts', title: '', render: acts }];
}

function RuleActs({ rule, onEdit }: { rule: ApprovalRule; onEdit: (edited: Edited) => void }) {
  const { t } = useWords();
  const taken = useAct(() => remove(`/approval/rules/${rule.id}`), {
    touches: [['approval', 'rules']],
    say: t('platform.saved'),
  });
  return (
    <span className="acts">
      <Button size="small" onClick={() => onEdit({ rule, adding: false })}>
        {t('platform.edit')}
      </Button>
      {rule.from_fen === 0 ? (
        <Button size="small" onClick={() => onEdit({ rule, adding: true })}>
          {t('platform.approval_rule.add')}
        </Button>
      ) : (
        <Button size="small" danger onClick={() => taken.mutate(undefined)}>
          {t('platform.delete')}
        </Button>
      )}
    </span>
  );
}

function useFields(rule: ApprovalRule, adding: boolean): RecordField[] {
  const { t } = useWords();
  const roles = useQuery({
    queryKey: ['roster', 'roles'],
    queryFn: () => get<Items<Role>>('/roster/roles'),
  });
  const rights = [...new Set((roles.data?.items ?? []).flatMap((role) => role.rights))].sort();
  const timings = rule.choices.split(',') as ApprovalRule['timing'][];
  return [
    ...(adding
      ? [
          {
            name: 'from_fen',
            label: t('platform.approval_rule.from_yuan'),
            kind: 'text',
          } satisfies RecordField,
        ]
      : []),
    {
      name: 'timing',
      label: t('platform.approval_rule.timing'),
      kind: 'choice',
      options: timings.map((value) => ({ value, label: t(`platform.approval_rule.is.${value}`) })),
    },
    {
      name: 'right_needed',
      label: t('platform.approval_rule.right'),
      kind: 'choice',
      options: rights.map((value) => ({ value, label: value })),
    },
    { name: 'second_officer', label: t('platform.approval_rule.second'), kind: 'tick' },
    { name: 'basis', label: t('platform.clock.basis'), kind: 'text' },
  ];
}

function EditRule({ rule, adding, onClose }: Edited & { onClose: () => void }) {
  const { t, word } = useWords();
  const client = useQueryClient();
  const fields = useFields(rule, adding);
  const send = (values: Record<string, unknown>) => {
    if (!adding) return put(`/approval/rules/${rule.id}`, values, rule.version);
    const { desk, act } = rule;
    // Where no amount was typed the server names the field.
    const from = parseYuan(String(values['from_fen'])) ?? -1;
    return post('/approval/rules', { ...values, desk, act, from_fen: from });
  };
  return (
    <RecordForm
      title={word('platform.approval.act', rule.act)}
      fields={fields}
      initial={{ ...rule, from_fen: '' }}
      save={async (values) => {
        await send(values);
        await client.invalidateQueries({ queryKey: ['approval', 'rules'] });
      }}
      onClose={onClose}
    >
      <p className="soft">{t('platform.approval_rule.asked_stay')}</p>
    </RecordForm>
  );
}
