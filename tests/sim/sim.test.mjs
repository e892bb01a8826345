// Months of thirty centres, a seed each, two at a time. `./dev sim` runs more of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { runMonth } from './month.mjs';
import { testSeeds } from './seeds.mjs';

const first = Number(process.env.HETANG_SEED ?? 1);
const seeds = Number(process.env.HETANG_SIM_SEEDS ?? 30);
const days = Number(process.env.HETANG_SIM_DAYS ?? 30);

// How far a program had come when it is killed is a matter of milliseconds; all else is the seed.
test('a seed without misfortunes replays exactly', async () => {
  const quiet = { days: 4, misfortunes: false };
  const [one, other] = [await runMonth(first, quiet), await runMonth(first, quiet)];
  assert.equal(one.digest, other.digest);
});

const month = `a month of ${days} days with everything that goes wrong`;
test(`${seeds} centres pass ${month}`, (t) => {
  const tell = ({ cases, orders, kills, seconds }) =>
    `${cases} cases, ${orders} orders, ${kills} kills, ${seconds.toFixed(1)} s`;
  return testSeeds(t, { first, seeds, run: (seed) => runMonth(seed, { days }), tell });
});
