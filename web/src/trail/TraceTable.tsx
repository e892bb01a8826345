// The same trace as a table: sortable, one level or all, every figure a way to its rows.
import { Button, Segmented } from 'antd';
import { useState } from 'react';

import { OrderStateTag } from '../funds/OrderCard';
import { DataTable, type Column } from '../platform/DataTable';
import { groupAccount } from '../platform/format';
import { StateTag, When } from '../platform/parts';
import { useWords } from '../platform/words';
import type { OrderState } from '../api/types';
import { keepsMoney, type Figure } from './figures';
import { levelsOf } from './layout';
import { FigureButton, Marks, type Look } from './Rows';
import type { Trace, TraceAccount } from './types';

const kAtOnce = 200;

interface Props {
  trace: Trace;
  onLook: (look: Look) => void;
}

export function TraceTable({ trace, onLook }: Props) {
  const { t } = useWords();
  const [level, setLevel] = useState(0);
  const [most, setMost] = useState(kAtOnce);
  const levels = [...levelsOf(trace.accounts).keys()];
  const wanted = trace.accounts.filter((account) => level === 0 || account.level === level);
  const columns = useColumns(trace, onLook);
  return (
    <>
      <div className="filters screen-only">
        <Segmented
          aria-label={t('trail.level_filter')}
          value={level}
          onChange={setLevel}
          options={[
            { value: 0, label: t('trail.all_levels') },
            ...levels.map((each) => ({ value: each, label: t('trail.level', { level: each }) })),
          ]}
        />
      </div>
      <DataTable
        label={t('trail.table')}
        columns={columns}
        rows={wanted}
        rowKey={(row) => row.id}
        most={most}
      />
      {wanted.length > most && (
        <div className="more-row screen-only">
          <Button onClick={() => setMost(most + kAtOnce)}>
            {t('trail.and_more', { count: wanted.length - most })}
          </Button>
        </div>
      )}
    </>
  );
}

function useColumns(trace: Trace, onLook: (look: Look) => void): Column<TraceAccount>[] {
  const { t, word } = useWords();
  const figure = (name: Figure): Column<TraceAccount> => ({
    key: name,
    title: t(`trail.figure.${name}`),
    number: true,
    order: (row) => row[`${name}_fen`],
    render: (row) => <FigureButton trace={trace} account={row} figure={name} onLook={onLook} />,
  });
  return [
    {
      key: 'level',
      title: t('trail.column.level'),
      order: (row) => row.level,
      render: (row) => t('trail.level', { level: row.level }),
    },
    {
      key: 'account',
      title: t('trail.column.account'),
      order: (row) => row.number,
      render: (row) => (
        <>
          <button
            type="button"
            className="link digits account"
            onClick={() => onLook({ kind: 'account', id: row.id })}
          >
            {groupAccount(row.number) || t('trail.no_number')}
          </button>
          <br />
          <span className="soft">
            {row.bank_name} {row.holder}
          </span>
        </>
      ),
    },
    {
      key: 'first_at',
      title: t('trail.column.first_at'),
      order: (row) => row.first_at,
      render: (row) => <When iso={row.first_at} />,
    },
    figure('received'),
    figure('passed_on'),
    figure('exited'),
    figure('resting'),
    {
      key: 'statement_until',
      title: t('trail.column.statement_until'),
      order: (row) => row.statement_until ?? '',
      render: (row) => <When iso={row.statement_until} />,
    },
    { key: 'marks', title: t('trail.column.marks'), render: (row) => <Marks account={row} /> },
    {
      key: 'orders',
      title: t('trail.column.orders'),
      render: (row) =>
        row.orders.map((order) => (
          <div key={order.id}>
            {keepsMoney(order) ? (
              <OrderStateTag state={order.state as OrderState} />
            ) : (
              <StateTag tone={order.state === 'answered' ? 'good' : 'info'}>
                {word('funds.kind', order.kind)} {word('trail.order_state', order.state)}
              </StateTag>
            )}
          </div>
        )),
    },
  ];
}
