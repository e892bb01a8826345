// Runs seeds side by side.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';

// From the command line, `--seeds N --seed S --parallel P` and what `more` adds; says at the end
// how many passed.
export async function runSeeds(run, tell, more = {}) {
  const text = (value) => ({ type: 'string', default: value });
  const options = { seeds: text('1'), seed: text('1'), parallel: text('1'), ...more };
  const { values } = parseArgs({ options: { ...options, json: { type: 'boolean' } } });
  const first = Number(values.seed);
  const count = Number(values.seeds);
  const begun = performance.now();
  let next = first;
  let failed = 0;
  let seconds = 0;
  const work = async () => {
    while (next < first + count) {
      const seed = next++;
      try {
        const figures = await run(seed, values);
        seconds += figures.seconds;
        console.log(values.json ? JSON.stringify(figures) : `seed ${seed}: ${tell(figures)}`);
      } catch (error) {
        ++failed;
        console.error(error.seed === undefined ? error : error.message);
      }
    }
  };
  await Promise.all(Array.from({ length: Number(values.parallel) }, work));
  const wall = (performance.now() - begun) / 1000;
  console.log(
    `${count - failed} of ${count} seeds passed, ${wall.toFixed(0)} s, ` +
      `${(seconds / Math.max(1, count - failed)).toFixed(1)} s a seed`,
  );
  process.exitCode = failed > 0 ? 1 : 0;
}

// The same within a test, two at a time: a test of its own for each seed.
export async function testSeeds(t, { first, seeds, run, tell }) {
  let next = first;
  const work = async () => {
    while (next < first + seeds) {
      const seed = next++;
      await t.test(`seed ${seed}`, async () => {
        t.diagnostic(`seed ${seed}: ${tell(await run(seed))}`);
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, cpus().length) }, work));
}
