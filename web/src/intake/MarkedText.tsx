// The text with everything that was found in it, marked in place. One stop of the Tab key; the
// arrows go from mark to mark, Enter or a click goes to the field that the mark filled.
import { Dropdown, Tooltip } from 'antd';
import { useMemo, useRef, type KeyboardEvent } from 'react';

import type { Entity, Mark, ReportForm } from '../api/types';
import { formatFen, formatFull, groupAccount } from '../platform/format';
import { useWords } from '../platform/words';
import { desk } from './draft';
import { hueOf, linksOf, piecesOf, placesFor, withFound } from './found';
import { showField } from './fields';

interface Props {
  text: string;
  entities: Entity[];
  marks: Mark[];
  form: ReportForm;
}

export function MarkedText({ text, entities, marks, form }: Props) {
  const { t } = useWords();
  const pieces = useMemo(() => piecesOf(text, entities), [text, entities]);
  const links = useMemo(() => linksOf(entities, form), [entities, form]);
  const box = useRef<HTMLDivElement>(null);
  const first = pieces.findIndex((piece) => piece.entity);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step || !box.current) return;
    const all = [...box.current.querySelectorAll<HTMLElement>('.found')];
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    event.preventDefault();
    all[(at + step + all.length) % all.length]!.focus();
  };
  return (
    <div className="marked" ref={box} onKeyDown={move} role="group" aria-label={t('intake.marked')}>
      {pieces.map(({ text: words, entity }, index) =>
        entity ? (
          <FoundMark
            key={index}
            words={words}
            entity={entity}
            path={links.get(entity)}
            form={form}
            mark={marks.find(({ start, end }) => start === entity.start && end === entity.end)}
            tabStop={index === first}
          />
        ) : (
          <span key={index}>{words}</span>
        ),
      )}
    </div>
  );
}

const kShort = 12; // Characters; a mark this short is not broken into two lines.

interface FoundProps {
  words: string;
  entity: Entity;
  path: string | undefined;
  form: ReportForm;
  mark: Mark | undefined;
  tabStop: boolean;
}

function FoundMark({ words, entity, path, form, mark, tabStop }: FoundProps) {
  const { t, word } = useWords();
  const kind = word('intake.kind', entity.kind);
  const aside = ['asked', 'returned', 'report'].includes(entity.role);
  const label = aside ? `${kind}·${word('intake.role', entity.role)}` : kind;
  const open = () => path && showField(path);
  const usesOf = (places: string[]) => ({
    items: places.map((place) => ({ key: place, label: placeName(place) })),
    onClick: ({ key }: { key: string }) => {
      desk.set((draft) => withFound(draft, entity, key));
      requestAnimationFrame(() => showField(key));
    },
  });
  const placeName = usePlaceNames(form.payments.length);
  const said = [
    `${kind}：${shownValue(entity)}`,
    word('intake.role', entity.role),
    entity.valid ? '' : word('intake.form', entity.form ?? 'mistyped'),
    mark ? word('platform.field_code', mark.code) : '',
    path ? t('intake.to_field') : t('intake.no_field'),
  ].filter(Boolean);
  const shape = [aside && 'aside', words.length <= kShort && 'short'].filter(Boolean).join(' ');
  const marked = (
    <mark
      className={`found ${hueOf(entity)} ${shape}`}
      data-label={entity.valid ? label : `${label} ✕`}
      role="button"
      tabIndex={tabStop ? 0 : -1}
      aria-label={`${words}，${said.join('，')}`}
      onClick={open}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.click()}
    >
      {words}
    </mark>
  );
  const places = path || desk.get().stage === 'sent' ? [] : placesFor(entity, form);
  return (
    <Tooltip title={said.join(' · ')} trigger={['hover', 'focus']} mouseEnterDelay={0.15}>
      {places.length === 0 ? (
        marked
      ) : (
        <Dropdown trigger={['click']} autoFocus menu={usesOf(places)}>
          {marked}
        </Dropdown>
      )}
    </Tooltip>
  );
}

function shownValue({ kind, value }: Entity): string {
  if (kind === 'amount' && /^\d+$/.test(value)) return formatFen(Number(value));
  if (kind === 'time' && !Number.isNaN(Date.parse(value))) return formatFull(value);
  return groupAccount(value);
}

const kPlaceWords = {
  'victim.name': 'name',
  'victim.phone': 'phone',
  'victim.identity': 'identity',
  amount_fen: 'amount',
  at: 'at',
  'to.account': 'to_account',
  'to.holder': 'to_holder',
} as const;

// "Payment 2: payee account", "New payment: amount", "Victim: phone".
function usePlaceNames(payments: number): (path: string) => string {
  const { t } = useWords();
  return (path) => {
    const [, row, field] = /^payments\[(\d+)\]\.(.*)$/.exec(path) ?? [];
    const key = (field ?? path) as keyof typeof kPlaceWords;
    const name = t(`intake.field.${kPlaceWords[key]}`);
    if (row === undefined) return `${t('intake.section.victim')} · ${name}`;
    const number = Number(row);
    const whose =
      number === payments ? t('intake.new_payment') : t('intake.payment', { number: number + 1 });
    return `${whose} · ${name}`;
  };
}
