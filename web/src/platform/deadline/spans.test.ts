import { expect, test } from 'vitest';

import { parseReminders, parseSpan, remindersText, spanText } from './spans';

test('a length is read in both languages', () => {
  expect(parseSpan('48h')).toBe(172_800_000);
  expect(parseSpan('1d 12h')).toBe(129_600_000);
  expect(parseSpan('48小时')).toBe(172_800_000);
  expect(parseSpan('2天3分钟')).toBe(172_980_000);
  expect(parseSpan('90 min')).toBe(5_400_000);
});

test('what is no length is none', () => {
  for (const wrong of ['', '48', 'h', '4x', '1h and', '-1h', '1.5h']) {
    expect(parseSpan(wrong)).toBeUndefined();
  }
});

test('a length comes back as it was written', () => {
  for (const ms of [1000, 60_000, 300_000, 172_800_000, 129_661_000]) {
    expect(parseSpan(spanText(ms))).toBe(ms);
  }
});

test('reminders are read as a list and a wrong one is left for the server to name', () => {
  expect(parseReminders('24h，12h、6h, 2h')).toBe('86400000,43200000,21600000,7200000');
  expect(parseReminders('24h, soon')).toBe('86400000,soon');
  expect(remindersText('86400000,7200000')).toBe('1d, 2h');
});
