// ./dev week [--seeds N] [--seed S] [--parallel P] [--days D] [--people A_DAY] [--kills K]: weeks
// of the warning desk, a seed each.
import { runSeeds } from '../sim/seeds.mjs';
import { runWeek } from './week.mjs';

const tell = ({ warnings, instructions, rows, back, escalated, reports, kills, ...figures }) =>
  `${warnings} warnings of ${instructions} instructions, ${rows} steps, ${back} came back, ` +
  `${escalated} escalated, ${reports} reports, ${kills} kills, ` +
  `${figures.seconds.toFixed(1)} s, ${figures.digest}`;

const numbers = ['days', 'people', 'kills'];
const more = Object.fromEntries(numbers.map((name) => [name, { type: 'string' }]));
const run = (seed, values) => {
  const given = numbers.filter((name) => values[name] !== undefined);
  return runWeek(seed, Object.fromEntries(given.map((name) => [name, Number(values[name])])));
};
await runSeeds(run, tell, more);
