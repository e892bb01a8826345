// What a trace says in words: which transfers are behind a figure, why an account stands where it
// stands in a list, and how an account is called in a narrow place.
import type { Order } from '../api/types';
import { formatFull } from '../platform/format';
import type {
  AccountOrder,
  Named,
  QueryNext,
  StopNow,
  Trace,
  TraceAccount,
  TraceEdge,
} from './types';

export type Figure = 'received' | 'passed_on' | 'exited' | 'resting';

function isExit(edge: TraceEdge): boolean {
  return edge.to === null || edge.to === undefined;
}

// Resting is what came less what left: its rows are both.
const kBehind: Record<Figure, (edge: TraceEdge, account: number) => boolean> = {
  received: (edge, account) => edge.to === account,
  passed_on: (edge, account) => edge.from === account && !isExit(edge),
  exited: (edge, account) => edge.from === account && isExit(edge),
  resting: (edge, account) => edge.to === account || edge.from === account,
};

// What stands behind a figure: transfers that rows prove, and claims.
export interface Behind {
  transfers: number[];
  claims: number[];
}

export function behindEdges(edges: Pick<TraceEdge, 'transfer_ids' | 'claim_ids'>[]): Behind {
  return {
    transfers: [...new Set(edges.flatMap(({ transfer_ids }) => transfer_ids))],
    claims: [...new Set(edges.flatMap(({ claim_ids }) => claim_ids))],
  };
}

export function behindFigure(trace: Trace, account: number, figure: Figure): Behind {
  return behindEdges(trace.edges.filter((edge) => kBehind[figure](edge, account)));
}

// The same of a sum of the whole trace: of what is tagged, the victims' payments.
export function behindTotal(trace: Trace, name: 'tagged' | 'resting' | 'exited'): Behind {
  if (name !== 'tagged') {
    return behindEdges(trace.edges.filter((edge) => name === 'resting' || isExit(edge)));
  }
  return { transfers: trace.seeds.flatMap(({ transfer_id }) => transfer_id ?? []), claims: [] };
}

// 6230 … 4973; what is short already stays.
export function shortNumber(number: string): string {
  return number.length > 12 ? `${number.slice(0, 4)} … ${number.slice(-4)}` : number;
}

// HH:mm, with the date when it is not the day the money began to move.
export function clockOf(iso: string, first: string | null | undefined): string {
  const full = formatFull(iso);
  const sameDay = first && formatFull(first).slice(0, 10) === full.slice(0, 10);
  return sameDay ? full.slice(11, 16) : full.slice(5, 16);
}

// A past is told in the unit that is enough to judge it by.
export function agoOf(minutes: number): { unit: 'minutes' | 'hours' | 'days'; count: number } {
  if (minutes < 120) return { unit: 'minutes', count: minutes };
  if (minutes < 48 * 60) return { unit: 'hours', count: Math.floor(minutes / 60) };
  return { unit: 'days', count: Math.floor(minutes / 1440) };
}

export interface Said {
  key: 'resting_now' | 'resting_unseen' | 'no_statement' | 'after_statement' | 'same_person';
  values: { ago: string; at: string; until: string; other: string };
}

// Why an account is in a list: the key of the sentence and what goes into it.
export function reasonOf(
  line: StopNow | QueryNext,
  account: { statement_until?: string | null; same_person: string[] },
  now: number,
  ago: (minutes: number) => string,
): Said {
  const seen = 'last_seen_at' in line ? line.last_seen_at : line.from_at;
  return {
    key: line.reason,
    values: {
      ago: ago(Math.max(1, Math.ceil((now - Date.parse(seen)) / 60_000))),
      at: formatFull(seen).slice(5, 16),
      until: account.statement_until ? formatFull(account.statement_until).slice(5, 16) : '',
      other: account.same_person.map(shortNumber).join('、'),
    },
  };
}

// Orders that keep money; all others ask.
export function keepsMoney({ kind }: Pick<AccountOrder, 'kind'>): boolean {
  return kind === 'stop' || kind === 'freeze';
}

export function isInForce({ state }: Pick<AccountOrder, 'state'>): boolean {
  return ['stopped', 'stopped_short', 'frozen', 'frozen_in_part'].includes(state);
}

const kUnderWay = ['asked', 'waiting', 'sent', 'queued', 'watching'];

// An order that still stands: there is no need to send the same again. The latest tells most.
export function orderStanding(account: { orders: AccountOrder[] }, stop: boolean) {
  return account.orders
    .filter((order) => keepsMoney(order) === stop)
    .findLast((order) => isInForce(order) || kUnderWay.includes(order.state));
}

// How an order names an account. A masked number cannot; the trail's own id can, or the payment or
// claim that alone tells of the account.
export function lineOf({ id, payment_id, claim_id, claim_end, number, holder }: Named) {
  if (number.includes('*')) {
    if (payment_id) return { payment_id };
    return claim_id ? { claim_id, claim_end: claim_end ?? 'to' } : { account_id: id };
  }
  return holder && !holder.includes('*') ? { number, holder } : { number };
}

type Without<T> = Omit<T, 'orders'>;
// A trace as the server tells it: it knows no orders.
export interface BareTrace extends Omit<Trace, 'accounts' | 'persons_accounts'> {
  accounts: Without<TraceAccount>[];
  persons_accounts: Without<Trace['persons_accounts'][number]>[];
}

function lookOf(number: string, bank: string): string {
  return `${number}|${bank}`;
}

// Lays the orders of the case beside the accounts they are about. Where two accounts look the same
// under their masks, an order is laid beside neither: a wrong "stopped" would cost money.
export function withOrders(trace: BareTrace, orders: Order[]): Trace {
  const alike = new Map<string, number>();
  for (const { number, bank_name } of [...trace.accounts, ...trace.persons_accounts]) {
    const look = lookOf(number, bank_name);
    alike.set(look, (alike.get(look) ?? 0) + 1);
  }
  const placed = new Map<string, AccountOrder[]>();
  for (const { id, kind, state, account_number, bank_name, original_order_id } of orders) {
    if (original_order_id) continue; // What follows on an order is told by the order.
    const look = lookOf(account_number, bank_name);
    placed.set(look, [...(placed.get(look) ?? []), { id, kind, state }]);
  }
  const laid = <Account extends Named>(account: Account) => {
    const look = lookOf(account.number, account.bank_name);
    const found = alike.get(look) === 1 ? (placed.get(look) ?? []) : [];
    return { ...account, orders: [...found].sort((one, other) => one.id - other.id) };
  };
  return {
    ...trace,
    accounts: trace.accounts.map(laid),
    persons_accounts: trace.persons_accounts.map(laid),
  };
}
