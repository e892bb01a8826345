// The report being written: text, what was read in it, the form, and what the officer changed.
// It lives in memory only (it is personal data) and outlives a look at another page.
import { createContext } from 'react';

import type {
  Duplicate,
  LegForm,
  Mark,
  PaymentForm,
  Reading,
  ReportForm,
  Taken,
  VictimForm,
} from '../api/types';
import { newKey } from '../platform/api';
import { isoOf } from '../platform/format';
import { storeOf, type Store } from '../platform/store';
import { valueAt, withValue } from './paths';

export type Stage = 'writing' | 'confirming' | 'sending' | 'sent';

// A form with fields that know their path (fields.tsx).
export interface Written<Form> {
  form: Form;
  reading?: Reading; // Of the text as it stands, or of what it was a moment ago.
  changed: string[]; // Paths the officer filled in; a later reading leaves them alone.
  found: Mark[]; // What the server said about hand-filled fields or on taking in.
}

export interface Draft extends Written<ReportForm> {
  stage: Stage;
  editing: boolean; // The text is in its field; else it is shown with its marks.
  duplicates: Duplicate[];
  waiting?: number; // The waiting report (110 feed, station, bank) this settles.
  taken?: Taken;
}

const kNobody: VictimForm = {
  name: '',
  phone: '',
  identity: '',
  sex: 'unknown',
  age: null,
  occupation: '',
  workplace: '',
  community: '',
  residence: 'unknown',
  address: '',
};
const kNoLeg: LegForm = { bank_code: '', bank_name: '', account: '', holder: '' };
export const kNoPayment: PaymentForm = {
  amount_fen: 0,
  at: null,
  channel: 'bank',
  from: kNoLeg,
  to: kNoLeg,
  stop: true,
};

export function emptyDraft(): Draft {
  return {
    stage: 'writing',
    editing: true,
    form: {
      source: 'call',
      began_at: '',
      text: '',
      fraud_type: null,
      victim: kNobody,
      payments: [],
      identifiers: [],
      station_unit_id: null,
      duplicate_choice: null,
      merge_into: null,
    },
    changed: [],
    found: [],
    duplicates: [],
  };
}

// The call began: at this moment, unless it is known to have begun already.
export function begun(draft: Draft, now: number): Draft {
  if (draft.form.began_at) return draft;
  return { ...draft, form: { ...draft.form, began_at: isoOf(now) } };
}

export function withText(draft: Draft, text: string, now: number): Draft {
  const next = begun(draft, now);
  return { ...next, form: { ...next.form, text } };
}

export function isUnder(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}.`) || path.startsWith(`${root}[`);
}

// Fills the form from a reading. Lists are taken whole, unless the officer worked in them.
export function withReading(draft: Draft, reading: Reading): Draft {
  const { form, changed } = draft;
  const free = (root: string) => !changed.some((path) => isUnder(path, root));
  let next: ReportForm = {
    ...form,
    source: free('source') ? reading.draft.source : form.source,
    fraud_type: free('fraud_type') ? reading.draft.fraud_type : form.fraud_type,
    payments: free('payments') ? reading.draft.payments : form.payments,
    identifiers: free('identifiers') ? reading.draft.identifiers : form.identifiers,
    victim: reading.draft.victim,
  };
  for (const path of changed.filter((each) => isUnder(each, 'victim'))) {
    next = withValue(next, path, valueAt(form, path));
  }
  return { ...draft, reading, form: next };
}

export function withField<Any extends Written<unknown>>(
  draft: Any,
  path: string,
  value: unknown,
): Any {
  return {
    ...draft,
    form: withValue(draft.form, path, value),
    changed: draft.changed.includes(path) ? draft.changed : [...draft.changed, path],
    found: draft.found.filter((mark) => mark.path !== path),
  };
}

// Removes or adds a row of a list; marks of rows by number no longer fit and are dropped.
export function withRows<Any extends Written<unknown>>(
  draft: Any,
  list: string,
  rows: unknown[],
): Any {
  const next = withField(draft, list, rows);
  return { ...next, found: next.found.filter((mark) => !isUnder(mark.path, list)) };
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === 0;
}

// What is to be said beside each field: the reading's marks, unless the officer changed the field
// since (a missing value stays missing), and what the server said about the form.
export function marksOf(draft: Written<unknown>): Map<string, Mark[]> {
  const rowsChanged = (path: string) =>
    draft.changed.some(
      (each) => (each === 'payments' || each === 'identifiers') && isUnder(path, each),
    );
  const read = (draft.reading?.marks ?? []).filter((mark) => {
    if (mark.level === 'missing') return isBlank(valueAt(draft.form, mark.path));
    return !draft.changed.includes(mark.path) && !rowsChanged(mark.path);
  });
  const marks = new Map<string, Mark[]>();
  for (const mark of [...read, ...draft.found]) {
    const there = marks.get(mark.path) ?? [];
    if (!there.some(({ code }) => code === mark.code)) marks.set(mark.path, [...there, mark]);
  }
  return marks;
}

// One account to be stopped, and the payments that went there: an account gets one order.
export interface Stop {
  key: string;
  to: LegForm;
  payments: number;
  amount_fen: number;
}

export function stopsOf(form: ReportForm): Stop[] {
  const stops = new Map<string, Stop>();
  for (const { to, stop, amount_fen } of form.payments) {
    if (!stop) continue;
    const key = `${to.bank_code} ${to.account}`;
    const there = stops.get(key) ?? { key, to, payments: 0, amount_fen: 0 };
    there.payments += 1;
    there.amount_fen += amount_fen;
    stops.set(key, there);
  }
  return [...stops.values()];
}

// One key per content: sending the same form again is the same act, a changed form is another.
let lastKey = { content: '', key: '' };
export function keyFor(form: ReportForm): string {
  const content = JSON.stringify(form);
  if (content !== lastKey.content) lastKey = { content, key: newKey() };
  return lastKey.key;
}

export const desk = storeOf<Draft>(emptyDraft());

// The form that the fields under it read and write; where none is named, the report on the duty
// desk.
export const FormStore = createContext(desk as unknown as Store<Written<unknown>>);

export function clearDesk() {
  lastKey = { content: '', key: '' };
  desk.set(emptyDraft());
}

// Something is written that would be lost.
export function isUnsent(draft: Draft): boolean {
  return draft.stage !== 'sent' && (draft.form.text !== '' || draft.changed.length > 0);
}
