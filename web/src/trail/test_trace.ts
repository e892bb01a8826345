// Traces drawn by hand for the tests; all names and numbers are invented.
import type { Trace, TraceAccount, TraceEdge } from './types';

export function account(id: number, level: number, more: Partial<TraceAccount> = {}): TraceAccount {
  return {
    id,
    number: `623052********${String(1000 + id)}`,
    holder: '赵*',
    bank_name: '农业银行',
    level,
    first_at: `2026-04-01T15:${String(10 + level)}:00+08:00`,
    last_seen_at: `2026-04-01T15:${String(10 + level)}:30+08:00`,
    received_fen: 1000_00,
    passed_on_fen: 0,
    exited_fen: 0,
    resting_fen: 1000_00,
    by_seed: [],
    marks: [],
    same_person: [],
    orders: [],
    ...more,
  };
}

export function edge(
  from: number,
  to: number | null,
  sum_fen: number,
  more: Partial<TraceEdge> = {},
): TraceEdge {
  return {
    from,
    to,
    count: 1,
    sum_fen,
    first_at: '2026-04-01T15:10:00+08:00',
    transfer_ids: [from * 100_000 + (to ?? 99_999)],
    claim_ids: [],
    ...more,
  };
}

export function trace(accounts: TraceAccount[], edges: TraceEdge[]): Trace {
  return {
    case_id: 1,
    case_number: 'AJ330102002026040100001',
    method: 'fifo',
    version: 1,
    tagged_fen: 0,
    resting_fen: 0,
    exited_fen: 0,
    first_at: '2026-04-01T15:10:00+08:00',
    last_at: '2026-04-01T15:20:00+08:00',
    knowledge: [],
    seeds: [],
    victims: [{ id: 1, number: '622848********0018', holder: '钱**', bank_name: '农业银行' }],
    accounts,
    edges,
    stop_now: [],
    query_next: [],
    persons_accounts: [],
    claims: [],
  };
}
