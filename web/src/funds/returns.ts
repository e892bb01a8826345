// Returns, recovered money, appeals and the white list as the API gives them.
import type { Order } from '../api/types';
import type { Tone } from '../platform/parts';

export type RoundState =
  | 'draft'
  | 'asked'
  | 'approved'
  | 'noticed'
  | 'decided'
  | 'notified'
  | 'executed'
  | 'confirmed'
  | 'cancelled';
export type Article = 'single_inflow' | 'traced_by_time' | 'pro_rata' | 'recovered';
export type Basis = 'sum_of_losses' | 'frozen_in_case';

export const kRoundTones: Record<RoundState, Tone> = {
  draft: 'calm',
  asked: 'watch',
  approved: 'info',
  noticed: 'info',
  decided: 'info',
  notified: 'watch',
  executed: 'good',
  confirmed: 'good',
  cancelled: 'calm',
};

export interface Round {
  id: number;
  number: string;
  case_id: number;
  case_number: string;
  unit_name: string;
  order_id?: number | null;
  recovered_id?: number | null;
  bank_name: string;
  account_number: string;
  account_holder: string;
  state: RoundState;
  legal_basis: string;
  basis: Basis;
  frozen_at?: string | null;
  waits_until?: string | null;
  early_reason: string;
  opened_at: string;
  opened_by_name: string;
  article: Article;
  available_fen: number;
  losses_fen: number;
  return_fen: number;
  proposal_digest: string;
  grounds: string;
  asked_at?: string | null;
  asked_by_name: string;
  approved_at?: string | null;
  approved_by_name: string;
  notice_needed: boolean;
  notice_from?: string | null;
  notice_until?: string | null;
  notice_text: string;
  decision_number: string;
  decided_at?: string | null;
  decided_by_name: string;
  notified_at?: string | null;
  execute_by?: string | null;
  first_officer_name: string;
  second_officer_name: string;
  executed_at?: string | null;
  executed_fen: number;
  receipt_number: string;
  confirmed_at?: string | null;
  cancel_reason: string;
  cancelled_at?: string | null;
  victims: number;
  freeze_expires_at?: string | null;
  kept: boolean;
  by_hand_because: string;
  application_id: string;
  actions: string[];
  version: number;
}

export interface Claim {
  id: number;
  case_id: number;
  case_number: string;
  name: string;
  payment_ids: string;
  transfer_ids: string;
  transfer_reason: string;
  loss_fen: number;
  to_bank_name: string;
  to_account: string;
  to_holder: string;
  to_original: boolean;
  other_account_reason: string;
  agent_name: string;
  agent_mandate: string;
  return_fen: number;
  executed_fen: number;
  state: 'listed' | 'executed' | 'executed_short' | 'refused' | 'confirmed';
  execution_note: string;
  confirmed_at?: string | null;
}

export const kClaimTones: Record<Claim['state'], Tone> = {
  listed: 'calm',
  executed: 'good',
  executed_short: 'watch',
  refused: 'alarm',
  confirmed: 'good',
};

export interface VictimProof {
  loss_fen: number;
  credited_fen: number;
  whereabouts: 'resting' | 'gone' | 'undecided';
  doubt: string;
  doubt_transfer_id: number;
  resting_fen: number;
  fifo_fen: number;
  lifo_fen: number;
  return_fen: number;
}

export interface Proof {
  article: Article;
  basis: Basis;
  gap: string;
  inflows: number;
  frozen_fen: number;
  frozen_in_case_fen: number;
  losses_fen: number;
  return_fen: number;
  remains_fen: number;
  rounding_fen: number;
  victims: VictimProof[];
}

export interface Evidence {
  transfer_id: number;
  at: string;
  credit: boolean;
  amount_fen: number;
  balance_fen?: number | null;
  victim?: number | null;
  held_fen: number;
  finding: string;
  other_number: string;
  other_holder: string;
}

export interface Objection {
  id: number;
  name: string;
  phone: string;
  text: string;
  received_at: string;
  received_by_name: string;
  late: boolean;
  state: 'open' | 'upheld' | 'refused';
  answer: string;
  reviewed_at?: string | null;
  reviewed_by_name: string;
}

export interface ReturnShare {
  id: number;
  claim_id: number;
  amount_fen: number;
  executed_fen?: number | null;
  executed_at?: string | null;
  result_code: string;
  result_meaning_zh: string;
  result_meaning_en: string;
  cause: string;
}

export interface ReturnMessage {
  order: Order;
  shares: ReturnShare[];
  kept: {
    id: number;
    verdict: string;
    problem: string;
    received_at: string;
    settled_at?: string | null;
  }[];
}

export interface RoundFull {
  round: Round;
  claims: Claim[];
  proof?: Proof | null;
  evidence: Evidence[];
  proposals: {
    id: number;
    computed_at: string;
    article: Article;
    return_fen: number;
    digest: string;
  }[];
  objections: Objection[];
  events: { id: number; at: string; place: string; note: string }[];
  messages: ReturnMessage[];
}

export interface Candidate {
  order_id: number;
  case_id: number;
  case_number: string;
  bank_name: string;
  account_number: string;
  account_holder: string;
  held_fen: number;
  left_fen: number;
  frozen_at?: string | null;
  expires_at?: string | null;
  waits_until?: string | null;
  open_round_id?: number | null;
}

export interface Suggestion {
  case_id: number;
  case_number: string;
  payment_id: number;
  victim: string;
  amount_fen: number;
  at?: string | null;
  from_account: string;
  from_bank_name: string;
  direct: boolean;
}

export interface Recovered {
  id: number;
  case_id: number;
  case_number: string;
  kind: 'seized' | 'paid_back';
  amount_fen: number;
  at: string;
  from_name: string;
  legal_basis: string;
  bank_name: string;
  account_number: string;
  note: string;
  entered_by_name: string;
  returned_fen: number;
  open_round_id?: number | null;
  actions: string[];
}

export interface Appeal {
  id: number;
  number: string;
  order_id: number;
  case_id: number;
  case_number: string;
  bank_name: string;
  account_number: string;
  owner_name: string;
  owner_phone: string;
  owner_identity: string;
  way: 'hotline' | 'walk_in' | 'letter';
  received_at: string;
  received_by_name: string;
  text: string;
  state: 'received' | 'reviewing' | 'answered';
  answer_by: string;
  reviewer_name: string;
  outcome?: 'upheld' | 'partly' | 'refused' | null;
  answer: string;
  answered_by_name: string;
  answered_at?: string | null;
  keep_fen?: number | null;
  release_order_id?: number | null;
  order_kind: string;
  order_state: string;
  held_fen?: number | null;
  steps: { id: number; at: string; officer_name: string; note: string }[];
  actions: string[];
}

export interface WhiteEntry {
  id: number;
  bank_code: string;
  account_number: string;
  holder: string;
  reason: string;
  added_by_name: string;
  added_at: string;
  expires_at: string;
  ended_at?: string | null;
  ended_by_name: string;
  end_reason: string;
  in_force: boolean;
  actions: string[];
}

export const kAppealTones: Record<Appeal['state'], Tone> = {
  received: 'watch',
  reviewing: 'info',
  answered: 'good',
};
