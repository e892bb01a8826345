// The text with everything that was found in it, marked in place. One stop of the Tab key; the
// arrows go from mark to mark, Enter or a click goes to the field that the mark filled.
import { Tooltip } from 'antd';
import { useMemo, useRef, type KeyboardEvent } from 'react';

import type { Entity, Mark, ReportForm } from '../api/types';
import { formatFen, formatFull, groupAccount } from '../platform/format';
import { useWords } from '../platform/words';
import { hueOf, linksOf, piecesOf } from './found';
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

interface FoundProps {
  words: string;
  entity: Entity;
  path: string | undefined;
  mark: Mark | undefined;
  tabStop: boolean;
}

function FoundMark({ words, entity, path, mark, tabStop }: FoundProps) {
  const { t, word } = useWords();
  const kind = word('intake.kind', entity.kind);
  const aside = ['asked', 'returned', 'report'].includes(entity.role);
  const label = aside ? `${kind}·${word('intake.role', entity.role)}` : kind;
  const open = () => path && showField(path);
  const said = [
    `${kind}：${shownValue(entity)}`,
    word('intake.role', entity.role),
    entity.valid ? '' : word('intake.form', entity.form ?? 'mistyped'),
    mark ? word('platform.field_code', mark.code) : '',
    path ? t('intake.to_field') : t('intake.no_field'),
  ].filter(Boolean);
  return (
    <Tooltip title={said.join(' · ')} trigger={['hover', 'focus']} mouseEnterDelay={0.15}>
      <mark
        className={`found ${hueOf(entity)} ${aside ? 'aside' : ''}`}
        data-label={entity.valid ? label : `${label} ✕`}
        role="button"
        tabIndex={tabStop ? 0 : -1}
        aria-label={`${words}，${said.join('，')}`}
        onClick={open}
        onKeyDown={(event) => event.key === 'Enter' && open()}
      >
        {words}
      </mark>
    </Tooltip>
  );
}

function shownValue({ kind, value }: Entity): string {
  if (kind === 'amount' && /^\d+$/.test(value)) return formatFen(Number(value));
  if (kind === 'time' && !Number.isNaN(Date.parse(value))) return formatFull(value);
  return groupAccount(value);
}
