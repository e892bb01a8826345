// What a centre may change, each with its legal basis: the numbers of stopping, the clocks, whose
// approval an act needs, and the days that are no working days.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';

import type { FundsRule, Items } from '../api/types';
import { get, put } from '../platform/api';
import { ApprovalRules } from '../platform/approval/ApprovalRules';
import { DataTable, type Column } from '../platform/DataTable';
import { ClockRules } from '../platform/deadline/ClockRules';
import { Holidays } from '../platform/deadline/Holidays';
import { FourStates } from '../platform/FourStates';
import { PageFrame } from '../platform/parts';
import { RecordForm } from '../platform/RecordForm';
import { useWords } from '../platform/words';
import '../platform/deadline/deadline.css';
import './funds.css';

export default function Rules() {
  const { t } = useWords();
  return (
    <PageFrame title={t('app.page.rules')}>
      <StopRules />
      <ClockRules />
      <ApprovalRules />
      <Holidays />
    </PageFrame>
  );
}

function StopRules() {
  const { t, word } = useWords();
  const client = useQueryClient();
  const [edited, setEdited] = useState<FundsRule>();
  const rules = useQuery({
    queryKey: ['funds', 'rules'],
    queryFn: () => get<Items<FundsRule>>('/funds/rules'),
  });
  const columns: Column<FundsRule>[] = [
    {
      key: 'name',
      title: t('funds.rule.name'),
      render: (row) => word('funds.rule.named', row.name),
    },
    { key: 'value', title: t('funds.rule.value'), number: true, render: (row) => row.value },
    {
      key: 'basis',
      long: true,
      title: t('funds.rule.basis'),
      render: (row) => word('platform.basis', row.basis),
    },
    {
      key: 'edit',
      title: '',
      render: (row) => (
        <Button size="small" onClick={() => setEdited(row)}>
          {t('platform.edit')}
        </Button>
      ),
    },
  ];
  return (
    <section className="rules">
      <h2>{t('funds.rule.funds')}</h2>
      <FourStates
        query={rules}
        rows={3}
        isEmpty={({ items }) => items.length === 0}
        empty={t('funds.rule.empty')}
      >
        {({ items }) => (
          <DataTable
            label={t('funds.rule.funds')}
            columns={columns}
            rows={items}
            rowKey={(row) => row.id}
          />
        )}
      </FourStates>
      {edited && (
        <RecordForm
          title={word('funds.rule.named', edited.name)}
          fields={[{ name: 'value', label: t('funds.rule.value'), kind: 'number' }]}
          initial={{ value: edited.value }}
          save={async (values) => {
            await put(`/funds/rules/${edited.id}`, values, edited.version);
            await client.invalidateQueries({ queryKey: ['funds', 'rules'] });
          }}
          onClose={() => setEdited(undefined)}
        >
          <p className="soft">{word('platform.basis', edited.basis)}</p>
        </RecordForm>
      )}
    </section>
  );
}
