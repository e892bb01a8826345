// ./dev sim [--seeds N] [--seed S] [--days D] [--parallel P]: months of the centre, a seed each.
import { runMonth } from './month.mjs';
import { runSeeds } from './seeds.mjs';

function tell({ cases, orders, rounds, returns, appeals, kills, steps, digest, ...figures }) {
  const pace = `${figures.seconds.toFixed(1)} s, ${figures.daysPerSecond.toFixed(1)} days a second`;
  return (
    `${cases} cases, ${orders} orders, ${rounds} rounds, ${returns} returns, ` +
    `${appeals} appeals, ${kills} kills, ${steps} steps, ${pace}, ${digest}`
  );
}

const days = { type: 'string', default: '30' };
await runSeeds((seed, values) => runMonth(seed, { days: Number(values.days) }), tell, { days });
