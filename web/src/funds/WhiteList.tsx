// Accounts known to be no fraud's, each with its reason and its end.
import { PlusOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';

import { post, serverNow } from '../platform/api';
import { useAct } from '../platform/act';
import { useAskWords } from '../platform/askWords';
import { DataTable, type Column } from '../platform/DataTable';
import { FourStates } from '../platform/FourStates';
import { dayOf, kDay } from '../platform/format';
import { ReadOn, usePages } from '../platform/pages';
import { PageFrame, StateTag, When } from '../platform/parts';
import { RecordForm } from '../platform/RecordForm';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import { useBankDirectory, useBankNames } from './names';
import type { WhiteEntry } from './returns';
import { AccountCell } from './Returns';

export default function WhiteList() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const may = useOfficer().may('funds:approve');
  const rows = usePages<WhiteEntry>(['funds', 'white_list'], '/funds/white-list');
  return (
    <PageFrame
      title={t('app.page.white_list')}
      aside={
        may && (
          <Button icon={<PlusOutlined />} onClick={() => setOpen(true)}>
            {t('returns.white.add')}
          </Button>
        )
      }
    >
      <p className="soft">{t('returns.white.what')}</p>
      <FourStates
        query={rows}
        isEmpty={(items) => items.length === 0}
        empty={t('returns.white.empty')}
      >
        {(items) => <Table items={items} />}
      </FourStates>
      <ReadOn query={rows} />
      {open && <AddForm onClose={() => setOpen(false)} />}
    </PageFrame>
  );
}

function Table({ items }: { items: WhiteEntry[] }) {
  const { t } = useWords();
  const bank = useBankNames();
  const columns: Column<WhiteEntry>[] = [
    {
      key: 'state',
      title: t('returns.state_title'),
      render: (row) => (
        <StateTag tone={row.in_force ? 'good' : 'calm'}>
          {t(row.in_force ? 'returns.white.in_force' : 'returns.white.ended')}
        </StateTag>
      ),
    },
    {
      key: 'account',
      title: t('returns.account'),
      render: (row) => (
        <AccountCell
          number={row.account_number}
          below={`${row.bank_code ? bank(row.bank_code) : ''} ${row.holder}`.trim()}
        />
      ),
    },
    {
      key: 'reason',
      long: true,
      title: t('returns.white.reason'),
      render: (row) => (
        <>
          {row.reason}
          {row.end_reason && <span className="soft"> ✕ {row.end_reason}</span>}
        </>
      ),
    },
    {
      key: 'added',
      title: t('returns.white.added'),
      render: (row) => (
        <>
          {row.added_by_name} <When iso={row.added_at} />
        </>
      ),
    },
    {
      key: 'expires',
      title: t('returns.white.expires'),
      render: (row) => <When iso={row.ended_at ?? row.expires_at} />,
    },
    { key: 'acts', title: '', render: (row) => <EndButton row={row} /> },
  ];
  return (
    <DataTable
      label={t('app.page.white_list')}
      columns={columns}
      rows={items}
      rowKey={(row) => row.id}
      rowClass={(row) => (row.in_force ? undefined : 'faded')}
    />
  );
}

function EndButton({ row }: { row: WhiteEntry }) {
  const { t } = useWords();
  const ask = useAskWords();
  const end = useAct((reason: string) => post(`/funds/white-list/${row.id}/end`, { reason }), {
    touches: [['funds', 'white_list']],
  });
  if (!row.actions.includes('end')) return null;
  return (
    <Button
      size="small"
      loading={end.isPending}
      onClick={() =>
        ask({
          title: t('returns.white.end'),
          label: t('returns.reason'),
          ok: t('returns.white.end'),
          needed: true,
          act: (reason) => end.mutateAsync(reason),
        })
      }
    >
      {t('returns.white.end')}
    </Button>
  );
}

function AddForm({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const banks = useBankDirectory().data?.items ?? [];
  return (
    <RecordForm
      title={t('returns.white.add')}
      fields={[
        { name: 'account_number', label: t('returns.account'), kind: 'text' },
        {
          name: 'bank_code',
          label: t('returns.bank'),
          kind: 'choice',
          options: banks.map(({ code, name }) => ({ value: code, label: name })),
        },
        { name: 'holder', label: t('returns.white.holder'), kind: 'text' },
        { name: 'reason', label: t('returns.white.reason'), kind: 'long' },
        { name: 'expires_at', label: t('returns.white.expires'), kind: 'text' },
      ]}
      initial={{
        account_number: '',
        holder: '',
        reason: '',
        expires_at: dayOf(serverNow() + 180 * kDay),
      }}
      save={async ({ expires_at, bank_code, ...rest }) => {
        const day = String(expires_at).trim();
        await post('/funds/white-list', {
          ...rest,
          ...(bank_code ? { bank_code } : {}),
          expires_at: /^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T23:59:59+08:00` : day,
        });
        await client.invalidateQueries({ queryKey: ['funds', 'white_list'] });
      }}
      onClose={onClose}
    />
  );
}
