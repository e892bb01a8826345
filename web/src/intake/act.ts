// What the duty desk asks of the server: read the text, check a hand-filled account, take in.
import type { QueryClient } from '@tanstack/react-query';

import type { Duplicate, Mark, Reading, Taken, WaitingReport } from '../api/types';
import { ask, post, Problem } from '../platform/api';
import type { Store } from '../platform/store';
import { desk, emptyDraft, keyFor, withReading, type Draft, type Written } from './draft';

let underway: AbortController | undefined;

// Reads the text as it stands; a reading overtaken by newer text is given up.
export async function readText(): Promise<void> {
  const { form } = desk.get();
  const { text } = form;
  underway?.abort();
  if (!text.trim()) return;
  const control = new AbortController();
  underway = control;
  const body = { text, report_time: form.began_at || undefined };
  const reading = await ask<Reading>('/intake/readings', body, control.signal);
  if (desk.get().form.text === text) desk.set((draft) => withReading(draft, reading));
}

// Checks an account typed by hand with the same reader that reads the text.
export async function checkAccount(
  store: Store<Written<unknown>>,
  path: string,
  account: string,
): Promise<void> {
  const plain = account.replace(/\s/g, '');
  if (!/^\d{12,19}$/.test(plain)) return;
  const { entities } = await ask<Reading>('/intake/readings', { text: `银行卡号${plain}` });
  const card = entities.find(({ value }) => value === plain);
  if (!card || card.valid) return;
  const mark: Mark = { path, code: 'checksum', level: 'wrong' };
  store.set((draft) => ({
    ...draft,
    found: [...draft.found.filter((each) => each.path !== path), mark],
  }));
}

// Lays a waiting report (110 feed, station, bank) on the desk.
export async function openWaiting(id: number): Promise<void> {
  const { reading } = await ask<WaitingReport>(`/intake/reports/${id}/open`, {});
  const empty = emptyDraft();
  const { text, began_at, station_unit_id } = reading.draft;
  const form = { ...empty.form, text, began_at, station_unit_id };
  desk.set(withReading({ ...empty, editing: false, waiting: id, form }, reading));
}

// Takes the report in and sends the stops. What the server finds wrong lands beside its fields.
export async function takeIn(client: QueryClient): Promise<void> {
  const { form, waiting } = desk.get();
  const path = waiting ? `/intake/reports/${waiting}/take` : '/intake/reports';
  await sendDraft(client, desk, () => post<Taken>(path, form, keyFor(form)));
}

export async function sendDraft(
  client: QueryClient,
  store: Store<Draft>,
  send: () => Promise<Taken>,
): Promise<void> {
  store.set((draft) => ({ ...draft, stage: 'sending' }));
  try {
    const taken = await send();
    store.set((draft) => ({ ...draft, stage: 'sent', editing: false, taken }));
    for (const queryKey of [['intake'], ['register'], ['funds', 'orders'], ['deadline']]) {
      void client.invalidateQueries({ queryKey });
    }
  } catch (error) {
    store.set((draft) => refused(draft, error));
    throw error;
  }
}

function refused(draft: Draft, error: unknown): Draft {
  if (!(error instanceof Problem)) return { ...draft, stage: 'confirming' };
  if (error.rule === 'possible_duplicate') {
    return { ...draft, stage: 'confirming', duplicates: duplicatesOf(error) };
  }
  const found = error.errors.map(({ path, code }): Mark => ({ path, code, level: 'wrong' }));
  return { ...draft, stage: found.length ? 'writing' : 'confirming', found };
}

// The refusal names each case as a field error: its path `case:7`, its code the reasons.
function duplicatesOf(problem: Problem): Duplicate[] {
  return problem.errors.map(({ path, code, message }) => ({
    case_id: Number(path.replace('case:', '')),
    case_number: message,
    why: code.split(','),
  }));
}
