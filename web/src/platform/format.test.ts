import { expect, test } from 'vitest';

import {
  formatFen,
  formatShort,
  formatSpan,
  groupAccount,
  isoOf,
  parseWhen,
  parseYuan,
  weekStart,
} from './format';

const kNow = Date.parse('2026-04-01T15:10:30+08:00');

test('fen are written as yuan with two places', () => {
  expect(formatFen(1234567)).toBe('¥12,345.67');
  expect(formatFen(5)).toBe('¥0.05');
  expect(formatFen(-100000000)).toBe('-¥1,000,000.00');
});

test('yuan as people type them become fen, and what is no amount does not', () => {
  expect(parseYuan('66,000.5')).toBe(6600050);
  expect(parseYuan('¥ 1200元')).toBe(120000);
  expect(parseYuan('12.345')).toBeUndefined();
  expect(parseYuan('一千')).toBeUndefined();
});

test('a time of today needs no date', () => {
  expect(parseWhen('9:05', kNow)).toBe('2026-04-01T09:05:00+08:00');
  expect(parseWhen('3-31 23:59:01', kNow)).toBe('2026-03-31T23:59:01+08:00');
  expect(parseWhen('2025-12-31 08:00', kNow)).toBe('2025-12-31T08:00:00+08:00');
});

test('a time that does not exist is refused', () => {
  expect(parseWhen('2-30 10:00', kNow)).toBeUndefined();
  expect(parseWhen('25:00', kNow)).toBeUndefined();
});

test('a time is written no longer than it must be', () => {
  expect(formatShort('2026-04-01T07:00:05Z', kNow)).toBe('15:00:05');
  expect(formatShort('2026-03-31T15:00:00+08:00', kNow)).toBe('03-31 15:00');
  expect(formatShort('2025-03-31T15:00:00+08:00', kNow)).toBe('2025-03-31 15:00');
});

test('moments are written in +08:00', () => {
  expect(isoOf(kNow)).toBe('2026-04-01T15:10:30+08:00');
});

test('a span shows hours only when there are some', () => {
  expect(formatSpan(249_999)).toBe('04:09');
  expect(formatSpan(3_723_000)).toBe('1:02:03');
  expect(formatSpan(-5)).toBe('00:00');
});

test('accounts are grouped by fours, other identifiers are left alone', () => {
  expect(groupAccount('6230524306282744973')).toBe('6230 5243 0628 2744 973');
  expect(groupAccount('wxid_abc')).toBe('wxid_abc');
});

test('a week begins on Monday in +08:00', () => {
  expect(isoOf(weekStart(kNow))).toBe('2026-03-30T00:00:00+08:00');
  expect(isoOf(weekStart(Date.parse('2026-03-30T00:00:00+08:00')))).toBe(
    '2026-03-30T00:00:00+08:00',
  );
  expect(isoOf(weekStart(Date.parse('2026-03-29T23:59:59+08:00')))).toBe(
    '2026-03-23T00:00:00+08:00',
  );
});
