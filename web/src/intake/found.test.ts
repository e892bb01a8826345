import { expect, test } from 'vitest';

import type { Entity } from '../api/types';
import { emptyDraft, kNoPayment } from './draft';
import { linksOf, piecesOf, placesFor, withFound } from './found';

function entity(kind: string, start: number, end: number, value: string): Entity {
  return { kind, start, end, value, valid: true, role: 'other' };
}

test('the text is cut by code points, so that a picture character shifts nothing', () => {
  const pieces = piecesOf('😭转了4200元给他', [entity('amount', 3, 8, '420000')]);
  expect(pieces.map(({ text }) => text)).toEqual(['😭转了', '4200元', '给他']);
});

test('nothing of the text is lost when entities overlap', () => {
  const text = 'abcdefgh';
  const pieces = piecesOf(text, [entity('url', 1, 6, ''), entity('phone', 3, 8, '')]);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
});

test('equal amounts point to their payments in the order of the text', () => {
  const payments = [1, 2].map(() => ({ ...kNoPayment, amount_fen: 5000 }));
  const entities = [entity('amount', 9, 10, '5000'), entity('amount', 1, 2, '5000')];
  const links = linksOf(entities, { ...emptyDraft().form, payments });
  expect(links.get(entities[1]!)).toBe('payments[0].amount_fen');
  expect(links.get(entities[0]!)).toBe('payments[1].amount_fen');
});

test('what fills no field points nowhere', () => {
  expect(linksOf([entity('phone', 0, 5, '95188')], emptyDraft().form).size).toBe(0);
});

test('a card nobody placed may go to a payment without account, or to a new payment', () => {
  const paid = { ...kNoPayment, amount_fen: 5000 };
  const full = { ...paid, to: { ...paid.to, account: '6230' } };
  const form = { ...emptyDraft().form, payments: [full, paid] };
  const card = entity('card', 0, 4, '6231');
  expect(placesFor(card, form)).toEqual(['payments[1].to.account', 'payments[2].to.account']);
  const draft = withFound({ ...emptyDraft(), form }, card, 'payments[2].to.account');
  expect(draft.form.payments.map(({ to }) => to.account)).toEqual(['6230', '', '6231']);
});

test('an amount nobody placed becomes a number of fen', () => {
  const draft = withFound(emptyDraft(), entity('amount', 0, 4, '420000'), 'payments[0].amount_fen');
  expect(draft.form.payments[0]?.amount_fen).toBe(420000);
});
