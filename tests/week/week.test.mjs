// Weeks of thirty warning desks, a seed each, two at a time. `./dev week` runs more of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { testSeeds } from '../sim/seeds.mjs';
import { runWeek } from './week.mjs';

const first = Number(process.env.HETANG_SEED ?? 1);
const seeds = Number(process.env.HETANG_WEEK_SEEDS ?? 30);

test('what is killed does the same as what is not', async () => {
  const quiet = await runWeek(first, { days: 4, kills: 0 });
  const killed = await runWeek(first, { days: 4, kills: 20 });
  assert.ok(killed.kills > 15);
  assert.equal(killed.digest, quiet.digest);
});

test(`${seeds} desks pass a week with everything that goes wrong`, (t) => {
  const tell = ({ warnings, rows, kills, seconds }) =>
    `${warnings} warnings, ${rows} steps, ${kills} kills, ${seconds.toFixed(1)} s`;
  return testSeeds(t, { first, seeds, run: (seed) => runWeek(seed), tell });
});
