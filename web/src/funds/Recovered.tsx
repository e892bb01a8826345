// Recovered money: seized from suspects or paid back by them, and the rounds that hand it back.
import { PlusOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';

import type { CaseLine, Page } from '../api/types';
import { post, Problem, serverNow } from '../platform/api';
import { useAct } from '../platform/act';
import { DataTable, type Column } from '../platform/DataTable';
import { FourStates } from '../platform/FourStates';
import { formatFen, isoOf, parseWhen, parseYuan } from '../platform/format';
import { ReadOn, usePages } from '../platform/pages';
import { PageFrame, StateTag, When } from '../platform/parts';
import { RecordForm } from '../platform/RecordForm';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import type { Recovered as Row, RoundFull } from './returns';
import { AccountCell } from './Returns';

export default function Recovered() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const may = useOfficer().may('funds:freeze');
  const rows = usePages<Row>(['funds', 'recovered'], '/funds/recovered');
  return (
    <PageFrame
      title={t('app.page.recovered')}
      aside={
        may && (
          <Button icon={<PlusOutlined />} onClick={() => setOpen(true)}>
            {t('returns.recovered.enter')}
          </Button>
        )
      }
    >
      <FourStates
        query={rows}
        isEmpty={(items) => items.length === 0}
        empty={t('returns.recovered.empty')}
      >
        {(items) => <Table items={items} />}
      </FourStates>
      <ReadOn query={rows} />
      {open && <EnterForm onClose={() => setOpen(false)} />}
    </PageFrame>
  );
}

function Table({ items }: { items: Row[] }) {
  const { t, word } = useWords();
  const columns: Column<Row>[] = [
    { key: 'at', title: t('returns.recovered.at'), render: (row) => <When iso={row.at} /> },
    {
      key: 'kind',
      title: t('returns.recovered.kind_title'),
      render: (row) => (
        <StateTag tone={row.kind === 'seized' ? 'info' : 'good'}>
          {word('returns.recovered.kind', row.kind)}
        </StateTag>
      ),
    },
    { key: 'from', title: t('returns.recovered.from'), render: (row) => row.from_name },
    {
      key: 'amount',
      title: t('returns.recovered.amount'),
      number: true,
      render: (row) => <strong>{formatFen(row.amount_fen)}</strong>,
    },
    {
      key: 'returned',
      title: t('returns.recovered.returned'),
      number: true,
      render: (row) => formatFen(row.returned_fen),
    },
    {
      key: 'kept',
      title: t('returns.recovered.custody'),
      render: (row) => <AccountCell number={row.account_number} below={row.bank_name} />,
    },
    {
      key: 'basis',
      long: true,
      title: t('returns.legal_basis'),
      render: (row) => word('returns.law', row.legal_basis),
    },
    {
      key: 'case',
      title: t('returns.case'),
      render: (row) => <Link to={`/register/cases/${row.case_id}`}>{row.case_number}</Link>,
    },
    { key: 'acts', title: '', render: (row) => <OpenRound row={row} /> },
  ];
  return (
    <DataTable
      label={t('app.page.recovered')}
      columns={columns}
      rows={items}
      rowKey={(row) => row.id}
    />
  );
}

function OpenRound({ row }: { row: Row }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const open = useAct(() => post<RoundFull>('/funds/returns', { recovered_id: row.id }), {
    touches: [
      ['funds', 'recovered'],
      ['funds', 'returns'],
    ],
    done: ({ round }) => void navigate(`/funds/returns/${round.id}`),
  });
  if (row.open_round_id) {
    return <Link to={`/funds/returns/${row.open_round_id}`}>{t('returns.to_round')}</Link>;
  }
  if (!row.actions.includes('open_round')) return null;
  return (
    <Button size="small" loading={open.isPending} onClick={() => open.mutate(undefined)}>
      {t('returns.open')}
    </Button>
  );
}

function EnterForm({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const save = async (values: Record<string, unknown>) => {
    const wanted = String(values['number']).trim();
    const found = await post<Page<CaseLine>>('/register/cases/search', { text: wanted });
    const record = found.items.find((line) => line.number === wanted);
    if (!record) throw new Problem(404, 'not_found', '', [], t('register.merge.not_found'));
    const text = (name: string) => String(values[name] ?? '').trim();
    await post('/funds/recovered', {
      case_id: record.id,
      kind: values['kind'],
      amount_fen: parseYuan(text('amount_fen')) ?? 0,
      at: parseWhen(text('at'), serverNow()) ?? text('at'),
      from_name: text('from_name'),
      legal_basis: text('legal_basis'),
      ...(text('bank_name') ? { bank_name: text('bank_name') } : {}),
      ...(text('account_number') ? { account_number: text('account_number') } : {}),
      ...(text('note') ? { note: text('note') } : {}),
    });
    await client.invalidateQueries({ queryKey: ['funds', 'recovered'] });
  };
  return (
    <RecordForm
      title={t('returns.recovered.enter')}
      submit={t('returns.recovered.enter')}
      fields={[
        { name: 'number', label: t('returns.case_number'), kind: 'text' },
        {
          name: 'kind',
          label: t('returns.recovered.kind_title'),
          kind: 'choice',
          options: (['seized', 'paid_back'] as const).map((value) => ({
            value,
            label: t(`returns.recovered.kind.${value}`),
          })),
        },
        { name: 'amount_fen', label: t('returns.recovered.amount_yuan'), kind: 'text' },
        { name: 'at', label: t('returns.recovered.at'), kind: 'text' },
        { name: 'from_name', label: t('returns.recovered.from'), kind: 'text' },
        { name: 'legal_basis', label: t('returns.legal_basis'), kind: 'text' },
        { name: 'bank_name', label: t('returns.recovered.custody_bank'), kind: 'text' },
        { name: 'account_number', label: t('returns.recovered.custody_account'), kind: 'text' },
        { name: 'note', label: t('returns.event_note'), kind: 'long' },
      ]}
      initial={{
        number: '',
        kind: 'paid_back',
        at: isoOf(serverNow()).slice(0, 16).replace('T', ' '),
        legal_basis: t('returns.law.criminal_64'),
      }}
      save={save}
      onClose={onClose}
    />
  );
}
