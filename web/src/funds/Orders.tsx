// All orders, newest first.
import { Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import type { Order } from '../api/types';
import { DataTable, type Column } from '../platform/DataTable';
import { Left } from '../platform/deadline/Left';
import { FourStates } from '../platform/FourStates';
import { formatFen, groupAccount } from '../platform/format';
import { ReadOn, usePages } from '../platform/pages';
import { PageFrame, When } from '../platform/parts';
import { useWords } from '../platform/words';
import { isMoney, OrderActions } from './OrderActions';
import { meaningOf, OrderStateTag } from './OrderCard';

const kRunning = ['stopped', 'stopped_short', 'frozen', 'frozen_in_part', 'queued', 'watching'];
const kStates = [
  '',
  'asked',
  'waiting',
  'sent',
  'stopped',
  'stopped_short',
  'frozen',
  'frozen_in_part',
  'queued',
  'refused',
  'failed',
  'expired',
  'released',
  'answered',
];

export default function Orders() {
  const { t, word } = useWords();
  const [state, setState] = useState('');
  const orders = usePages<Order>(['funds', 'orders', state], '/funds/orders', { state });
  return (
    <PageFrame title={t('app.page.orders')}>
      <div className="filters">
        <Segmented
          aria-label={t('funds.order.filter')}
          value={state}
          onChange={setState}
          options={kStates.map((each) => ({
            value: each,
            label: each ? word('funds.state', each) : t('funds.order.all'),
          }))}
        />
      </div>
      <FourStates
        query={orders}
        isEmpty={(items) => items.length === 0}
        empty={t('funds.order.empty')}
      >
        {(items) => <OrderTable orders={items} withCase />}
      </FourStates>
      <ReadOn query={orders} />
    </PageFrame>
  );
}

export function OrderTable({ orders, withCase }: { orders: Order[]; withCase?: boolean }) {
  const { t } = useWords();
  const columns = useColumns();
  return (
    <DataTable
      label={t('app.page.orders')}
      columns={columns.filter(({ key }) => withCase || key !== 'case')}
      rows={orders}
      rowKey={(row) => row.id}
      rowClass={(row) => (row.state === 'expired' ? 'faded' : undefined)}
    />
  );
}

function useColumns(): Column<Order>[] {
  const { t, word } = useWords();
  return [
    {
      key: 'state',
      title: t('funds.order.state'),
      render: (row) => <OrderStateTag state={row.state} />,
    },
    {
      key: 'account',
      title: t('funds.order.account'),
      render: (row) => (
        <>
          <span className="digits account">{groupAccount(row.account_number)}</span>
          <br />
          <span className="soft">
            {row.bank_name} {row.account_holder}
          </span>
        </>
      ),
    },
    {
      key: 'amount',
      title: t('funds.order.amount'),
      number: true,
      render: (row) =>
        isMoney(row) ? (
          <>
            {formatFen(row.held_fen ?? row.amount_fen)}
            <br />
            <span className="soft">{word('funds.kind', row.kind)}</span>
          </>
        ) : (
          word('funds.kind', row.kind)
        ),
    },
    {
      key: 'answer',
      long: true,
      title: t('funds.order.answer'),
      render: (row) => <AnswerCell order={row} />,
    },
    {
      key: 'requested',
      title: t('funds.order.requested'),
      render: (row) => <When iso={row.requested_at} />,
    },
    {
      key: 'expires',
      title: t('funds.expires_at'),
      render: (row) => (
        <>
          <When iso={row.expires_at} />
          {kRunning.includes(row.state) && row.expires_at && (
            <>
              <br />
              <Left due={row.expires_at} />
            </>
          )}
        </>
      ),
    },
    {
      key: 'officers',
      title: t('funds.order.officers'),
      render: (row) => (
        <>
          {row.operator_name} / {row.second_officer_name || '—'}
          <br />
          <span className="soft">{word('funds.review', row.reviewed)}</span>
        </>
      ),
    },
    {
      key: 'case',
      title: t('funds.order.case'),
      render: (row) => <Link to={`/register/cases/${row.case_id}`}>#{row.case_id}</Link>,
    },
    { key: 'acts', title: '', render: (row) => <OrderActions order={row} /> },
  ];
}

function AnswerCell({ order }: { order: Order }) {
  const { t, language } = useWords();
  if (!order.answered_at) {
    return (
      <span className="soft">
        {t('funds.phone_24h')} <span className="digits">{order.bank_phone_24h || '—'}</span>
      </span>
    );
  }
  const balance = order.balance_before_fen;
  return (
    <>
      <code>{order.result_code}</code> {meaningOf(order, language)}
      {balance !== null && balance !== undefined && (
        <>
          <br />
          <span className="soft">
            {t('funds.balance_before')} <span className="digits">{formatFen(balance)}</span>
          </span>
        </>
      )}
      {order.answer && (
        <>
          <br />
          <span className="soft">
            {order.answer.holder}{' '}
            {order.kind === 'transactions' && (
              <>
                {t('funds.query.rows')} <span className="digits">{order.answer.rows}</span>
              </>
            )}
          </span>
        </>
      )}
    </>
  );
}
