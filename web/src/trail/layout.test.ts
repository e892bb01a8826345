import { expect, test } from 'vitest';

import { kBoxWidth, kFirstShown, neighbourOf, pictureOf, replayed, type Box } from './layout';
import { account, edge, trace } from './test_trace';

function overlaps(boxes: Box[]): string[] {
  return boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (other) =>
          Math.abs(one.x - other.x) < kBoxWidth &&
          one.y < other.y + other.height &&
          other.y < one.y + one.height,
      )
      .map((other) => `${one.key} ${other.key}`),
  );
}

function boxOf(boxes: Box[], key: string): Box {
  return boxes.find((box) => box.key === key)!;
}

const kTree = trace(
  [account(2, 1), account(3, 2), account(4, 2, { resting_fen: 9000_00 }), account(5, 3)],
  [edge(1, 2, 3000_00), edge(2, 3, 1000_00), edge(2, 4, 2000_00), edge(4, 5, 500_00)],
);

function crowd(count: number) {
  const accounts = Array.from({ length: count }, (_, n) =>
    account(10 + n, 2, { resting_fen: n * 100 }),
  );
  const edges = accounts.map(({ id }) => edge(2, id, 100_00));
  return trace([account(2, 1), ...accounts], [edge(1, 2, 9000_00), ...edges]);
}

test('each level stands right of the one before it, the victims left of all', () => {
  const { boxes } = pictureOf(kTree);
  const x = (key: string) => boxOf(boxes, key).x;
  expect(x('v1')).toBeLessThan(x('a2'));
  expect(x('a2')).toBeLessThan(x('a3'));
  expect(x('a3')).toBe(x('a4'));
  expect(x('a4')).toBeLessThan(x('a5'));
});

test('no two boxes lie over each other, and all lie inside the picture', () => {
  for (const drawn of [kTree, crowd(11), crowd(400)]) {
    const { boxes, width, height } = pictureOf(drawn);
    expect(overlaps(boxes)).toEqual([]);
    for (const box of boxes) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + kBoxWidth).toBeLessThanOrEqual(width);
      expect(box.y + box.height).toBeLessThanOrEqual(height);
    }
  }
});

test('a long level shows its weightiest accounts, the rest as one box that opens', () => {
  const drawn = crowd(3000);
  const { boxes, lines } = pictureOf(drawn);
  const more = boxOf(boxes, 'm2');
  expect(boxes.filter(({ kind, level }) => kind === 'account' && level === 2)).toHaveLength(
    kFirstShown,
  );
  expect(more.kind === 'more' && more.accounts.length).toBe(3000 - kFirstShown);
  expect(boxes.map(({ key }) => key)).toContain('a3009'); // The one most rests in.
  // No money is lost by it: the flows into the level sum up to all of them.
  const sum = lines
    .filter(({ from }) => from === 'a2')
    .reduce((all, each) => all + each.sum_fen, 0);
  expect(sum).toBe(3000 * 100_00);
  expect(lines.find(({ to }) => to === 'm2')!.transfer_ids).toHaveLength(3000 - kFirstShown);
  expect(pictureOf(drawn, new Map([[2, 40]])).boxes.length).toBe(43);
});

test('a ticked account is drawn however little rests in it', () => {
  const { boxes } = pictureOf(crowd(300), new Map(), new Set([10]));
  expect(boxes.map(({ key }) => key)).toContain('a10');
});

test('money that leaves the known world goes to one box a level and kind', () => {
  const drawn = trace(
    [account(2, 1), account(3, 2), account(4, 2)],
    [
      edge(1, 2, 3000_00),
      edge(2, 3, 1000_00),
      edge(2, 4, 1000_00),
      edge(3, null, 400_00, { exit: 'cash', count: 2 }),
      edge(4, null, 600_00, { exit: 'cash' }),
      edge(4, null, 100_00, { exit: 'merchant' }),
    ],
  );
  const { boxes, lines } = pictureOf(drawn);
  expect(boxes.filter(({ kind }) => kind === 'exit').map(({ key }) => key)).toEqual(
    expect.arrayContaining(['x3:cash', 'x3:merchant']),
  );
  const cash = lines.filter(({ to }) => to === 'x3:cash');
  expect(cash.reduce((sum, each) => sum + each.sum_fen, 0)).toBe(1000_00);
  expect(cash.reduce((sum, each) => sum + each.count, 0)).toBe(3);
});

test('money that flows back is drawn as such, and a cycle does not trouble the levels', () => {
  const drawn = trace(
    [account(2, 1), account(3, 2)],
    [edge(1, 2, 3000_00), edge(2, 3, 2000_00), edge(3, 2, 500_00)],
  );
  const { lines } = pictureOf(drawn);
  expect(lines.filter(({ back }) => back).map(({ key }) => key)).toEqual(['a3>a2']);
});

test('replaying an earlier moment leaves every box at its place', () => {
  const base = pictureOf(kTree);
  const earlier = trace([account(2, 1)], [edge(1, 2, 3000_00)]);
  const then = replayed(base, earlier);
  expect(then.boxes).toEqual(base.boxes);
  expect(then.lines.map(({ key }) => key)).toEqual(['v1>a2']);
});

test('the arrow keys lead to the neighbour on that side', () => {
  const { boxes } = pictureOf(kTree);
  const go = (key: string, arrow: string) => neighbourOf(boxes, boxOf(boxes, key), arrow)?.key;
  expect(go('v1', 'ArrowRight')).toBe('a2');
  expect(go('a5', 'ArrowLeft')).toBe('a4');
  expect([go('a3', 'ArrowUp'), go('a3', 'ArrowDown')]).toContain('a4');
  expect(go('v1', 'ArrowLeft')).toBeUndefined();
});
