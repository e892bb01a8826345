import { expect, test } from 'vitest';

import { partsOf, periodQuery, type LedgerSums } from './ledger';

const kSums: LedgerSums = {
  lost_fen: 1000,
  returned_fen: 100,
  recovered_fen: 0,
  frozen_fen: 250,
  stopped_fen: 50,
  lapsed_fen: 0,
  released_fen: 0,
  still_out_fen: 600,
  saved_fen: 100,
  over_fen: 70,
};

test('the parts of a bar are the whole loss, and what is over is no part of it', () => {
  const parts = partsOf(kSums);
  expect(parts.map(({ name }) => name)).toEqual(['returned', 'frozen', 'stopped', 'still_out']);
  expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
});

test('a period ends with the last day of its last month', () => {
  expect(periodQuery('2026-01', '2026-12')).toEqual({
    from: '2026-01-01T00:00:00+08:00',
    until: '2027-01-01T00:00:00+08:00',
  });
  expect(periodQuery('', '2026-03').until).toBe('2026-04-01T00:00:00+08:00');
  expect(periodQuery('', '').from).toBeUndefined();
});
