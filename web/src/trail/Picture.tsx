// The picture by level: victims left, then the accounts in the order the money reached them. One
// stop of the Tab key; arrows go from account to account, Enter opens the one in focus.
import { Fragment, useRef, useState, type KeyboardEvent } from 'react';

import { formatFen } from '../platform/format';
import { useWords } from '../platform/words';
import { AccountBox, isStopped, SmallBox, useBoxName } from './Boxes';
import { kBoxWidth, kHead, neighbourOf, type Box, type Line, type Picture } from './layout';
import pictureCss from './picture.css?inline';
import type { Trace, TraceAccount } from './types';

interface Props {
  picture: Picture;
  trace: Trace; // As of the moment that is looked at; the picture's places are those of now.
  zoom: number;
  ticked: ReadonlySet<number>;
  onAccount: (account: TraceAccount) => void;
  onRows: (line: Line) => void;
  onMore: (level: number) => void;
}

export function TracePicture(props: Props) {
  const { picture, zoom } = props;
  const { t } = useWords();
  const [focus, setFocus] = useState('');
  const root = useRef<SVGSVGElement>(null);
  const first = picture.boxes.find(({ key }) => key === focus) ?? picture.boxes[0];
  const move = (event: KeyboardEvent, box: Box) => {
    const next = event.key.startsWith('Arrow') && neighbourOf(picture.boxes, box, event.key);
    if (!next) return;
    event.preventDefault();
    setFocus(next.key);
    root.current?.querySelector<SVGGElement>(`[data-box="${next.key}"]`)?.focus();
  };
  return (
    <svg
      ref={root}
      className="trace-picture"
      role="group"
      aria-label={t('trail.picture')}
      viewBox={`0 0 ${picture.width} ${picture.height}`}
      width={picture.width * zoom}
      height={picture.height * zoom}
    >
      <style>{pictureCss}</style>
      <Heads picture={picture} />
      {picture.lines.map((line) => (
        <FlowLine key={line.key} line={line} onRows={props.onRows} />
      ))}
      {picture.boxes.map((box) => (
        <BoxGroup
          key={box.key}
          {...props}
          box={box}
          tabbed={box.key === first?.key}
          onFocus={() => setFocus(box.key)}
          onKey={(event) => move(event, box)}
        />
      ))}
    </svg>
  );
}

function Heads({ picture }: { picture: Picture }) {
  const { t } = useWords();
  return picture.levels.map(({ level, x, accounts, received_fen }) => (
    <Fragment key={level}>
      <text className="column-name" x={x} y={20}>
        {level === 0
          ? t('trail.level_0')
          : accounts > 0
            ? t('trail.level', { level })
            : t('trail.left_world')}
      </text>
      {level > 0 && accounts > 0 && (
        <text className="quiet" x={x} y={37}>
          {t('trail.level_sum', { count: accounts, sum: formatFen(received_fen) })}
        </text>
      )}
      <line className="column-line" x1={x} x2={x + kBoxWidth} y1={kHead + 2} y2={kHead + 2} />
    </Fragment>
  ));
}

interface LineProps {
  line: Line;
  onRows: (line: Line) => void;
}

function FlowLine({ line, onRows }: LineProps) {
  const { t } = useWords();
  const kind = line.back ? 'back' : line.exit ? 'out' : '';
  const sum = `${formatFen(line.sum_fen)}${line.count > 1 ? ` × ${line.count}` : ''}`;
  return (
    <g
      className="act sum-act"
      role="button"
      tabIndex={-1}
      aria-label={t('trail.flow_rows', { sum })}
      onClick={() => onRows(line)}
    >
      <path className={`flow ${kind}`} d={line.path} strokeWidth={line.width} />
      {!line.back && <Arrow path={line.path} />}
      {line.label && (
        <text className="sum" x={line.label.x} y={line.label.y} textAnchor={line.label.anchor}>
          {line.back ? '↩ ' : ''}
          {line.claim_ids.length > 0 ? '✎ ' : ''}
          {sum}
        </text>
      )}
    </g>
  );
}

function Arrow({ path }: { path: string }) {
  const end = /([\d.-]+) ([\d.-]+)$/.exec(path);
  if (!end) return null;
  const [x, y] = [Number(end[1]), Number(end[2])];
  return <path className="head" d={`M${x + 7} ${y}l-8 -4.5v9z`} />;
}

interface BoxProps extends Props {
  box: Box;
  tabbed: boolean;
  onFocus: () => void;
  onKey: (event: KeyboardEvent) => void;
}

function BoxGroup(props: BoxProps) {
  const { box, picture, trace, ticked, tabbed, onFocus, onKey } = props;
  const nameOf = useBoxName();
  const now =
    box.kind === 'account' ? trace.accounts.find(({ id }) => id === box.account.id) : undefined;
  const open = () => {
    if (box.kind === 'account') props.onAccount(now ?? box.account);
    else if (box.kind === 'more') props.onMore(box.level);
    else {
      const side = box.kind === 'exit' ? 'to' : 'from';
      const lines = picture.lines.filter((line) => line[side] === box.key);
      if (lines.length > 0) props.onRows(joined(lines));
    }
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return onKey(event);
    event.preventDefault();
    open();
  };
  const account = now ?? (box.kind === 'account' ? box.account : undefined);
  const flowing = picture.lines.some(({ from, to }) => from === box.key || to === box.key);
  const unseen = box.kind === 'account' ? !now : !flowing && box.kind !== 'victim';
  const chosen = account && ticked.has(account.id);
  const classes = [
    'act',
    `of-${box.kind}`,
    account && account.resting_fen > 0 ? 'rests' : '',
    account && isStopped(account) ? 'stopped' : '',
    chosen ? 'chosen' : '',
    unseen ? 'unseen' : '',
  ];
  return (
    <g
      className={classes.join(' ')}
      transform={`translate(${box.x} ${box.y})`}
      role="button"
      aria-label={nameOf(box)}
      tabIndex={tabbed ? 0 : -1}
      data-box={box.key}
      onFocus={onFocus}
      onKeyDown={press}
      onClick={open}
    >
      <rect className="body" width={kBoxWidth} height={box.height} rx={8} />
      {account ? (
        <AccountBox account={account} first={trace.first_at ?? firstOf(trace)} />
      ) : (
        <SmallBox box={box} sum={joined(picture.lines.filter(({ to }) => to === box.key))} />
      )}
      {chosen && (
        <>
          <circle className="tick" cx={kBoxWidth} cy={0} r={9} />
          <path className="tick-sign" d={`M${kBoxWidth - 4} 0l3 3.5l5 -6`} />
        </>
      )}
    </g>
  );
}

// Several flows as one.
function joined(lines: Line[]): Line {
  const sum = (of: (line: Line) => number) => lines.reduce((total, line) => total + of(line), 0);
  return {
    ...(lines[0] ?? kNoLine),
    count: sum(({ count }) => count),
    sum_fen: sum(({ sum_fen }) => sum_fen),
    transfer_ids: lines.flatMap(({ transfer_ids }) => transfer_ids),
    claim_ids: lines.flatMap(({ claim_ids }) => claim_ids),
  };
}

const kNoLine: Line = {
  ...{ key: '', from: '', to: '', count: 0, sum_fen: 0, first_at: '', transfer_ids: [] },
  ...{ claim_ids: [], back: false, path: '', width: 0 },
};

function firstOf(trace: Trace): string | null {
  return trace.accounts.map(({ first_at }) => first_at).sort()[0] ?? null;
}
