// The trace of a case, side by side: our engine, SQLite and PostgreSQL by a recursive query, and
// the plain program of the shared workload.
//
// usage: node bench/trace.mjs [--accounts N] [--transfers N] [--rounds N]
// Reads ../shared/bench (generator and plain program) and says so when it is not there.
//
// The peers are asked for less than a trace answers: all walks in order of time from the victim's
// first day on, at most five hops, each at most a day after the one before. They follow no amounts,
// so they need no account's history. Ours follows the money through one day after the payment, with
// what every account held before, and to the end of the data.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { startPostgresql } from './postgresql.mjs';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '100000' },
    transfers: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
  },
});
const rounds = Number(values.rounds);
const shared = resolve(process.env.HETANG_SHARED ?? '../shared', 'bench');
if (!existsSync(join(shared, 'gen_transfers.cpp'))) {
  console.log(`skipped: ${shared} is not here`);
  process.exit(0);
}
const build = resolve(process.env.HETANG_BUILD ?? 'build');
const folder = mkdtempSync(join(tmpdir(), 'hetang-bench-trace-'));
const file = join(folder, 't.csv');
const labels = join(folder, 'labels.csv');

const run = (program, args, options = {}) =>
  execFileSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['pipe', 'pipe', 'pipe'],
    ...options,
  });
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
function timed(work) {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function makeWorkload() {
  for (const [name, source] of [
    ['gen', 'gen_transfers.cpp'],
    ['floor', 'peers/floor.cpp'],
  ]) {
    run('c++', ['-O2', '-w', '-o', name, join(shared, source)]);
  }
  run('./gen', [values.accounts, values.transfers, '20210922', file, labels]);
  const rows = readFileSync(file, 'utf8').trimEnd().split('\n');
  const sent = new Map();
  for (const row of rows.slice(1)) {
    const payer = row.slice(0, row.indexOf(','));
    sent.set(payer, (sent.get(payer) ?? 0) + 1);
  }
  const hub = [...sent].reduce((most, one) => (one[1] > most[1] ? one : most));
  writeFileSync(join(folder, 'hub.txt'), `${hub[0]} 1609459200\n`);
  const rowOf = new Map(rows.map((row, index) => [row, index]));
  return readFileSync(labels, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .filter(([, level]) => level === '1')
    .map(([, , from, to, cents, ts]) => ({
      victim: from,
      ts,
      row: rowOf.get([from, to, cents, ts].join(',')),
    }));
}

const walks = ({ victim, ts }) => `WITH RECURSIVE p(acct, ts, lvl) AS (
 SELECT dst, ts, 1 FROM tx WHERE src = ${victim} AND ts >= ${ts} AND ts <= ${ts} + 86400
 UNION ALL
 SELECT tx.dst, tx.ts, p.lvl + 1 FROM p JOIN tx ON tx.src = p.acct AND tx.ts > p.ts
   AND tx.ts <= p.ts + 86400 WHERE p.lvl < 5)
SELECT lvl, count(*), count(DISTINCT acct) FROM p GROUP BY lvl ORDER BY lvl;
`;

function ours(cases) {
  const warm = JSON.parse(run(join(build, 'trace_bench'), [file, labels]));
  console.log(
    `hetang: read ${warm.read_ms.toFixed(0)} ms, build ${warm.build_ms.toFixed(0)} ms; warm:`,
  );
  for (const { method, through, median_us, p95_us, accounts, found } of warm.runs) {
    const share = `${(found * 100).toFixed(1)} % of the planted`;
    const name = `${method}, through ${through}`.padEnd(32);
    const times = `${(median_us / 1000).toFixed(3)} ms, p95 ${(p95_us / 1000).toFixed(3)} ms`;
    console.log(`  ${name} ${times}, ${accounts} accounts, ${share}`);
  }
  const cold = Array.from({ length: rounds }, (_, i) =>
    timed(() => {
      const args = ['trace', '--transfers', file, '--seeds', String(cases[i].row)];
      run(join(build, 'hetang'), args);
    }),
  );
  const whole = median(cold).toFixed(0);
  console.log(`  cold (process, read, build, fifo to the end, print): ${whole} ms`);
  return warm;
}

function sqlite(cases) {
  const database = join(folder, 'tx.sqlite');
  const settings = `PRAGMA journal_mode=wal; PRAGMA synchronous=normal;
PRAGMA cache_size=-2000000; PRAGMA mmap_size=4294967296; PRAGMA temp_store=memory;
`;
  const ask = (sql) => run('sqlite3', [database], { input: settings + sql });
  const load = timed(() =>
    ask(`CREATE TABLE tx(src INTEGER NOT NULL, dst INTEGER NOT NULL, amt INTEGER NOT NULL,
  ts INTEGER NOT NULL);
.mode csv
.import --skip 1 ${file} tx
`),
  );
  const index = timed(() =>
    ask(`CREATE INDEX tx_src ON tx(src, ts, dst, amt);
CREATE INDEX tx_dst ON tx(dst, ts, src, amt);`),
  );
  const all = cases.map(walks).join('');
  const alone = median(Array.from({ length: rounds }, () => timed(() => ask(''))));
  const answered = median(Array.from({ length: rounds }, () => timed(() => ask(all))));
  const cold = median(cases.slice(0, rounds).map((one) => timed(() => ask(walks(one)))));
  const each = (answered - alone) / cases.length;
  console.log(
    `SQLite: load ${load.toFixed(0)} ms, index ${index.toFixed(0)} ms; ` +
      `walks of a case ${each.toFixed(3)} ms (mean of ${cases.length} in one process), ` +
      `in a process of its own ${cold.toFixed(0)} ms`,
  );
  return each;
}

function postgresql(cases) {
  const server = startPostgresql();
  const where = ['-h', server.host, '-p', String(server.port), '-U', 'postgres', '-X', '-q', '-A'];
  const ask = (sql) => run('psql', [...where, '-t', 'centre'], { input: sql });
  try {
    ask(`CREATE TABLE tx(src int4 NOT NULL, dst int4 NOT NULL, amt int8 NOT NULL,
  ts int4 NOT NULL);`);
    const load = timed(() => ask(`\\copy tx FROM '${file}' csv header\n`));
    const index = timed(() =>
      ask(`CREATE INDEX ON tx(src, ts) INCLUDE (dst, amt);
CREATE INDEX ON tx(dst, ts) INCLUDE (src, amt);
VACUUM ANALYZE tx;`),
    );
    const all = cases.map(walks).join('');
    ask(all);
    const times = [];
    for (let round = 0; round < rounds; ++round) {
      const text = ask(`\\timing on\n${all}`);
      times.push(...[...text.matchAll(/^Time: ([\d.]+) ms/gm)].map((match) => Number(match[1])));
    }
    const each = median(times);
    console.log(
      `PostgreSQL: COPY ${load.toFixed(0)} ms, index ${index.toFixed(0)} ms; ` +
        `walks of a case ${each.toFixed(3)} ms (median)`,
    );
    return each;
  } finally {
    server.end();
  }
}

try {
  const cases = makeWorkload();
  console.log(`${values.transfers} transfers, ${values.accounts} accounts, ${cases.length} cases`);
  const warm = ours(cases);
  const peers = { SQLite: sqlite(cases), PostgreSQL: postgresql(cases) };
  const day = warm.runs.find((one) => one.method === 'fifo' && one.through === 'one day');
  for (const [name, each] of Object.entries(peers)) {
    console.log(`${name} / hetang (fifo, one day): ${((each * 1000) / day.median_us).toFixed(1)}x`);
  }
  const plain = run('./floor', []);
  for (const line of plain.split('\n')) {
    if (/^(CSV parse|build|T5 )/.test(line)) console.log(`plain program: ${line}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
