// Pages of the board of deadlines with a million of them open, over HTTP, on SQLite and PostgreSQL.
// The clocks are written by SQL: forty units, twelve rules, two hundred officers, one in fifty
// overdue. Every kind of page is asked for in turn, so that none finds its neighbours just read.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { World } from '../tests/scenario/programs.mjs';
import { startPostgresql } from './postgresql.mjs';

const count = Number(process.argv[2] ?? 1_000_000);
const rounds = Number(process.argv[3] ?? 200);
const units = 40;
const officers = 200;
const spanMs = 180 * 86_400_000;
const rules = [
  ...['bank_answer', 'stop_expiry', 'late_paperwork', 'freeze_expiry', 'unfreeze', 'return_notice'],
  ...['return_execution', 'first_stop_call', 'first_stop_station', 'appeal', 'filing', 'review'],
];

function run(command, args, sql) {
  const done = spawnSync(command, args, { input: sql, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout.trim();
}

function fill(sql, now) {
  const numbers = (most) =>
    `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ${most})`;
  sql(`INSERT INTO roster_unit (code, name, kind, parent_id, version)
${numbers(units - 1)}
SELECT '4302' || (10000000 + n), 'unit ' || n, 'station', 1, 0 FROM c;`);
  const named = rules.map((rule, index) => `WHEN ${index} THEN '${rule}'`).join(' ');
  sql(`BEGIN;
INSERT INTO deadline_clock (rule, desk, subject, subject_id, case_id, unit_id, officer_id,
  opened_at, due_at, next_at, reminders, state, closed_at, note)
${numbers(count)}
SELECT CASE n % ${rules.length} ${named} END,
  CASE WHEN n % ${rules.length} < 10 THEN 'funds' ELSE 'register' END, 'order', n, 0,
  1 + (CAST(n AS BIGINT) * 7919) % ${units}, 1 + (CAST(n AS BIGINT) * 104729) % ${officers},
  ${now - 86_400_000},
  ${now - Math.floor(spanMs / 50)} + (CAST(n AS BIGINT) * 48271) % ${spanMs}, NULL, 0, 'open', NULL,
  '000-1110000' FROM c;
COMMIT;`);
  sql('ANALYZE;');
}

function percentile(times, share) {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

async function measure(name, client) {
  const kinds = {
    'the first page': () => '',
    'a page within': () => `&after=${Date.now() + Math.floor(Math.random() * spanMs * 0.9)}-0`,
    'one rule': (i) => `&rule=${rules[i % rules.length]}`,
    'one desk': () => '&desk=register',
    'one unit': (i) => `&unit_id=${1 + (i % units)}`,
    'one officer': (i) => `&officer_id=${1 + (i % officers)}`,
    'one rule of one officer': (i) => `&officer_id=${1 + (i % officers)}&rule=filing`,
    overdue: () => '&overdue=true',
    'the next 24 hours': () => '&within_hours=24',
  };
  const times = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
  for (let i = 0; i < rounds; ++i) {
    for (const [kind, query] of Object.entries(kinds)) {
      const start = process.hrtime.bigint();
      const { status, body } = await client.get(`/api/v1/deadline/clocks?limit=50${query(i)}`);
      times[kind].push(Number(process.hrtime.bigint() - start) / 1e6);
      if (status !== 200 || !Array.isArray(body.items)) throw new Error(JSON.stringify(body));
    }
  }
  console.log(`${name}: ${count} open clocks, pages of 50, ${rounds} of each kind`);
  for (const [kind, each] of Object.entries(times)) {
    const [median, late] = [percentile(each, 0.5), percentile(each, 0.99)];
    console.log(`  ${kind}: median ${median.toFixed(1)} ms, p99 ${late.toFixed(1)} ms`);
  }
  const counts = [];
  for (let i = 0; i < 20; ++i) {
    const start = process.hrtime.bigint();
    const { body } = await client.get('/api/v1/deadline/counts');
    counts.push(Number(process.hrtime.bigint() - start) / 1e6);
    const open = body.items.reduce((sum, each) => sum + each.open, 0);
    if (open < count) throw new Error(`counted ${open}`);
  }
  const late = percentile(counts, 0.99).toFixed(0);
  console.log(
    `  all counts by rule: median ${percentile(counts, 0.5).toFixed(0)} ms, p99 ${late} ms`,
  );
}

async function bench(name, sqlOf, database) {
  const world = await World.make({ database, bankKeys: false });
  try {
    fill(sqlOf(world), Date.now());
    // Filling held up this program: it must notice that its old connections are closed.
    await new Promise((done) => setTimeout(done, 500));
    await measure(name, await world.client('leader'));
  } finally {
    await world.end();
  }
}

await bench('SQLite', (world) => {
  const file = join(world.where[1], 'hetang.sqlite');
  return (sql) => run('sqlite3', ['-cmd', '.timeout 60000', file], sql);
});
const postgresql = startPostgresql();
try {
  const args = ['-q', '-v', 'ON_ERROR_STOP=1', '-h', postgresql.host, '-p', postgresql.port];
  await bench(
    'PostgreSQL',
    () => (sql) => run('psql', [...args.map(String), '-U', 'postgres', 'centre'], sql),
    postgresql.address,
  );
} finally {
  postgresql.end();
}
