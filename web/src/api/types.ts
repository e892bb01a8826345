// The records of the API by name. Field names and meanings are the server's.

export interface Page<Item> {
  items: Item[];
  next?: string | null;
}
export interface Items<Item> {
  items: Item[];
}

export interface Principal {
  officer_id: number;
  unit_id: number;
  name: string;
  roles: string[];
  rights: string[];
  units: number[];
}
export interface Session {
  csrf_token: string;
  expires_at: string;
  officer: Principal;
}

export type Source = 'call' | 'walk_in' | 'station' | 'feed_110' | 'bank_report' | 'three_way_call';
export type Sex = 'male' | 'female' | 'unknown';
export type Residence = 'permanent' | 'floating' | 'unknown';
export type Channel = 'bank' | 'alipay' | 'wechat' | 'cash' | 'other';

export interface Entity {
  kind: string;
  start: number; // Unicode code points; end exclusive.
  end: number;
  value: string;
  valid: boolean;
  form?: string | null;
  role: string;
}
export type MarkLevel = 'missing' | 'doubtful' | 'wrong';
export interface Mark {
  path: string;
  code: string;
  level: MarkLevel;
  start?: number | null;
  end?: number | null;
}
export interface Reading {
  entities: Entity[];
  draft: ReportForm;
  marks: Mark[];
}

export interface VictimForm {
  name: string;
  phone: string;
  identity: string;
  sex: Sex;
  age?: number | null;
  occupation: string;
  workplace: string;
  community: string;
  residence: Residence;
  address: string;
}
export interface LegForm {
  bank_code: string;
  bank_name: string;
  account: string;
  holder: string;
}
export interface PaymentForm {
  amount_fen: number;
  at?: string | null;
  channel: Channel;
  from: LegForm;
  to: LegForm;
  stop: boolean;
}
export interface IdentifierForm {
  kind: string;
  value: string;
  role: string;
}
export interface ReportForm {
  source: Source;
  began_at: string;
  text: string;
  fraud_type?: string | null;
  victim: VictimForm;
  payments: PaymentForm[];
  identifiers: IdentifierForm[];
  station_unit_id?: number | null;
  duplicate_choice?: 'separate' | 'merge' | null;
  merge_into?: number | null;
}
// A case the same fraud may already have, as the refusal of taking in names it.
export interface Duplicate {
  case_id: number;
  case_number: string;
  why: string[];
}
export interface Taken {
  report_id: number;
  case_id: number;
  case_number: string;
  orders: Order[];
  warnings: { path: string; code: string }[];
}
export interface Report {
  id: number;
  source: Source;
  state: 'waiting' | 'taken';
  began_at: string;
  received_at: string;
  unit_id: number;
  external_number: string;
  taken_by?: number | null;
  taken_at?: string | null;
  case_id?: number | null;
  version: number;
}
export interface WaitingReport {
  report: Report;
  reading: Reading;
}

export interface CaseLine {
  id: number;
  number: string;
  state: string;
  fraud_type?: string | null;
  loss_fen: number;
  payments: number;
  orders_open: number;
  stopped_fen: number;
  victim_name: string;
  taken_at: string;
  began_at: string;
  unit_id: number;
}
export interface Case {
  id: number;
  number: string;
  unit_id: number;
  state: 'taken_in' | 'filing_asked' | 'filed' | 'not_filed' | 'merged' | 'closed';
  source: Source;
  fraud_type?: string | null;
  loss_fen: number;
  victim_id: number;
  narrative: string;
  taken_by: number;
  taken_at: string;
  began_at: string;
  merged_into?: number | null;
  filing_unit_id?: number | null;
  filed_at?: string | null;
  filing_number: string;
  filing_approver?: number | null;
  version: number;
}
export interface Person extends VictimForm {
  id: number;
  version: number;
}
export interface Payment {
  id: number;
  case_id: number;
  sequence: number;
  amount_fen: number;
  at?: string | null;
  channel: Channel;
  from_bank_code: string;
  from_bank_name: string;
  from_account: string;
  from_holder: string;
  to_bank_code: string;
  to_bank_name: string;
  to_account: string;
  to_holder: string;
  to_account_id?: number | null;
  version: number;
}
export interface Identifier extends IdentifierForm {
  id: number;
  case_id: number;
}
export interface Filing {
  id: number;
  case_id: number;
  decision: 'file' | 'do_not_file';
  filing_unit_id: number;
  grounds: string;
  asked_by: number;
  asked_at: string;
  state: 'asked' | 'approved' | 'refused';
  decided_by?: number | null;
  decided_at?: string | null;
}
export interface CaseView {
  record: Case;
  victim: Person;
  payments: Payment[];
  identifiers: Identifier[];
  orders: Order[];
  clocks: Deadline[];
  filings: Filing[];
  merged: number[];
  actions: string[];
}
export interface TimelineItem {
  position: number;
  at: string;
  officer_id: number;
  officer_name: string;
  desk: string;
  act: string;
  subject: string;
  subject_id: number;
  why: string;
  facts: Record<string, unknown>;
}

export type OrderState =
  | 'asked'
  | 'not_approved'
  | 'withdrawn'
  | 'waiting'
  | 'sent'
  | 'stopped'
  | 'stopped_short'
  | 'frozen'
  | 'frozen_in_part'
  | 'queued'
  | 'watching'
  | 'refused'
  | 'failed'
  | 'expired'
  | 'released'
  | 'converted'
  | 'ended'
  | 'done'
  | 'answered';
export type OrderKind =
  | 'stop'
  | 'stop_renewal'
  | 'stop_release'
  | 'stop_papers'
  | 'payment_stop'
  | 'freeze'
  | 'freeze_renewal'
  | 'freeze_lift'
  | 'freeze_return'
  | 'watch'
  | 'watch_end'
  | 'transactions'
  | 'holder'
  | 'all_accounts';
export type FreezeMode = 'limit' | 'no_debit' | 'full';
export type QueryMode = 'basic' | 'transactions' | 'both' | 'quick';
// What a query brought.
export interface QueryAnswer {
  holder: string;
  identity: string;
  rows: number;
  accounts: {
    id: number;
    order_id: number;
    bank_code: string;
    bank_name: string;
    number: string;
    holder: string;
    balance_fen?: number | null;
    status: string;
  }[];
}
export interface Order {
  id: number;
  case_id: number;
  payment_id?: number | null;
  account_id: number;
  kind: OrderKind;
  application_id: string;
  application_type: string;
  late_paperwork: boolean;
  bank_code: string;
  bank_name: string;
  account_number: string;
  account_holder: string;
  amount_fen: number;
  state: OrderState;
  requested_at: string;
  sent_at?: string | null;
  answered_at?: string | null;
  result_code: string;
  result_meaning_zh: string;
  result_meaning_en: string;
  returned_fen?: number | null;
  round_id?: number | null;
  bank_phone_24h: string;
  operator_name: string;
  second_officer_name: string;
  balance_before_fen?: number | null;
  starts_at?: string | null;
  expires_at?: string | null;
  operator_id: number;
  second_officer_id?: number | null;
  reviewed: 'waiting' | 'approved' | 'refused' | 'none';
  reason: string;
  sends: number;
  mode?: QueryMode | null;
  asked_from?: string | null;
  asked_until?: string | null;
  original_order_id?: number | null;
  converts_order_id?: number | null;
  protective: boolean;
  freeze_mode?: FreezeMode | null;
  held_fen?: number | null;
  available_fen?: number | null;
  former_authority: string;
  former_amount_fen?: number | null;
  former_expires_at?: string | null;
  papers_due_at?: string | null;
  papers_at?: string | null;
  released_at?: string | null;
  unrelated_at?: string | null;
  filing_number: string;
  notice_number: string;
  payment_number: string;
  payment_number_kind?: 'bank_serial' | 'company_order' | 'terminal_serial' | null;
  answer?: QueryAnswer | null;
  version: number;
  actions: string[];
  blocked?: { act: string; rule: string }[];
}
export interface PlacedOrder {
  order?: Order;
  warnings?: string[];
}
export interface Answer {
  id: number;
  bank_code: string;
  received_at: string;
  order_id?: number | null;
  verdict: string;
  problem: string;
  digest: string;
  raw: string;
  settled_note: string;
  settled_by?: number | null;
  settled_at?: string | null;
  version: number;
}
export interface Bank {
  id: number;
  code: string;
  name: string;
  short_name: string;
  english_name: string;
  aliases: string;
  phone_24h: string;
  profile: string;
  profile_data?: string | null;
  transport: 'http' | 'folder';
  address: string;
  answer_limit_minutes: number;
  active: boolean;
  version: number;
}
export interface BankList extends Items<Bank> {
  freeze_modes: { bank_code: string; modes: FreezeMode[] }[];
}
export interface GatewayLine {
  bank_id: number;
  bank_code: string;
  bank_name: string;
  phone_24h: string;
  breaker: 'closed' | 'open' | 'half_open';
  down: boolean;
  waiting: number;
  oldest_at?: string | null;
  unanswered: number;
  failures: number;
  last_error: string;
  failed_at?: string | null;
  attempts: number;
  next_at?: string | null;
  paused_at?: string | null;
  paused_by: string;
  paused_note: string;
  actions: string[];
}
export interface OrderSample {
  kind: string;
  bank_code: string;
  tx_code: string;
  profile: string;
  encoding: string;
  text: string;
  bytes_base64: string;
  size: number;
}
export interface FundsRule {
  id: number;
  name: string;
  value: number | string;
  basis: string;
  version: number;
}

export interface Deadline {
  id: number;
  rule: string;
  desk: string;
  subject: string;
  subject_id: number;
  case_id: number;
  unit_id: number;
  officer_id: number;
  opened_at: string;
  due_at: string;
  state: 'open' | 'met' | 'missed' | 'cancelled';
  reminders: number;
  note: string;
}
export interface Clock extends Deadline {
  case_number: string;
  officer_name: string;
  basis: string;
}
export interface RuleCount {
  rule: string;
  open: number;
  overdue: number;
}
export interface CalendarFeed {
  id: number;
  scope: 'mine' | 'unit' | 'shifts';
  made_at: string;
}
export interface NewFeed {
  id: number;
  path: string;
}
export interface Holiday {
  id: number;
  date: string;
  name: string;
  kind: 'holiday' | 'workday';
}
export interface DeadlineRule {
  id: number;
  name: string;
  unit: 'time' | 'months' | 'working_days';
  count: number;
  length_ms: number;
  remind_ms: string;
  remind_role: string;
  escalate_role: string;
  basis: string;
  version: number;
}
export interface Notice {
  id: number;
  at: string;
  kind: 'reminder' | 'escalation' | 'attention';
  code: string;
  role: string;
  officer_id: number;
  unit_id: number;
  subject: string;
  subject_id: number;
  case_id: number;
  note: string;
}
// What a request shows to whoever decides it.
export interface Evidence {
  amount_fen?: number | null;
  bank_name: string;
  account: string;
  holder: string;
  links: { kind: string; id: number; label: string }[];
  facts: { name: string; value: string; is_word: boolean }[];
}
export interface ApprovalRequest {
  id: number;
  desk: string;
  act: string;
  subject: string;
  subject_id: number;
  case_id: number;
  case_number: string;
  unit_id: number;
  afterwards: boolean;
  right_needed: string;
  decider_id: number;
  requested_by: number;
  requested_by_name: string;
  requested_at: string;
  grounds: string;
  evidence: Evidence;
  state: 'waiting' | 'approved' | 'refused' | 'withdrawn';
  decided_by: number;
  decided_by_name: string;
  decided_for: number;
  decided_at?: string | null;
  reason: string;
  version: number;
}
export interface ApprovalRule {
  id: number;
  desk: string;
  act: string;
  from_fen: number;
  timing: 'before' | 'afterwards' | 'not_needed';
  choices: string;
  right_needed: string;
  second_officer: boolean;
  basis: string;
  version: number;
}
export interface Delegation {
  id: number;
  from_officer: number;
  to_officer: number;
  since: string;
  until: string;
  actions: string[];
}

export interface Unit {
  id: number;
  code: string;
  name: string;
  kind: 'centre' | 'station' | 'member_unit' | 'bank';
  parent_id?: number | null;
  version: number;
}
export interface Officer {
  id: number;
  unit_id: number;
  name: string;
  number: string;
  phone: string;
  roles: string;
  active: boolean;
  login: string;
  version: number;
}
export interface Role {
  name: string;
  rights: string[];
}
export interface Shift {
  id: number;
  officer_id: number;
  officer_name: string;
  unit_id: number;
  unit_name: string;
  role: string;
  since: string;
  until: string;
  version: number;
  replaces_name: string;
  why: string;
  actions: string[];
}
export interface PlannedShift {
  officer_id: number;
  officer_name: string;
  turn: 'day' | 'night' | 'off';
  since: string;
  until: string;
  taken_since?: string | null;
  taken_until?: string | null;
}
export interface PatternPlan {
  shifts: PlannedShift[];
  overlaps: number;
}
export interface Requirement {
  id: number;
  unit_id: number;
  role: string;
  begins: string;
  ends: string;
  officers: number;
}
export interface Gap {
  id: number;
  unit_id: number;
  role: string;
  since: string;
  until: string;
}
export interface Swap {
  id: number;
  role: string;
  since: string;
  until: string;
  from_name: string;
  to_name: string;
  why: string;
  state: 'asked' | 'agreed' | 'refused' | 'withdrawn' | 'imposed' | 'lapsed';
  decided_by_name: string;
  reason: string;
  actions: string[];
}
export interface HandoverLink {
  subject: string;
  subject_id: number;
  label: string;
}
export interface Handover {
  id: number;
  shift_id: number;
  unit_id: number;
  role: string;
  officer_name: string;
  text: string;
  links: HandoverLink[];
  written_at: string;
  readers: { officer_id: number; officer_name: string; read_at: string }[];
  waits: boolean;
  actions: string[];
}

// A journal entry as the event stream and the journal page give it.
export interface Entry {
  position: number;
  at: string;
  officer_id: number;
  desk: string;
  act: string;
  subject: string;
  subject_id: number;
  case_id: number;
  unit_id: number;
}
export interface SealedEntry extends Entry {
  why: string;
  facts: string;
  hash: string;
}
export interface Proof {
  entries: number;
  head: string;
  proved: boolean;
  problem: string;
}
