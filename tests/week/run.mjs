// ./dev week [--seeds N] [--seed S] [--parallel P]: weeks of the warning desk, a seed each.
import { runSeeds } from '../sim/seeds.mjs';
import { runWeek } from './week.mjs';

const tell = ({ warnings, instructions, rows, back, escalated, reports, kills, ...figures }) =>
  `${warnings} warnings of ${instructions} instructions, ${rows} steps, ${back} came back, ` +
  `${escalated} escalated, ${reports} reports, ${kills} kills, ` +
  `${figures.seconds.toFixed(1)} s, ${figures.digest}`;

await runSeeds((seed) => runWeek(seed), tell);
