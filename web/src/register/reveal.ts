// Personal values in full, for a minute. Each look is one request (the server records it), so it
// is never repeated by itself: what changes meanwhile comes masked, and the values lie over it.
import { useEffect, useState } from 'react';

import type { CaseView } from '../api/types';
import { newKey, post, serverNow } from '../platform/api';
import { useNow } from '../platform/clock';

const kShown = 60_000;

interface Revealed<View> {
  view: View;
  until: number;
}

export interface Reveal<View> {
  full: View | undefined;
  seconds: number;
  hide: () => void;
  show: (why: string) => Promise<void>;
}

// These fields of the rows as they are now, in full.
export function over<Row extends { id: number }>(
  now: Row[],
  full: Row[],
  fields: (keyof Row)[],
): Row[] {
  const byId = new Map(full.map((row) => [row.id, row]));
  return now.map((row) => {
    const known = byId.get(row.id);
    return known
      ? { ...row, ...Object.fromEntries(fields.map((name) => [name, known[name]])) }
      : row;
  });
}

export function withRevealed(now: CaseView, full: CaseView): CaseView {
  return {
    ...now,
    record: { ...now.record, narrative: full.record.narrative },
    victim: { ...full.victim, version: now.victim.version },
    payments: over(now.payments, full.payments, [
      'from_account',
      'from_holder',
      'to_account',
      'to_holder',
    ]),
    identifiers: over(now.identifiers, full.identifiers, ['value']),
    orders: over(now.orders, full.orders, ['account_number', 'account_holder']),
  };
}

// What stands under this path of the API, in full while it is shown.
export function useReveal<View>(path: string, shownMs = kShown): Reveal<View> {
  const [revealed, setRevealed] = useState<Revealed<View>>();
  const now = useNow();
  const shown = revealed && revealed.until > now ? revealed : undefined;
  useEffect(() => setRevealed(undefined), [path]);
  return {
    full: shown?.view,
    seconds: shown ? Math.ceil((shown.until - now) / 1000) : 0,
    hide: () => setRevealed(undefined),
    show: async (why: string) => {
      const view = await post<View>(`${path}/reveal`, { why }, newKey(), { reveal: true });
      setRevealed({ view, until: serverNow() + shownMs });
    },
  };
}
