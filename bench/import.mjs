// Statements into the centre: rows a second by `hetang import` into SQLite and PostgreSQL; stop
// orders on one connection at rest and while the same rows load into the running server; and how
// long after a bank's answer the picture of the case shows its rows.
//
// usage: node bench/import.mjs [--rows N] [--rounds N] [--orders N] [--turns N] [--queries N]
//   [--only PART]
// where PART is import, orders or picture; prints one JSON line a run.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { World, card, until } from '../tests/scenario/programs.mjs';
import { startPostgresql } from './postgresql.mjs';
import {
  bankCode,
  firstHand,
  importOnce,
  median,
  note,
  pause,
  prepareBank,
  summary,
  takeReport,
  writeStatement,
} from './statements.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '1' },
    orders: { type: 'string', default: '2000' },
    turns: { type: 'string', default: '5' },
    queries: { type: 'string', default: '100' },
    only: { type: 'string', default: '' },
  },
});
const rows = Number(values.rows);

// Every round into an empty database.
function measureImport(file, folder) {
  const rounds = Number(values.rounds);
  const tell = (run, seconds) =>
    note({ run, seconds: median(seconds), rows_per_second: Math.round(rows / median(seconds)) });
  tell(
    'import, SQLite',
    Array.from({ length: rounds }, (_, i) => {
      const data = join(folder, `data-${i}`);
      const seconds = importOnce(['--data', data], file, rows);
      rmSync(data, { recursive: true });
      return seconds;
    }),
  );
  tell(
    'import, PostgreSQL',
    Array.from({ length: rounds }, () => {
      const server = startPostgresql();
      try {
        return importOnce(['--database', server.address], file, rows);
      } finally {
        server.end();
      }
    }),
  );
}

// Stop orders one after the other on one kept connection; each for an account of its own.
class Orders {
  constructor(world, duty, cases) {
    Object.assign(this, { world, duty, cases, placed: 0, failures: 0 });
    this.agent = new Agent({ keepAlive: true, maxSockets: 1 });
  }
  // Milliseconds from asking to the whole answer.
  place() {
    const number = this.placed++;
    const body = JSON.stringify({
      case_id: this.cases[number % this.cases.length],
      payment_id: null,
      bank_code: bankCode,
      account: card('622848', 7_000_000 + number),
      holder: '',
      amount_fen: 100_000,
      reason: 'measured',
    });
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'idempotency-key': randomUUID(),
      cookie: this.duty.cookie,
      'x-csrf-token': this.duty.csrf,
    };
    const url = `${this.world.centreUrl}/api/v1/funds/orders`;
    const start = performance.now();
    return new Promise((done, failed) => {
      const asked = request(url, { method: 'POST', agent: this.agent, headers }, (answer) => {
        answer.resume();
        answer.on('end', () => {
          if (answer.statusCode !== 200) ++this.failures;
          done(performance.now() - start);
        });
      });
      asked.on('error', failed);
      asked.end(body);
    });
  }
}

async function upload(world, duty, file) {
  const bytes = readFileSync(file);
  const name = 'statement.csv';
  const { body } = await duty.post('/api/v1/trail/uploads', { name, size_bytes: bytes.length });
  for (let part = 0; part * body.part_bytes < bytes.length; ++part) {
    const answer = await fetch(`${world.centreUrl}/api/v1/trail/uploads/${body.id}/parts/${part}`, {
      method: 'PUT',
      headers: {
        'content-type': 'application/octet-stream',
        'idempotency-key': randomUUID(),
        cookie: duty.cookie,
        'x-csrf-token': duty.csrf,
      },
      body: bytes.subarray(part * body.part_bytes, (part + 1) * body.part_bytes),
    });
    if (!answer.ok) throw new Error(`part ${part}: ${answer.status} ${await answer.text()}`);
  }
  return body.id;
}

// Uploads and imports the file; `phase` is told what is going on.
async function loadThroughApi(world, duty, file, phase) {
  phase('upload');
  const id = await upload(world, duty, file);
  phase('loading');
  const wish = { case_id: null, upload_ids: [id] };
  const { status, body } = await duty.post('/api/v1/trail/imports', wish);
  if (status !== 200) throw new Error(`import: ${status} ${JSON.stringify(body)}`);
  for (;;) {
    await pause(250);
    const { body: now } = await duty.get(`/api/v1/trail/imports/${body.id}`);
    if (now.state === 'shown') return;
    if (now.state === 'failed') throw new Error(`the import failed: ${now.problem}`);
  }
}

// In turns at rest and while a part of the rows loads, so that whatever else the machine does meets
// both alike.
async function measureOrders(folder) {
  const world = await World.make();
  await world.bank.end('SIGTERM');
  try {
    const duty = await world.client('duty');
    const cases = [];
    for (let i = 0; i < 100; ++i) cases.push(await takeReport(duty, card('622202', i), i));
    const orders = new Orders(world, duty, cases);
    for (let i = 0; i < 200; ++i) await orders.place();
    const all = { rest: [], upload: [], loading: [] };
    const ratios = [];
    const turns = Number(values.turns);
    for (let turn = 0; turn < turns; ++turn) {
      const times = { rest: [], upload: [], loading: [] };
      const count = Number(values.orders) / turns;
      for (let i = 0; i < count; ++i) times.rest.push(await orders.place());
      const file = join(folder, `part-${turn}.csv`);
      writeStatement(file, Math.ceil(rows / turns), 100 + turn);
      let going = true;
      let phase = 'upload';
      const loaded = loadThroughApi(world, duty, file, (now) => (phase = now)).finally(
        () => (going = false),
      );
      while (going) {
        const during = phase;
        times[during].push(await orders.place());
      }
      await loaded;
      rmSync(file);
      const [rest, loading] = [summary(times.rest), summary(times.loading)];
      ratios.push({ p50: loading.p50_ms / rest.p50_ms, p99: loading.p99_ms / rest.p99_ms });
      for (const during of Object.keys(all)) all[during].push(...times[during]);
    }
    note({ run: 'orders at rest', ...summary(all.rest) });
    note({ run: 'orders during upload', ...summary(all.upload) });
    note({ run: 'orders during loading', ...summary(all.loading), failures: orders.failures });
    const times = (of) => Number(median(ratios.map(of)).toFixed(2));
    note({
      run: 'loading against rest, median of the turns',
      p50_times: times(({ p50 }) => p50),
      p99_times: times(({ p99 }) => p99),
    });
  } finally {
    await world.end();
  }
}

// One query: from asking for it, and from the bank's answer, until the picture has the five edges.
async function askAndLook(duty, i) {
  const caseId = await takeReport(duty, firstHand(i), i);
  const start = performance.now();
  const { status, body } = await duty.post(`/api/v1/funds/cases/${caseId}/queries`, {
    kind: 'transactions',
    mode: 'quick',
    accounts: [{ number: firstHand(i), holder: '邬望舒' }],
  });
  if (status !== 200 || body.placed.length !== 1) throw new Error(JSON.stringify(body));
  let seenAt;
  await until(
    'the picture shows the rows',
    async () => {
      const { body: view } = await duty.get(`/api/v1/trail/cases/${caseId}/trace`);
      seenAt = Date.now();
      return view.edges.length >= 5;
    },
    60_000,
    2,
  );
  const whole = performance.now() - start;
  const { body: order } = await duty.get(`/api/v1/funds/orders/${body.placed[0].order.id}`);
  return { whole, after: seenAt - Date.parse(order.answered_at) };
}

async function measurePicture(held, file, count) {
  const world = await World.make({ bankArgs: ['--delay-ms', '0:0'] });
  try {
    if (held) {
      await world.centre.end('SIGTERM');
      importOnce(world.where, file, rows);
      await world.startCentre();
    }
    await prepareBank(world, count);
    const duty = await world.client('duty');
    const asked = [];
    for (let i = 0; i < count; ++i) asked.push(await askAndLook(duty, i));
    const name = held ? `${rows} rows held` : 'nothing else held';
    note({ run: `answer to picture, ${name}`, ...summary(asked.map(({ after }) => after)) });
    note({ run: `query to picture, ${name}`, ...summary(asked.map(({ whole }) => whole)) });
  } finally {
    await world.end();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'hetang-bench-import-'));
const wanted = (part) => values.only === '' || values.only === part;
try {
  const file = join(folder, 'statement.csv');
  writeStatement(file, rows);
  if (wanted('import')) measureImport(file, folder);
  if (wanted('orders')) await measureOrders(folder);
  if (wanted('picture')) {
    await measurePicture(false, file, Number(values.queries));
    await measurePicture(true, file, Math.ceil(Number(values.queries) / 10));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
