// The records of the trail desk by name. Field names and meanings are the server's.
import type { Order, OrderKind } from '../api/types';

export const kMethods = ['fifo', 'lifo', 'pro_rata', 'taint_first', 'poison'] as const;
export type Method = (typeof kMethods)[number];

export type Exit = 'cash' | 'merchant' | 'third_party' | 'abroad' | 'fee';
export type Mark =
  'no_statement' | 'statement_ends_early' | 'opening_unknown' | 'overdrawn' | 'same_person';

export interface AccountOrder {
  id: number;
  kind: OrderKind;
  state: string;
}
// How an account is called. Where no row names it, a payment or one end of a claim does.
export interface Named {
  id: number;
  payment_id?: number | null;
  claim_id?: number | null;
  claim_end?: 'from' | 'to' | null;
  number: string;
  holder: string;
  bank_name: string;
}
export interface TraceAccount extends Named {
  level: number;
  first_at: string;
  last_seen_at: string;
  received_fen: number;
  passed_on_fen: number;
  exited_fen: number;
  resting_fen: number;
  by_seed: number[];
  statement_until?: string | null; // None: no statement is held.
  marks: Mark[];
  same_person: string[]; // Other accounts of the person, as claims say.
  orders: AccountOrder[]; // The funds desk's, laid beside it by the page.
}
// The money has not reached it, but another account of its person.
export interface PersonsAccount extends Named {
  statement_until?: string | null;
  same_person: string[];
  orders: AccountOrder[];
}
export interface TraceVictim {
  id: number;
  number: string;
  holder: string;
  bank_name: string;
}
export interface TraceEdge {
  from: number;
  to?: number | null; // None: the money left the known world there.
  exit?: Exit | null;
  count: number;
  sum_fen: number;
  first_at: string;
  transfer_ids: number[];
  claim_ids: number[]; // Those that only a claim tells of.
}
export interface TraceSeed {
  payment_id: number;
  amount_fen: number;
  at?: string | null;
  to_number: string;
  witnessed: boolean; // A row of a statement proves it ...
  transfer_id?: number | null; // ... this transfer's.
  tagged_fen: number;
  resting_fen?: number | null;
  exited_fen?: number | null;
}
export interface StopNow {
  account_id: number;
  resting_fen: number;
  last_seen_at: string;
  reason: 'resting_now' | 'resting_unseen';
}
export interface QueryNext {
  account_id: number;
  from_at: string;
  received_fen: number;
  reason: 'no_statement' | 'after_statement' | 'same_person';
}
export interface Claim {
  id: number;
  kind: 'transfer' | 'same_person';
  officer_name: string;
  made_at: string;
  note: string;
  from_number: string; // Of same_person: the one account, and the other.
  to_number: string;
  amount_fen?: number | null;
  at?: string | null;
  withdrawn_at?: string | null;
}
export interface Trace {
  case_id: number;
  case_number: string;
  method: Method;
  until?: string | null;
  known_at?: string | null;
  version: number;
  tagged_fen: number;
  resting_fen: number;
  exited_fen: number;
  first_at?: string | null;
  last_at?: string | null;
  knowledge: string[];
  seeds: TraceSeed[];
  victims: TraceVictim[];
  accounts: TraceAccount[];
  edges: TraceEdge[];
  stop_now: StopNow[];
  query_next: QueryNext[];
  persons_accounts: PersonsAccount[];
  claims: Claim[];
}

// A trace that was kept: what it was asked, its figures, and who kept it.
export interface SavedLine {
  id: number;
  case_id: number;
  name: string;
  note: string;
  method: Method;
  until?: string | null;
  known_at?: string | null;
  officer_name: string;
  saved_at: string;
  accounts: number;
  tagged_fen: number;
  resting_fen: number;
  exited_fen: number;
  digest: string;
}
export interface SavedTrace extends SavedLine {
  trace: Trace;
}
export interface Figures {
  received_fen: number;
  resting_fen: number;
  exited_fen: number;
}
export interface SavedDifference {
  saved: SavedLine;
  tagged_fen: number;
  resting_fen: number;
  exited_fen: number;
  accounts: {
    number: string;
    holder: string;
    bank_name: string;
    level: number;
    then?: Figures | null;
    now?: Figures | null;
  }[];
}

export interface EntryRow {
  id: number;
  import_id: number;
  file: string;
  sheet: string;
  row: number;
  at: string;
  direction: 'in' | 'out' | 'unknown';
  amount_fen: number;
  balance_fen?: number | null;
  summary: string;
  serial: string;
}
export interface TransferRow {
  id: number;
  at: string;
  precision: string;
  from_number: string;
  from_holder: string;
  to_number: string;
  to_holder: string;
  amount_fen: number;
  kind: string;
  witnesses: number;
  flows: boolean; // Not: a reversal, or what it reversed.
  entries: EntryRow[];
}
export interface AccountEntry extends EntryRow {
  other_number: string;
  other_name: string;
}
export interface Doubt {
  id: number;
  outs: EntryRow[];
  ins: EntryRow[];
}
// What a person decided about rows in doubt.
export interface Settlement extends Doubt {
  same: boolean;
  note: string;
  officer_name: string;
  made_at: string;
}
export interface DoubtList {
  items: Doubt[];
  settled: Settlement[];
}

export interface Upload {
  id: string;
  name: string;
  size_bytes: number;
  part_bytes: number;
  parts_received: number[];
  sha256?: string | null;
  whole: boolean;
}
export interface RowNote {
  row: number;
  reason: string;
}
export interface BalanceBreak {
  account: string;
  row: number;
  expected_fen: number;
  found_fen: number;
}
export const kTables = [
  'transactions',
  'persons',
  'accounts',
  'sub_accounts',
  'wallet',
  'unknown',
] as const;
export type Table = (typeof kTables)[number];
export interface ImportedFile {
  file: string;
  sheet: string;
  encoding: string;
  kind: Table;
  rows: number;
  entries_new: number;
  entries_known: number;
  failed: number;
  query_failures: number;
  unknown_direction: number;
  other: number;
  refused: RowNote[];
  pairs: number;
  conflicts: RowNote[];
  breaks: BalanceBreak[];
  error?: string | null;
  header: string[];
  samples: string[][];
  header_key: string;
}
export interface Import {
  id: number;
  case_id?: number | null;
  state: 'waiting' | 'reading' | 'loading' | 'shown' | 'failed';
  officer_name: string;
  began_at: string;
  ended_at?: string | null;
  rows_read: number;
  bytes_read: number;
  bytes_total: number;
  transfers_new: number;
  pairs: number;
  problem?: string | null;
  files: ImportedFile[];
  originals: { hash: string; name: string }[]; // Kept by the server.
  can_retry: boolean;
}

export interface ListedOrders {
  placed: { index: number; number: string; order: Order; warnings: string[] }[];
  refused: { index: number; number: string; rule: string; message: string }[];
}

// What a column of an unknown table may mean.
export const kColumns = [
  'ignored',
  'card',
  'account',
  'holder',
  'holder_identity',
  'time',
  'date',
  'clock',
  'amount',
  'amount_in',
  'amount_out',
  'balance',
  'direction',
  'other_number',
  'other_name',
  'other_bank',
  'cash_mark',
  'summary',
  'remark',
  'currency',
  'success',
  'serial',
  'order_number',
  'merchant',
  'place',
  'terminal',
  'ip',
  'mac',
  'transaction_type',
  'failure_reason',
  'payer_wallet',
  'payer_bank',
  'payer_card',
  'payee_wallet',
  'payee_bank',
  'payee_card',
  'person_name',
  'identity',
  'bank',
  'open_branch',
  'sub_account',
  'sub_account_kind',
] as const;
