// From what was found in the text to what is drawn over it and to the fields it filled.
import type { Entity, PaymentForm, ReportForm } from '../api/types';
import { kNoPayment, withField, withRows, type Draft } from './draft';

export interface Piece {
  text: string;
  entity?: Entity;
}

// The text cut at the entities. Offsets are code points; an entity inside an earlier one is left
// out, since one place can carry one mark only.
export function piecesOf(text: string, entities: Entity[]): Piece[] {
  const points = Array.from(text);
  const pieces: Piece[] = [];
  let at = 0;
  for (const entity of [...entities].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (entity.start < at || entity.end > points.length) continue;
    if (entity.start > at) pieces.push({ text: points.slice(at, entity.start).join('') });
    pieces.push({ text: points.slice(entity.start, entity.end).join(''), entity });
    at = entity.end;
  }
  if (at < points.length) pieces.push({ text: points.slice(at).join('') });
  return pieces;
}

export type Hue = 'leaf' | 'water' | 'amber' | 'bloom' | 'reed';
const kHues: Record<string, Hue> = {
  card: 'water',
  account: 'water',
  alipay: 'water',
  crypto: 'water',
  bank: 'water',
  amount: 'amber',
  time: 'amber',
  person: 'leaf',
  phone: 'leaf',
  id_number: 'leaf',
};

export function hueOf(entity: Entity): Hue {
  return entity.valid ? (kHues[entity.kind] ?? 'reed') : 'bloom';
}

function fieldsOf(form: ReportForm): [path: string, kinds: string, value: string][] {
  const leg = (path: string, { account, holder, bank_name }: PaymentForm['to']) =>
    [
      [`${path}.account`, 'card account alipay wechat phone crypto', account],
      [`${path}.holder`, 'person', holder],
      [`${path}.bank_name`, 'bank', bank_name],
    ] as [string, string, string][];
  const { victim } = form;
  return [
    ['victim.name', 'person', victim.name],
    ['victim.phone', 'phone', victim.phone],
    ['victim.identity', 'id_number', victim.identity],
    ...form.payments.flatMap((payment, index): [string, string, string][] => [
      [`payments[${index}].amount_fen`, 'amount', String(payment.amount_fen)],
      [`payments[${index}].at`, 'time', payment.at ?? ''],
      ...leg(`payments[${index}].to`, payment.to),
      ...leg(`payments[${index}].from`, payment.from),
    ]),
    ...form.identifiers.map(({ kind, value }, index): [string, string, string] => [
      `identifiers[${index}].value`,
      kind,
      value,
    ]),
  ];
}

function sameValue(kind: string, one: string, other: string): boolean {
  return kind === 'time' ? Date.parse(one) === Date.parse(other) : one === other;
}

// For each entity the field that holds its value. Equal values (three payments of one amount) are
// dealt out in the order of the text; one told again points to the first.
export function linksOf(entities: Entity[], form: ReportForm): Map<Entity, string> {
  const fields = fieldsOf(form).filter(([, , value]) => value !== '');
  const used = new Set<string>();
  const links = new Map<Entity, string>();
  for (const entity of [...entities].sort((a, b) => a.start - b.start)) {
    const fitting = fields.filter(
      ([, kinds, value]) =>
        kinds.split(' ').includes(entity.kind) && sameValue(entity.kind, value, entity.value),
    );
    const path = (fitting.find(([path]) => !used.has(path)) ?? fitting[0])?.[0];
    if (path) {
      used.add(path);
      links.set(entity, path);
    }
  }
  return links;
}

// The fields something found may still fill, for what the reading left lying. The payment after
// the last one stands for a new payment.
export function placesFor(entity: Entity, form: ReportForm): string[] {
  const kind = entity.kind;
  const open: [path: string, kinds: string][] = [
    ['victim.name', 'person'],
    ['victim.phone', 'phone'],
    ['victim.identity', 'id_number'],
    ...[...form.payments, kNoPayment].flatMap((payment, index): [string, string][] => {
      const path = `payments[${index}]`;
      const fields: [string, string, boolean][] = [
        [`${path}.amount_fen`, 'amount', payment.amount_fen === 0],
        [`${path}.at`, 'time', !payment.at && index < form.payments.length],
        [`${path}.to.account`, 'card account alipay wechat', payment.to.account === ''],
        [`${path}.to.holder`, 'person', payment.to.holder === '' && index < form.payments.length],
      ];
      return fields.filter(([, , free]) => free).map(([field, kinds]) => [field, kinds]);
    }),
  ];
  return open.filter(([, kinds]) => kinds.split(' ').includes(kind)).map(([path]) => path);
}

// The form with what was found put into a field; a payment that is not there yet is added.
export function withFound(draft: Draft, entity: Entity, path: string): Draft {
  const row = Number(/^payments\[(\d+)\]/.exec(path)?.[1] ?? -1);
  const { payments } = draft.form;
  const grown =
    row === payments.length
      ? withRows(draft, 'payments', [...payments, { ...kNoPayment, stop: false }])
      : draft;
  return withField(grown, path, entity.kind === 'amount' ? Number(entity.value) : entity.value);
}
