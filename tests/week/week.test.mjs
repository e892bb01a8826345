// Weeks of thirty warning desks, a seed each, two at a time. `./dev week` runs more of them.
import assert from 'node:assert/strict';
import { cpus } from 'node:os';
import { test } from 'node:test';

import { runWeek } from './week.mjs';

const first = Number(process.env.HETANG_SEED ?? 1);
const seeds = Number(process.env.HETANG_WEEK_SEEDS ?? 30);
const parallel = Math.min(2, cpus().length);

test('what is killed does the same as what is not', async () => {
  const quiet = await runWeek(first, { days: 4, kills: 0 });
  const killed = await runWeek(first, { days: 4, kills: 20 });
  assert.ok(killed.kills > 15);
  assert.equal(killed.digest, quiet.digest);
});

test(`${seeds} desks pass a week with everything that goes wrong`, async (t) => {
  let next = first;
  const work = async () => {
    while (next < first + seeds) {
      const seed = next++;
      await t.test(`seed ${seed}`, async () => {
        const { warnings, rows, kills, seconds } = await runWeek(seed);
        t.diagnostic(
          `seed ${seed}: ${warnings} warnings, ${rows} steps, ${kills} kills, ` +
            `${seconds.toFixed(1)} s`,
        );
      });
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
});
