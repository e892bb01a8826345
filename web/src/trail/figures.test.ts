import { expect, test } from 'vitest';

import type { Order } from '../api/types';
import { claimOf } from './Claims';
import {
  agoOf,
  clockOf,
  lineOf,
  orderStanding,
  reasonOf,
  shortNumber,
  behindFigure,
  withOrders,
} from './figures';
import { rankedOf } from './RankLists';
import { momentsOf } from './Replay';
import { account, edge, trace } from './test_trace';
import words from './words.zh-CN.json';

const kNow = Date.parse('2026-04-01T16:00:00+08:00');

test('behind a figure stand the transfers that make it, and no others', () => {
  const drawn = trace(
    [account(2, 1), account(3, 2)],
    [
      edge(1, 2, 3000, { transfer_ids: [1, 2] }),
      edge(2, 3, 2000, { transfer_ids: [3] }),
      edge(2, null, 500, { transfer_ids: [4], exit: 'cash' }),
      edge(3, 2, 100, { transfer_ids: [5] }),
    ],
  );
  expect(behindFigure(drawn, 2, 'received').transfers).toEqual([1, 2, 5]);
  expect(behindFigure(drawn, 2, 'passed_on').transfers).toEqual([3]);
  expect(behindFigure(drawn, 2, 'exited').transfers).toEqual([4]);
  expect(behindFigure(drawn, 2, 'resting').transfers).toEqual([1, 2, 3, 4, 5]);
});

test('each reason of a rank is a sentence, and every value in it is known', () => {
  const held = account(2, 1, { statement_until: '2026-04-01T15:30:00+08:00' });
  const stop = { account_id: 2, resting_fen: 1, last_seen_at: '2026-04-01T15:50:00+08:00' };
  const query = { account_id: 2, received_fen: 1, from_at: '2026-04-01T15:45:00+08:00' };
  const ago = (minutes: number) => `${minutes} 分钟`;
  const said = [
    reasonOf({ ...stop, reason: 'resting_now' }, held, kNow, ago),
    reasonOf({ ...stop, reason: 'resting_unseen' }, held, kNow, ago),
    reasonOf({ ...query, reason: 'no_statement' }, held, kNow, ago),
    reasonOf({ ...query, reason: 'after_statement' }, held, kNow, ago),
  ].map(({ key, values }) =>
    words.why[key].replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name as 'ago']),
  );
  expect(said[0]).toContain('10 分钟前');
  expect(said[1]).toContain('04-01 15:50');
  expect(said[3]).toContain('明细只到 04-01 15:30');
  expect(said.join()).not.toMatch(/undefined|\{\{|NaN/);
});

test('a clock shows the date only when it is another day than the first', () => {
  expect(clockOf('2026-04-01T15:12:00+08:00', '2026-04-01T09:00:00+08:00')).toBe('15:12');
  expect(clockOf('2026-04-02T00:12:00+08:00', '2026-04-01T09:00:00+08:00')).toBe('04-02 00:12');
});

test('a long number is shortened in its middle, a short one stays', () => {
  expect(shortNumber('6230524306282744973')).toBe('6230 … 4973');
  expect(shortNumber('wx_abc')).toBe('wx_abc');
});

test('a masked number is never sent as a number', () => {
  expect(lineOf(account(7, 1))).toEqual({ account_id: 7 });
  expect(lineOf(account(7, 1, { payment_id: 4 }))).toEqual({ payment_id: 4 });
  const whole = account(7, 1, { number: '6230524306282744973', holder: '赵小明' });
  expect(lineOf(whole)).toEqual({
    number: '6230524306282744973',
    holder: '赵小明',
  });
});

test('an order that stands is told apart from one that ended, and a stop from a query', () => {
  const with_ = (kind: 'stop' | 'freeze' | 'transactions', state: string) =>
    account(2, 1, { orders: [{ id: 1, kind, state }] });
  expect(orderStanding(with_('stop', 'stopped'), true)).toBeDefined();
  expect(orderStanding(with_('stop', 'expired'), true)).toBeUndefined();
  expect(orderStanding(with_('stop', 'released'), true)).toBeUndefined();
  expect(orderStanding(with_('freeze', 'frozen_in_part'), true)).toBeDefined();
  expect(orderStanding(with_('freeze', 'asked'), true)).toBeDefined();
  expect(orderStanding(with_('transactions', 'sent'), true)).toBeUndefined();
  expect(orderStanding(with_('transactions', 'sent'), false)).toBeDefined();
});

test('the moments of a replay rise from the first to before the last', () => {
  const drawn = trace([], []);
  const moments = momentsOf(drawn, 'until');
  expect(moments[0]).toBe('2026-04-01T15:10:00+08:00');
  expect(moments).toEqual([...moments].sort());
  expect(moments.at(-1)! < '2026-04-01T15:20:00+08:00').toBe(true);
  expect(momentsOf({ ...drawn, first_at: null }, 'until')).toEqual([]);
  expect(momentsOf({ ...drawn, knowledge: ['b', 'a'] }, 'known_at')).toEqual(['a', 'b']);
});

test('a claim is read as people write, and what cannot be read is named', () => {
  const typed = {
    from_number: '6230 5243 0628 2744 973',
    to_number: '6217000010012345677',
    amount_fen: '1,200',
    at: '15:10',
    note: '监控看到取现后存入',
  };
  expect(claimOf('transfer', typed, kNow)).toEqual({
    kind: 'transfer',
    from_number: '6230524306282744973',
    to_number: '6217000010012345677',
    amount_fen: 120000,
    at: '2026-04-01T15:10:00+08:00',
    note: '监控看到取现后存入',
  });
  const wrong = () => claimOf('same_person', { from_number: '6230524306282744973' }, kNow);
  expect(wrong).toThrow(
    expect.objectContaining({
      errors: [
        expect.objectContaining({ path: 'to_number', code: 'missing' }),
        expect.objectContaining({ path: 'note', code: 'missing' }),
      ],
    }),
  );
});

test('a past is told in minutes, hours or days', () => {
  expect(agoOf(119)).toEqual({ unit: 'minutes', count: 119 });
  expect(agoOf(120)).toEqual({ unit: 'hours', count: 2 });
  expect(agoOf(48 * 60)).toEqual({ unit: 'days', count: 2 });
});

test('an order stands beside its account, and beside none when two look the same', () => {
  const order = (id: number, account_number: string) =>
    ({ id, kind: 'stop', state: 'stopped', account_number, bank_name: '农业银行' }) as Order;
  const twin = account(4, 2, { number: account(3, 2).number });
  const drawn = trace([account(2, 1), account(3, 2), twin], []);
  const orders = [order(9, account(2, 1).number), order(5, account(2, 1).number)];
  const told = withOrders(drawn, [...orders, order(6, twin.number)]);
  expect(told.accounts.map((each) => each.orders.map(({ id }) => id))).toEqual([[5, 9], [], []]);
});

test('what has such an order already stands after what still needs one', () => {
  const stopped = account(2, 1, { orders: [{ id: 1, kind: 'stop', state: 'stopped' }] });
  const drawn = trace([stopped, account(3, 2), account(4, 2)], []);
  const line = (account_id: number) =>
    ({ account_id, resting_fen: 1, last_seen_at: drawn.first_at!, reason: 'resting_now' }) as const;
  drawn.stop_now = [line(2), line(4), line(3)];
  expect(rankedOf(drawn, 'stop').map((each) => each.account.id)).toEqual([4, 3, 2]);
});

test('an account of the same person stands in the list, and an order finds it', () => {
  const other = {
    ...{ id: 9, claim_id: 4, claim_end: 'to' as const, number: '622588********0070' },
    ...{ holder: '', bank_name: '', same_person: ['6230520000007000027'], orders: [] },
  };
  const drawn = trace([account(2, 1)], []);
  drawn.persons_accounts = [other];
  drawn.query_next = [
    {
      ...{ account_id: 9, from_at: '2026-04-01T15:11:00+08:00', received_fen: 0 },
      reason: 'same_person',
    },
  ];
  const [ranked] = rankedOf(drawn, 'query');
  expect(ranked?.account).toBe(other);
  const { key, values } = reasonOf(ranked!.line, other, kNow, String);
  expect([key, values.other]).toEqual(['same_person', '6230 … 0027']);
  expect(lineOf(other)).toEqual({ claim_id: 4, claim_end: 'to' });
});

test('what only a claim tells stands behind a figure as that claim', () => {
  const drawn = trace(
    [account(2, 1), account(3, 2)],
    [edge(2, 3, 500, { transfer_ids: [], claim_ids: [7] })],
  );
  expect(behindFigure(drawn, 3, 'received')).toEqual({ transfers: [], claims: [7] });
});
