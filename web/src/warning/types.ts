// The records of the warning desk by name. Field names and meanings are the server's.
import type { Deadline, Person, Taken } from '../api/types';
import type { Tone } from '../platform/parts';

export type Act = 'call' | 'text' | 'visit' | 'family_call' | 'workplace_call' | 'cut_line';
export type StepPhase = 'waiting' | 'open' | 'taken' | 'reached' | 'late' | 'done' | 'called_off';
export type Outcome =
  | 'reached'
  | 'busy'
  | 'no_answer'
  | 'wrong_number'
  | 'refused'
  | 'hung_up'
  | 'moved'
  | 'found_elsewhere'
  | 'done'
  | 'dissuaded'
  | 'already_paid'
  | 'not_a_fraud'
  | 'repeated';
export type WarningState = 'climbing' | 'reached' | 'with_leader' | 'watched' | 'paid' | 'closed';
export type ContactKind = 'own' | 'family' | 'workplace' | 'elsewhere';

export interface Step {
  id: number;
  climb: number;
  name: string;
  number: number;
  act: Act;
  role: string;
  unit_id: number;
  phase: StepPhase;
  begins_at: string;
  due_at: string;
  taken_by?: number | null;
  taken_by_name: string;
  taken_at?: string | null;
  back_at?: string | null;
  contact_id?: number | null;
  no_phone: boolean;
  outcome?: Outcome | null;
  told_at?: string | null;
  actions: string[];
  outcomes: Outcome[];
}

export interface WarningLine {
  id: number;
  number: string;
  name: string;
  address: string;
  unit_id: number;
  level: string;
  rank: number;
  interrupts: boolean;
  fraud_type: string;
  state: WarningState;
  instructions: number;
  arrived_at: string;
  reached_at?: string | null;
  ended_at?: string | null;
  outcome?: Outcome | null;
  watch_until?: string | null;
  case_id?: number | null;
}

export interface Contact {
  id: number;
  kind: ContactKind;
  name: string;
  phone: string;
  place: string;
}

export interface QueueItem {
  step: Step;
  warning: WarningLine;
  contact?: Contact | null;
}

export interface ToldLine {
  id: number;
  climb: number;
  step_id: number;
  step: string;
  outcome: Outcome;
  at: string;
  said_at?: string | null;
  officer_id: number;
  officer_name: string;
  note: string;
}

export interface Instruction {
  id: number;
  source: string;
  external_number: string;
  batch: string;
  level: string;
  fraud_type: string;
  seen: string;
  call_minutes?: number | null;
  transfers_tried?: number | null;
  tried_fen?: number | null;
  marks: string[];
  sent_at?: string | null;
  received_at: string;
  valid_until?: string | null;
}

export interface WarningView {
  warning: WarningLine;
  person: Person;
  contacts: Contact[];
  instructions: Instruction[];
  steps: Step[];
  told: ToldLine[];
  past: WarningLine[];
  cases: { id: number; number: string }[];
  clocks: Deadline[];
  actions: string[];
  version: number;
}

export interface Level {
  id: number;
  name: string;
  rank: number;
}

export interface Script {
  id: number;
  fraud_type: string;
  language: string;
  text: string;
  questions: string;
}

export interface TakenIn {
  arrival: 'begun' | 'joined' | 'reopened' | 'known' | 'held';
  instruction_id: number;
  warning_id?: number | null;
  marks: string[];
}

export interface PaidView {
  warning_id: number;
  taken: Taken;
}

export const kWarningTones: Record<WarningState, Tone> = {
  climbing: 'watch',
  reached: 'info',
  with_leader: 'alarm',
  watched: 'good',
  paid: 'alarm',
  closed: 'calm',
};

export const kPhaseTones: Record<StepPhase, Tone> = {
  waiting: 'calm',
  open: 'watch',
  taken: 'info',
  reached: 'good',
  late: 'alarm',
  done: 'calm',
  called_off: 'calm',
};

// The graver, the louder; the centre's own further levels are calm.
export const kLevelTones: Record<string, Tone> = {
  red: 'alarm',
  high: 'watch',
  middle: 'info',
  low: 'calm',
};

export const isToDo = ({ phase }: Step) =>
  phase === 'open' || phase === 'taken' || phase === 'reached' || phase === 'late';
