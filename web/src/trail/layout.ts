// Where the picture of a trace puts each account and each flow: one column a level, victims left.
// A level too long to be looked at shows its weightiest accounts; the rest is one box, "N more".
import type { Exit, Trace, TraceAccount, TraceEdge, TraceVictim } from './types';

export const kBoxWidth = 220;
export const kBoxHeight = 112;
export const kSmallHeight = 46;
export const kHead = 44; // The names of the levels stand above the columns.
const kGapX = 136;
const kGapY = 18;
const kMargin = 16;
export const kFirstShown = 9; // Accounts of a level, before "and N more".
const kLabels = 4; // Sums written at one box; the rest is told by the account itself.

interface Place {
  key: string;
  level: number;
  x: number;
  y: number;
  height: number;
}
export type Box = Place &
  (
    | { kind: 'account'; account: TraceAccount }
    | { kind: 'victim'; victim: TraceVictim }
    | { kind: 'exit'; exit: Exit }
    | { kind: 'more'; accounts: TraceAccount[] }
  );
export interface Line {
  key: string;
  from: string;
  to: string;
  exit?: Exit | null;
  count: number;
  sum_fen: number;
  first_at: string;
  transfer_ids: number[];
  claim_ids: number[];
  back: boolean; // Towards the victim, or within its level.
  path: string;
  width: number;
  label?: { x: number; y: number; anchor: 'start' | 'end' };
}
export interface Picture {
  boxes: Box[];
  lines: Line[];
  levels: { level: number; x: number; accounts: number; received_fen: number }[];
  width: number;
  height: number;
}

// How many accounts of each level are to be drawn; kFirstShown, when it does not say.
export type Shown = ReadonlyMap<number, number>;

type Unplaced = Omit<Box, 'x' | 'y'>;
type Flow = Omit<Line, 'path' | 'width' | 'label'>;

function byWeight(one: TraceAccount, other: TraceAccount): number {
  return (
    other.resting_fen - one.resting_fen ||
    other.received_fen - one.received_fen ||
    one.first_at.localeCompare(other.first_at) ||
    one.id - other.id
  );
}

export function levelsOf(accounts: TraceAccount[]): Map<number, TraceAccount[]> {
  const levels = new Map<number, TraceAccount[]>();
  for (const account of accounts) {
    levels.set(account.level, [...(levels.get(account.level) ?? []), account]);
  }
  return new Map([...levels].sort(([one], [other]) => one - other));
}

// The boxes to draw, and of each account the key of the box it is in.
function boxesOf(trace: Trace, shown: Shown, keep: ReadonlySet<number>) {
  const boxes: Unplaced[] = [];
  const home = new Map<number, string>();
  for (const victim of trace.victims) {
    const key = `v${victim.id}`;
    boxes.push({ kind: 'victim', key, level: 0, height: kSmallHeight, victim } as Unplaced);
    home.set(victim.id, key);
  }
  for (const [level, accounts] of levelsOf(trace.accounts)) {
    const sorted = [...accounts].sort(byWeight);
    const limit = shown.get(level) ?? kFirstShown;
    const drawn = sorted.filter(({ id }, index) => index < limit || keep.has(id));
    // One box more costs no more than the box that would stand for it.
    const all = sorted.length <= drawn.length + 1;
    const inside = new Set((all ? sorted : drawn).map(({ id }) => id));
    for (const account of sorted.filter(({ id }) => inside.has(id))) {
      const key = `a${account.id}`;
      home.set(account.id, key);
      boxes.push({ kind: 'account', key, level, height: kBoxHeight, account } as Unplaced);
    }
    const rest = sorted.filter(({ id }) => !inside.has(id));
    if (rest.length === 0) continue;
    const key = `m${level}`;
    for (const { id } of rest) home.set(id, key);
    boxes.push({ kind: 'more', key, level, height: kSmallHeight, accounts: rest } as Unplaced);
  }
  return { boxes, home };
}

function levelOf(trace: Trace): Map<number, number> {
  const levels = new Map(trace.victims.map(({ id }) => [id, 0]));
  for (const { id, level } of trace.accounts) levels.set(id, level);
  return levels;
}

// Edges between the same two boxes become one flow.
function flowsOf(trace: Trace, home: Map<number, string>): Flow[] {
  const levels = levelOf(trace);
  const flows = new Map<string, Flow>();
  const take = (edge: TraceEdge, from: string, to: string, back: boolean) => {
    const key = `${from}>${to}`;
    const known = flows.get(key);
    flows.set(key, {
      key,
      from,
      to,
      exit: edge.exit ?? null,
      back,
      count: edge.count + (known?.count ?? 0),
      sum_fen: edge.sum_fen + (known?.sum_fen ?? 0),
      first_at: known && known.first_at < edge.first_at ? known.first_at : edge.first_at,
      transfer_ids: [...(known?.transfer_ids ?? []), ...edge.transfer_ids],
      claim_ids: [...(known?.claim_ids ?? []), ...edge.claim_ids],
    });
  };
  for (const edge of trace.edges) {
    const from = home.get(edge.from);
    const level = levels.get(edge.from);
    if (from === undefined || level === undefined) continue;
    const out = edge.to === null || edge.to === undefined;
    const to = out ? `x${level + 1}:${edge.exit ?? 'cash'}` : home.get(edge.to!);
    // What moves inside one box has no line.
    if (to === undefined || to === from) continue;
    take(edge, from, to, !out && (levels.get(edge.to!) ?? 0) <= level);
  }
  return [...flows.values()];
}

function exitBoxes(flows: Flow[]): Unplaced[] {
  const keys = new Set(flows.map(({ to }) => to).filter((to) => to.startsWith('x')));
  return [...keys].map((key) => {
    const [level, exit] = key.slice(1).split(':') as [string, Exit];
    const height = kSmallHeight;
    return { kind: 'exit', key, level: Number(level), height, exit } as Unplaced;
  });
}

// Puts one column beside the ones before it: each box as near as it can to what feeds it.
function placeColumn(column: Unplaced[], x: number, flows: Flow[], placed: Map<string, Box>) {
  const wanted = column.map((box, index) => {
    let weight = 0;
    let sum = 0;
    for (const flow of flows) {
      const source = flow.to === box.key ? placed.get(flow.from) : undefined;
      if (!source) continue;
      weight += flow.sum_fen + 1;
      sum += (source.y + source.height / 2) * (flow.sum_fen + 1);
    }
    const last = box.kind === 'more' ? Number.MAX_VALUE : 0;
    const centre = weight > 0 ? sum / weight : undefined;
    return { box, index, centre, order: Math.max(centre ?? 0, last) };
  });
  wanted.sort((one, other) => one.order - other.order || one.index - other.index);
  let bottom = -Infinity;
  let off = 0;
  const tops = wanted.map(({ box, centre }) => {
    const wish = centre === undefined ? Math.max(bottom + kGapY, 0) : centre - box.height / 2;
    const top = Math.max(wish, bottom + kGapY);
    bottom = top + box.height;
    off += centre === undefined ? 0 : top - wish;
    return top;
  });
  const shift = off / Math.max(1, wanted.length);
  wanted.forEach(({ box }, index) => {
    placed.set(box.key, { ...box, x, y: tops[index]! - shift } as Box);
  });
}

function grouped(flows: Flow[], side: 'from' | 'to'): Map<string, Flow[]> {
  const groups = new Map<string, Flow[]>();
  for (const flow of flows) {
    const group = groups.get(flow[side]);
    if (group) group.push(flow);
    else groups.set(flow[side], [flow]);
  }
  return groups;
}

// Where on the side of its boxes each flow begins (side `from`) or ends, in the order of what lies
// at its other end, so that flows of one box do not cross.
function portsOf(flows: Flow[], side: 'from' | 'to', placed: Map<string, Box>) {
  const other = side === 'from' ? 'to' : 'from';
  const middle = (flow: Flow) => {
    const box = placed.get(flow[other])!;
    return box.y + box.height / 2;
  };
  const ports = new Map<string, number>();
  for (const [key, group] of grouped(flows, side)) {
    const box = placed.get(key)!;
    group.sort((one, next) => middle(one) - middle(next) || one.key.localeCompare(next.key));
    group.forEach((flow, index) => {
      ports.set(flow.key, box.y + (box.height * (index + 1)) / (group.length + 1));
    });
  }
  return ports;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function pathOf(from: Box, to: Box, back: boolean, y1: number, y2: number): string {
  const x1 = from.x + kBoxWidth;
  // Money that goes back enters on the right side, in a loop that keeps clear of the column.
  const x2 = back ? to.x + kBoxWidth : to.x - 7;
  const reach = back ? 56 + Math.abs(x1 - x2) * 0.25 : Math.max(48, (x2 - x1) * 0.5);
  const [c1, c2] = back ? [Math.max(x1, x2) + reach, x2 + reach] : [x1 + reach, x2 - reach];
  const end = back ? x2 + 7 : x2;
  const [a, b] = [round(y1), round(y2)];
  return `M${x1} ${a}C${round(c1)} ${a} ${round(c2)} ${b} ${end} ${b}`;
}

function linesOf(flows: Flow[], placed: Map<string, Box>): Line[] {
  const starts = portsOf(flows, 'from', placed);
  const ends = portsOf(flows, 'to', placed);
  const most = Math.max(1, ...flows.map(({ sum_fen }) => sum_fen));
  const labelled = new Set<string>();
  for (const group of grouped(flows, 'to').values()) {
    const heavy = [...group].sort((one, other) => other.sum_fen - one.sum_fen);
    for (const { key } of heavy.slice(0, kLabels)) labelled.add(key);
  }
  return flows.map((flow) => {
    const from = placed.get(flow.from)!;
    const to = placed.get(flow.to)!;
    const y = ends.get(flow.key)!;
    const line: Line = {
      ...flow,
      path: pathOf(from, to, flow.back, starts.get(flow.key)!, y),
      width: round(1.25 + 4.75 * Math.sqrt(flow.sum_fen / most)),
    };
    if (!labelled.has(flow.key)) return line;
    const label = flow.back
      ? { x: to.x + kBoxWidth + 14, y: y - 6, anchor: 'start' as const }
      : { x: to.x - 14, y: y - 6, anchor: 'end' as const };
    return { ...line, label };
  });
}

export function pictureOf(
  trace: Trace,
  shown: Shown = new Map(),
  keep: ReadonlySet<number> = new Set(),
): Picture {
  const { boxes, home } = boxesOf(trace, shown, keep);
  const flows = flowsOf(trace, home);
  const all = [...boxes, ...exitBoxes(flows)];
  const levels = [...new Set(all.map(({ level }) => level))].sort((one, other) => one - other);
  const placed = new Map<string, Box>();
  const xOf = (level: number) => kMargin + levels.indexOf(level) * (kBoxWidth + kGapX);
  for (const level of levels) {
    const column = all.filter((box) => box.level === level);
    placeColumn(column, xOf(level), flows, placed);
  }
  const top = Math.min(0, ...[...placed.values()].map(({ y }) => y));
  for (const [key, box] of placed) {
    placed.set(key, { ...box, y: round(box.y - top + kHead + kMargin) });
  }
  const accounts = levelsOf(trace.accounts);
  const bottom = Math.max(kHead, ...[...placed.values()].map(({ y, height }) => y + height));
  const loops = flows.some(({ back }) => back) ? 120 : 0;
  return {
    boxes: [...placed.values()],
    lines: linesOf(flows, placed),
    levels: levels.map((level) => ({
      level,
      x: xOf(level),
      accounts: level === 0 ? trace.victims.length : (accounts.get(level)?.length ?? 0),
      received_fen: (accounts.get(level) ?? []).reduce((sum, each) => sum + each.received_fen, 0),
    })),
    width: xOf(levels.at(-1) ?? 0) + kBoxWidth + kMargin + loops,
    height: round(bottom + kMargin),
  };
}

// The same places with the flows of another moment: while it is replayed, nothing jumps.
export function replayed(base: Picture, trace: Trace): Picture {
  const home = new Map<number, string>();
  for (const box of base.boxes) {
    if (box.kind === 'victim') home.set(box.victim.id, box.key);
    if (box.kind === 'account') home.set(box.account.id, box.key);
    if (box.kind === 'more') for (const { id } of box.accounts) home.set(id, box.key);
  }
  const placed = new Map(base.boxes.map((box) => [box.key, box]));
  const flows = flowsOf(trace, home).filter(({ from, to }) => placed.has(from) && placed.has(to));
  return { ...base, lines: linesOf(flows, placed) };
}

// The box an arrow key leads to: the nearest in height in the next column, or the next one above or
// below.
export function neighbourOf(boxes: Box[], from: Box, key: string): Box | undefined {
  const columns = [...new Set(boxes.map(({ x }) => x))].sort((one, other) => one - other);
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const column = boxes.filter(({ x }) => x === from.x).sort((one, other) => one.y - other.y);
    return column[column.findIndex((box) => box.key === from.key) + (key === 'ArrowUp' ? -1 : 1)];
  }
  const x = columns[columns.indexOf(from.x) + (key === 'ArrowLeft' ? -1 : 1)];
  const middle = from.y + from.height / 2;
  const away = (box: Box) => Math.abs(box.y + box.height / 2 - middle);
  return boxes.filter((box) => box.x === x).sort((one, other) => away(one) - away(other))[0];
}
