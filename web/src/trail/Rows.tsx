// The drawer behind every figure: an account with its sums, and the rows a figure comes from, each
// with file, sheet and row.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import type { ReactNode } from 'react';

import type { Items } from '../api/types';
import { ask, get } from '../platform/api';
import { DataTable, type Column } from '../platform/DataTable';
import { FourStates, Nothing } from '../platform/FourStates';
import { formatFen, formatFull, groupAccount } from '../platform/format';
import { ReadOn } from '../platform/pages';
import { Facts, StateTag, When } from '../platform/parts';
import { useWords } from '../platform/words';
import { behindEdges, behindFigure, type Behind, type Figure } from './figures';
import type { AccountEntry, EntryRow, Trace, TraceAccount, TransferRow } from './types';

export type Look =
  | { kind: 'account'; id: number }
  | { kind: 'entries'; id: number; number: string }
  | { kind: 'rows'; title: string; sum_fen: number; behind: Behind };

interface Props {
  trace: Trace;
  looks: Look[]; // The last one is shown; the ones before it are ways back.
  onLook: (looks: Look[]) => void;
}

export function LookDrawer({ trace, looks, onLook }: Props) {
  const { t } = useWords();
  const look = looks.at(-1);
  const account =
    look?.kind === 'account' ? trace.accounts.find(({ id }) => id === look.id) : undefined;
  const further = (next: Look) => onLook([...looks, next]);
  return (
    <Drawer
      open={look !== undefined}
      onClose={() => onLook([])}
      size={860}
      title={look && <LookTitle look={look} account={account} />}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      extra={
        looks.length > 1 && (
          <Button onClick={() => onLook(looks.slice(0, -1))}>← {t('trail.back')}</Button>
        )
      }
    >
      {look?.kind === 'account' && account && (
        <AccountSheet trace={trace} account={account} onLook={further} />
      )}
      {look?.kind === 'account' && !account && <Nothing>{t('trail.not_yet')}</Nothing>}
      {look?.kind === 'rows' && <RowsBehind trace={trace} behind={look.behind} />}
      {look?.kind === 'entries' && <Statement account={look.id} />}
    </Drawer>
  );
}

interface BehindProps {
  trace: Trace;
  behind: Behind;
}

// Transfers that rows prove, and claims with who made them.
function RowsBehind({ trace, behind }: BehindProps) {
  const { t } = useWords();
  const claims = trace.claims.filter(({ id }) => behind.claims.includes(id));
  if (behind.transfers.length + claims.length === 0) {
    return <Nothing>{t('trail.no_witness')}</Nothing>;
  }
  return (
    <>
      {claims.length > 0 && (
        <ul className="claims" aria-label={t('trail.claim.title')}>
          {claims.map((claim) => (
            <li key={claim.id}>
              <StateTag tone="watch">{t(`trail.claim.${claim.kind}`)}</StateTag>{' '}
              <strong className="digits">{formatFen(claim.amount_fen ?? 0)}</strong>{' '}
              <span>{claim.note}</span>{' '}
              <span className="soft">
                {claim.officer_name} <When iso={claim.made_at} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {behind.transfers.length > 0 && <Transfers ids={behind.transfers} />}
    </>
  );
}

function LookTitle({ look, account }: { look: Look; account: TraceAccount | undefined }) {
  const { t } = useWords();
  if (look.kind === 'rows') {
    return (
      <span className="digits">
        {look.title} {formatFen(look.sum_fen)}
      </span>
    );
  }
  const number = look.kind === 'entries' ? look.number : (account?.number ?? '');
  return (
    <span>
      {look.kind === 'entries' && `${t('trail.statement')} `}
      <span className="digits account">{groupAccount(number)}</span>
    </span>
  );
}

interface FigureProps {
  trace: Trace;
  account: TraceAccount;
  figure: Figure;
  onLook: (look: Look) => void;
}

// A sum that opens the rows it comes from.
export function FigureButton({ trace, account, figure, onLook }: FigureProps) {
  const { t } = useWords();
  const sum_fen = account[`${figure}_fen`];
  const behind = behindFigure(trace, account.id, figure);
  if (behind.transfers.length + behind.claims.length === 0)
    return <span className="digits">{formatFen(sum_fen)}</span>;
  const title = t(`trail.figure.${figure}`);
  return (
    <button
      type="button"
      className="link digits"
      title={t('trail.open_rows')}
      onClick={() => onLook({ kind: 'rows', title, sum_fen, behind })}
    >
      {formatFen(sum_fen)}
    </button>
  );
}

function AccountSheet({ trace, account, onLook }: Omit<FigureProps, 'figure'>) {
  const { t, word } = useWords();
  const figure = (name: Figure) => (
    <FigureButton trace={trace} account={account} figure={name} onLook={onLook} />
  );
  return (
    <div className="account-sheet">
      <Facts
        items={[
          [t('trail.column.level'), t('trail.level', { level: account.level })],
          [t('trail.column.holder'), account.holder],
          [t('trail.column.bank'), account.bank_name],
          [t('trail.column.first_at'), <When iso={account.first_at} />],
          [t('trail.column.last_seen_at'), <When iso={account.last_seen_at} />],
          [t('trail.column.statement_until'), <When iso={account.statement_until} />],
          [t('trail.figure.received'), figure('received')],
          [t('trail.figure.passed_on'), figure('passed_on')],
          [t('trail.figure.exited'), figure('exited')],
          [t('trail.figure.resting'), <strong>{figure('resting')}</strong>],
        ]}
      />
      <Marks account={account} said />
      {account.orders.map(({ id, kind, state }) => (
        <p key={id}>
          {word('funds.kind', kind)} ·{' '}
          {word(kind === 'stop' ? 'funds.state' : 'trail.order_state', state)}
        </p>
      ))}
      <Flows trace={trace} account={account} side="to" onLook={onLook} />
      <Flows trace={trace} account={account} side="from" onLook={onLook} />
      {account.same_person.length > 0 && (
        <p>
          {t('trail.mark.same_person')}{' '}
          {account.same_person.map((number) => (
            <span key={number} className="digits account">
              {groupAccount(number)}{' '}
            </span>
          ))}
        </p>
      )}
      {!account.payment_id && !account.claim_id && (
        <div>
          <Button
            onClick={() => onLook({ kind: 'entries', id: account.id, number: account.number })}
          >
            {t('trail.open_statement')}
          </Button>
        </div>
      )}
    </div>
  );
}

export function Marks({ account, said }: { account: TraceAccount; said?: boolean }) {
  const { t } = useWords();
  return account.marks.map((mark) => (
    <span key={mark} title={t(`trail.mark_says.${mark}`)} className="trace-mark">
      <StateTag tone="watch">{t(`trail.mark.${mark}`)}</StateTag>{' '}
      {said && <span className="soft">{t(`trail.mark_says.${mark}`)}</span>}
    </span>
  ));
}

interface FlowsProps extends Omit<FigureProps, 'figure'> {
  side: 'from' | 'to';
}

function Flows({ trace, account, side, onLook }: FlowsProps) {
  const { t, word } = useWords();
  const edges = trace.edges
    .filter((edge) => edge[side] === account.id)
    .sort((one, other) => other.sum_fen - one.sum_fen);
  const names = new Map<number, string>();
  for (const { id, number, holder } of [...trace.victims, ...trace.accounts]) {
    names.set(id, `${groupAccount(number)} ${holder}`);
  }
  if (edges.length === 0) return null;
  return (
    <section>
      <h3>{t(side === 'to' ? 'trail.came_from' : 'trail.went_to')}</h3>
      <ul className="flow-list">
        {edges.map((edge) => {
          const other = side === 'to' ? edge.from : edge.to;
          const name = other ? (names.get(other) ?? '') : word('trail.exit', edge.exit);
          return (
            <li key={`${edge.from}>${edge.to}${edge.exit}`}>
              <When iso={edge.first_at} />
              <span className="digits">{name}</span>
              <button
                type="button"
                className="link digits"
                onClick={() =>
                  onLook({
                    kind: 'rows',
                    title: name,
                    sum_fen: edge.sum_fen,
                    behind: behindEdges([edge]),
                  })
                }
              >
                {edge.claim_ids.length > 0 && '✎ '}
                {formatFen(edge.sum_fen)} × {edge.count}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const kAtOnce = 100;

function Transfers({ ids }: { ids: number[] }) {
  const { t } = useWords();
  const rows = useInfiniteQuery({
    queryKey: ['trail', 'transfers', ids],
    queryFn: ({ pageParam, signal }) => {
      const transfer_ids = ids.slice(pageParam, pageParam + kAtOnce);
      return ask<Items<TransferRow>>('/trail/transfers/read', { transfer_ids }, signal);
    },
    initialPageParam: 0,
    getNextPageParam: (_last, _all, at) => (at + kAtOnce < ids.length ? at + kAtOnce : undefined),
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    staleTime: 300_000,
  });
  return (
    <>
      <FourStates
        query={rows}
        isEmpty={(items) => items.length === 0}
        empty={t('trail.no_witness')}
      >
        {(items) => (
          <ol className="transfer-rows">
            {items.map((row) => (
              <TransferLine key={row.id} row={row} />
            ))}
          </ol>
        )}
      </FourStates>
      <ReadOn query={rows} />
    </>
  );
}

function TransferLine({ row }: { row: TransferRow }) {
  const { t, word } = useWords();
  const party = (number: string, holder: string) => (
    <span>
      <span className="digits account">{groupAccount(number) || t('trail.no_number')}</span>{' '}
      <span className="soft">{holder}</span>
    </span>
  );
  return (
    <li className={row.flows ? '' : 'faded'}>
      <header>
        <span className="digits">
          {row.precision === 'day' ? formatFull(row.at).slice(0, 10) : formatFull(row.at)}
        </span>
        <strong className="digits">{formatFen(row.amount_fen)}</strong>
      </header>
      <p>
        {party(row.from_number, row.from_holder)} → {party(row.to_number, row.to_holder)}{' '}
        {row.kind !== 'transfer' && <span>{word('trail.exit', row.kind)}</span>}
      </p>
      {!row.flows && <p className="said doubtful">△ {t('trail.no_flow')}</p>}
      {row.entries.length === 0 && <p className="said doubtful">？ {t('trail.no_witness')}</p>}
      <ul>
        {row.entries.map((entry) => (
          <Witness key={entry.id} entry={entry} />
        ))}
      </ul>
    </li>
  );
}

export function placeOf({ file, sheet, row }: EntryRow, words: (row: number) => string): string {
  return [file, sheet, words(row)].filter(Boolean).join(' · ');
}

export function Witness({ entry, children }: { entry: EntryRow; children?: ReactNode }) {
  const { t, word } = useWords();
  const balance = entry.balance_fen;
  return (
    <li>
      {children}
      <span className="witness-place">{placeOf(entry, (row) => t('trail.row', { row }))}</span>
      <span className="soft digits">
        {formatFull(entry.at)} {word('trail.direction', entry.direction)}{' '}
        {formatFen(entry.amount_fen)}
        {typeof balance === 'number' && ` · ${t('trail.balance')} ${formatFen(balance)}`}
        {entry.summary && ` · ${entry.summary}`}
        {entry.serial && ` · ${entry.serial}`}
      </span>
    </li>
  );
}

function Statement({ account }: { account: number }) {
  const { t } = useWords();
  const rows = useInfiniteQuery({
    queryKey: ['trail', 'entries', account],
    queryFn: ({ pageParam, signal }) =>
      get<{ items: AccountEntry[]; next?: string | null }>(`/trail/accounts/${account}/entries`, {
        query: { after: pageParam || undefined },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
  return (
    <>
      <FourStates
        query={rows}
        isEmpty={(items) => items.length === 0}
        empty={t('trail.no_entries')}
      >
        {(items) => <Entries rows={items} />}
      </FourStates>
      <ReadOn query={rows} />
    </>
  );
}

function Entries({ rows }: { rows: AccountEntry[] }) {
  const { t, word } = useWords();
  const columns: Column<AccountEntry>[] = [
    { key: 'at', title: t('trail.column.at'), render: (row) => <When iso={row.at} /> },
    {
      key: 'amount',
      title: t('trail.column.amount'),
      number: true,
      render: (row) => `${word('trail.direction', row.direction)} ${formatFen(row.amount_fen)}`,
    },
    {
      key: 'balance',
      title: t('trail.balance'),
      number: true,
      render: (row) => (typeof row.balance_fen === 'number' ? formatFen(row.balance_fen) : '—'),
    },
    {
      key: 'other',
      title: t('trail.column.other'),
      long: true,
      render: (row): ReactNode => (
        <>
          <span className="digits account">{groupAccount(row.other_number)}</span> {row.other_name}
        </>
      ),
    },
    { key: 'summary', title: t('trail.column.summary'), render: (row) => row.summary || '—' },
    {
      key: 'place',
      title: t('trail.column.place'),
      long: true,
      render: (row) => placeOf(row, (at) => t('trail.row', { row: at })),
    },
  ];
  return (
    <DataTable
      label={t('trail.statement')}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
    />
  );
}
