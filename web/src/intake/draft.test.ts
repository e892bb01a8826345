import { expect, test } from 'vitest';

import type { Reading } from '../api/types';
import { begun, emptyDraft, kNoPayment, marksOf, stopsOf, withField, withReading } from './draft';

function reading(change: Partial<Reading['draft']>, marks: Reading['marks'] = []): Reading {
  return { entities: [], marks, draft: { ...emptyDraft().form, ...change } };
}
const kPaid = { ...kNoPayment, amount_fen: 420000, to: { ...kNoPayment.to, account: '6230' } };

test('a reading fills what the officer left alone', () => {
  const draft = withReading(emptyDraft(), reading({ payments: [kPaid], fraud_type: 'loan' }));
  expect(draft.form.payments).toEqual([kPaid]);
  expect(draft.form.fraud_type).toBe('loan');
});

test('a later reading keeps what the officer filled in', () => {
  const victim = emptyDraft().form.victim;
  const named = withField(emptyDraft(), 'victim.name', '芦洁');
  const draft = withReading(named, reading({ victim: { ...victim, name: '卢杰', phone: '138' } }));
  expect(draft.form.victim.name).toBe('芦洁');
  expect(draft.form.victim.phone).toBe('138');
});

test('a later reading keeps payments the officer worked in', () => {
  const read = withReading(emptyDraft(), reading({ payments: [kPaid] }));
  const edited = withField(read, 'payments[0].stop', false);
  expect(withReading(edited, reading({ payments: [] })).form.payments[0]?.stop).toBe(false);
});

test('a reading leaves the text and the start of the call alone', () => {
  const draft = begun(emptyDraft(), Date.parse('2026-04-01T15:10:00+08:00'));
  const next = withReading(
    draft,
    reading({ text: 'other', began_at: '2020-01-01T00:00:00+08:00' }),
  );
  expect(next.form.text).toBe('');
  expect(next.form.began_at).toBe('2026-04-01T15:10:00+08:00');
});

test('a mark goes when its field is changed; a value is missing until it is there', () => {
  const path = 'payments[0].to.account';
  const draft = withReading(
    emptyDraft(),
    reading({ payments: [kPaid] }, [
      { path, code: 'checksum', level: 'wrong' },
      { path: 'victim.phone', code: 'missing', level: 'missing' },
    ]),
  );
  expect([...marksOf(draft).keys()]).toEqual([path, 'victim.phone']);
  const mended = withField(draft, path, '6231');
  expect([...marksOf(mended).keys()]).toEqual(['victim.phone']);
  expect(marksOf(withField(mended, 'victim.phone', '1')).size).toBe(0);
  expect(marksOf(withField(mended, 'victim.phone', '')).size).toBe(1);
});

test('only ticked payments are stopped, and an account only once', () => {
  const other = { ...kPaid, to: { ...kPaid.to, account: '6231' } };
  const unticked = { ...kPaid, to: { ...kPaid.to, account: '6232' }, stop: false };
  const form = { ...emptyDraft().form, payments: [unticked, kPaid, other, kPaid] };
  expect(stopsOf(form).map(({ to, payments }) => [to.account, payments])).toEqual([
    ['6230', 2],
    ['6231', 1],
  ]);
});
