// Durable stop orders through HTTP at 64 connections: our lane, one commit a request, our
// program on PostgreSQL, and PostgreSQL alone (pgbench) writing the same rows; the same with a
// flush of 5 ms.
//
// usage: node bench/orders.mjs [--requests N] [--rounds N]; prints a table and one JSON line a run.
// The bank is not reachable in these runs: what is measured is taking orders, not sending them.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { World, card, reportForm } from '../tests/scenario/programs.mjs';
import { startPostgresql } from './postgresql.mjs';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '40000' },
    rounds: { type: 'string', default: '3' },
  },
});
const build = resolve(process.env.HETANG_BUILD ?? 'build');
const slowFlush = { LD_PRELOAD: join(build, 'libslow_flush.so'), HETANG_FLUSH_MS: '5' };
const caseCount = 400;

async function prepareCases(world) {
  const duty = await world.client('duty');
  let first;
  let last;
  for (let i = 0; i < caseCount; ++i) {
    const form = reportForm({
      payee: card('622202', 9_000_000 + i),
      holder: '邬望舒',
      bank: '900000000001',
      amountFen: 100_000,
      phone: `197${String(i).padStart(8, '0')}`,
    });
    const { status, body } = await duty.post('/api/v1/intake/reports', form);
    if (status !== 200) throw new Error(`case: ${status} ${JSON.stringify(body)}`);
    first ??= body.case_id;
    last = body.case_id;
  }
  return { duty, first, last };
}

function runLoad(world, { duty, first, last }, round) {
  const done = spawnSync(
    join(build, 'load'),
    [
      new URL(world.centreUrl).host,
      '--cookie',
      duty.cookie,
      '--csrf',
      duty.csrf,
      '--requests',
      values.requests,
      '--first-case',
      String(first),
      '--last-case',
      String(last),
      '--first-account',
      String(round * 10_000_000),
    ],
    { encoding: 'utf8' },
  );
  // Refused requests are counted and shown, not hidden.
  if (!done.stdout) throw new Error(done.stderr);
  return JSON.parse(done.stdout);
}

async function measure(name, options) {
  const world = await World.make(options);
  await world.bank.end('SIGTERM');
  try {
    const prepared = await prepareCases(world);
    const rounds = Array.from({ length: Number(values.rounds) }, (_, i) =>
      runLoad(world, prepared, i),
    );
    rounds.sort((a, b) => a.orders_per_second - b.orders_per_second);
    return { name, ...rounds[Math.floor(rounds.length / 2)] };
  } finally {
    await world.end();
  }
}

// The rows of one order, as our program writes them, by pgbench with prepared statements.
function pgbench(server) {
  const script = join(server.host, 'order.sql');
  writeFileSync(
    script,
    `
\\set n random(1, 2000000000)
BEGIN;
INSERT INTO bench_account (bank_code, number, holder)
  VALUES ('900000000001', :n::text, '');
INSERT INTO bench_order (case_id, account_id, application_id, body)
  VALUES (:n % ${caseCount}, :n, md5(random()::text), repeat('x', 220));
INSERT INTO bench_outbox (destination, key, payload)
  VALUES ('900000000001', md5(random()::text), repeat('x', 1900));
INSERT INTO bench_journal (act, subject_id, body) VALUES ('order_placed', :n, repeat('x', 260));
INSERT INTO bench_deadline (rule, subject_id, due_at) VALUES ('bank_answer', :n, :n);
INSERT INTO bench_approval (act, subject_id, body) VALUES ('stop_review', :n, repeat('x', 120));
INSERT INTO bench_journal (act, subject_id, body) VALUES ('approval_asked', :n, repeat('x', 180));
COMMIT;
`,
  );
  const psql = (sql) =>
    execFileSync('psql', [
      '-q',
      '-h',
      server.host,
      '-p',
      String(server.port),
      '-U',
      'postgres',
      'centre',
      '-c',
      sql,
    ]);
  psql(`CREATE TABLE bench_account
  (id BIGSERIAL PRIMARY KEY, bank_code TEXT, number TEXT, holder TEXT, UNIQUE (number, id));
CREATE TABLE bench_order
  (id BIGSERIAL PRIMARY KEY, case_id BIGINT, account_id BIGINT, application_id TEXT UNIQUE,
   body TEXT);
CREATE INDEX ON bench_order (case_id); CREATE INDEX ON bench_order (account_id);
CREATE TABLE bench_outbox
  (id BIGSERIAL PRIMARY KEY, destination TEXT, key TEXT UNIQUE, payload TEXT);
CREATE TABLE bench_journal (id BIGSERIAL PRIMARY KEY, act TEXT, subject_id BIGINT, body TEXT);
CREATE TABLE bench_deadline (id BIGSERIAL PRIMARY KEY, rule TEXT, subject_id BIGINT, due_at BIGINT);
CREATE INDEX ON bench_deadline (due_at);
CREATE TABLE bench_approval (id BIGSERIAL PRIMARY KEY, act TEXT, subject_id BIGINT, body TEXT);`);
  const output = execFileSync(
    'pgbench',
    [
      '-n',
      '-M',
      'prepared',
      '-c',
      '64',
      '-j',
      '2',
      '-T',
      '10',
      '-l',
      '--log-prefix',
      join(server.host, 'bench'),
      '-h',
      server.host,
      '-p',
      String(server.port),
      '-U',
      'postgres',
      '-f',
      script,
      'centre',
    ],
    { encoding: 'utf8', cwd: server.host },
  );
  const times = execFileSync('sh', ['-c', `cat ${server.host}/bench.* | cut -d' ' -f3 | sort -n`], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
    .trim()
    .split('\n')
    .map((micros) => Number(micros) / 1000);
  return {
    name: 'pgbench, the same rows',
    orders_per_second: Math.round(Number(/tps = ([\d.]+)/.exec(output)[1])),
    p50_ms: times[Math.floor(times.length * 0.5)],
    p99_ms: times[Math.floor(times.length * 0.99)],
    failures: 0,
  };
}

const results = [];
const note = (result) => {
  results.push(result);
  console.log(JSON.stringify(result));
};
note(await measure('SQLite, lane of 64', {}));
note(await measure('SQLite, one commit a request', { serveArgs: ['--lane', '1'] }));
note(await measure('SQLite, lane of 64, flush 5 ms', { env: slowFlush }));
const server = startPostgresql();
try {
  note(await measure('PostgreSQL, our program', { database: server.address, bankKeys: false }));
  note(pgbench(server));
} finally {
  server.end();
}
const base = results[0].orders_per_second;
console.log('\n| run | orders/s | p50 ms | p99 ms | lane of 64 is |\n|---|---|---|---|---|');
for (const { name, orders_per_second: rate, p50_ms, p99_ms } of results) {
  console.log(`| ${name} | ${rate} | ${p50_ms} | ${p99_ms} | ${(base / rate).toFixed(1)}x |`);
}
