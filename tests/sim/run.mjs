// ./dev sim [--seeds N] [--seed S] [--days D] [--parallel P]: months of the centre, a seed each.
import { parseArgs } from 'node:util';

import { runMonth } from './month.mjs';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '30' },
    parallel: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const first = Number(values.seed);
const last = first + Number(values.seeds) - 1;
const days = Number(values.days);

let next = first;
let failed = 0;
let seconds = 0;
const begun = performance.now();

function tell(figures) {
  if (values.json) return console.log(JSON.stringify(figures));
  const { seed, cases, orders, rounds, returns, appeals, kills, steps, digest } = figures;
  const pace = `${figures.seconds.toFixed(1)} s, ${figures.daysPerSecond.toFixed(1)} days a second`;
  return console.log(
    `seed ${seed}: ${cases} cases, ${orders} orders, ${rounds} rounds, ${returns} returns, ` +
      `${appeals} appeals, ${kills} kills, ${steps} steps, ${pace}, ${digest}`,
  );
}

async function work() {
  while (next <= last) {
    const seed = next++;
    try {
      const figures = await runMonth(seed, { days });
      seconds += figures.seconds;
      tell(figures);
    } catch (error) {
      ++failed;
      console.error(error.seed === undefined ? error : error.message);
    }
  }
}
await Promise.all(Array.from({ length: Number(values.parallel) }, work));
const count = last - first + 1;
const wall = (performance.now() - begun) / 1000;
console.log(
  `${count - failed} of ${count} seeds passed, ${wall.toFixed(0)} s, ` +
    `${(seconds / Math.max(1, count - failed)).toFixed(1)} s a seed`,
);
process.exitCode = failed > 0 ? 1 : 0;
