// Statements into the centre: rows a second by `hetang import` into SQLite and PostgreSQL; stop
// orders on one connection at rest and while the same rows load into the running server; and how
// long after a bank's answer the picture of the case shows its rows.
//
// usage: node bench/import.mjs [--rows N] [--rounds N] [--orders N] [--queries N] [--only PART]
// where PART is import, orders or picture; prints one JSON line a run.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { World, card, reportForm, until } from '../tests/scenario/programs.mjs';
import { startPostgresql } from './postgresql.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '1' },
    orders: { type: 'string', default: '2000' },
    queries: { type: 'string', default: '100' },
    only: { type: 'string', default: '' },
  },
});
const rows = Number(values.rows);
const build = resolve(process.env.HETANG_BUILD ?? 'build');
const bankCode = '900000000001';
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const note = (result) => console.log(JSON.stringify(result));

const header =
  '交易卡号,交易账号,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,' +
  '对手户名,对手开户银行,摘要说明,交易流水号\n';

// Statements of 400 accounts with 20,000 counterparties, in order of time. Always the same.
function writeStatement(path) {
  let state = 7;
  const below = (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const accounts = Array.from({ length: 400 }, (_, i) => card('622202', 1_000_000 + i));
  const others = Array.from({ length: 20_000 }, (_, i) => card('621700', 5_000_000 + i));
  const balances = accounts.map(() => 1_000_000_000);
  const yuan = (fen) => (fen / 100).toFixed(2);
  let second = Date.UTC(2021, 0, 1) / 1000;
  const file = openSync(path, 'w');
  let text = header;
  for (let i = 0; i < rows; ++i) {
    second += below(61);
    const own = below(accounts.length);
    const fen = 1 + below(5_000_000);
    const out = below(2) === 0 && balances[own] > fen;
    balances[own] += out ? -fen : fen;
    const at = new Date(second * 1000).toISOString().replace(/[-T:]/g, '').slice(0, 14);
    text +=
      `${accounts[own]},${accounts[own].slice(4)},${at},${yuan(fen)},${yuan(balances[own])},` +
      `${out ? '出' : '进'},${others[below(others.length)]},邬望舒,虚构银行某某支行,转账,` +
      `${String(i).padStart(12, '0')}\n`;
    if (text.length > 1 << 20) {
      writeSync(file, text);
      text = '';
    }
  }
  writeSync(file, text);
  closeSync(file);
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => Number(sorted[Math.floor(share * (sorted.length - 1))]?.toFixed(1));
  return { count: sorted.length, p50_ms: at(0.5), p99_ms: at(0.99), max_ms: at(1) };
}

function importOnce(where, file) {
  const start = performance.now();
  const done = spawnSync(join(build, 'hetang'), ['import', ...where, file], {
    cwd: folder, // Without a data directory the originals are kept in the working one.
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seconds = (performance.now() - start) / 1000;
  if (done.status !== 0) throw new Error(`hetang import: ${done.stderr}`);
  const taken = JSON.parse(done.stdout).files[0].entries_new;
  if (taken !== rows) throw new Error(`${taken} of ${rows} rows were taken`);
  return seconds;
}

// Every round into an empty database.
function measureImport(file, folder) {
  const rounds = Number(values.rounds);
  const tell = (run, seconds) =>
    note({ run, seconds: median(seconds), rows_per_second: Math.round(rows / median(seconds)) });
  tell(
    'import, SQLite',
    Array.from({ length: rounds }, (_, i) => {
      const data = join(folder, `data-${i}`);
      const seconds = importOnce(['--data', data], file);
      rmSync(data, { recursive: true });
      return seconds;
    }),
  );
  tell(
    'import, PostgreSQL',
    Array.from({ length: rounds }, () => {
      const server = startPostgresql();
      try {
        return importOnce(['--database', server.address], file);
      } finally {
        server.end();
      }
    }),
  );
}

async function takeReport(duty, payee, i) {
  const form = reportForm({
    payee,
    holder: '邬望舒',
    bank: bankCode,
    amountFen: 800_000,
    phone: `197${String(i).padStart(8, '0')}`,
  });
  form.payments[0].stop = false;
  const { status, body } = await duty.post('/api/v1/intake/reports', form);
  if (status !== 200) throw new Error(`report: ${status} ${JSON.stringify(body)}`);
  return body.case_id;
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

async function measureOrders(file) {
  const world = await World.make();
  await world.bank.end('SIGTERM');
  try {
    const duty = await world.client('duty');
    const cases = [];
    for (let i = 0; i < 100; ++i) cases.push(await takeReport(duty, card('622202', i), i));
    const orders = new Orders(world, duty, cases);
    for (let i = 0; i < 200; ++i) await orders.place();
    const rest = [];
    for (let i = 0; i < Number(values.orders); ++i) rest.push(await orders.place());
    note({ run: 'orders at rest', ...summary(rest) });

    const times = { upload: [], loading: [] };
    let going = true;
    let phase = 'upload';
    const start = performance.now();
    const loaded = loadThroughApi(world, duty, file, (now) => (phase = now)).finally(
      () => (going = false),
    );
    while (going) {
      const during = phase;
      times[during].push(await orders.place());
    }
    await loaded;
    for (const during of ['upload', 'loading']) {
      note({ run: `orders during ${during}`, ...summary(times[during]) });
    }
    const seconds = (performance.now() - start) / 1000;
    note({ run: 'upload and loading, with orders', seconds, failures: orders.failures });
  } finally {
    await world.end();
  }
}

const firstHand = (i) => card('622202', 40_000_000 + i);
const secondHand = (i) => card('622202', 50_000_000 + i);

// Each account has received the money of one report and passed it on to five.
async function prepareBank(world, count) {
  const lines = [];
  const open = (account) =>
    lines.push({ bank: bankCode, account, name: '邬望舒', balance_fen: 0 });
  for (let i = 0; i < count; ++i) {
    open(firstHand(i));
    for (let k = 0; k < 5; ++k) open(secondHand(i * 5 + k));
  }
  for (let i = 0; i < count; ++i) {
    const to = firstHand(i);
    lines.push({ at_offset_ms: 0, from: 'outside', to, amount_fen: 800_000 });
    for (let k = 0; k < 5; ++k) {
      lines.push({ at_offset_ms: 50, from: to, to: secondHand(i * 5 + k), amount_fen: 150_000 });
    }
  }
  const bank = world.bankDoor();
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  const { status, body } = await bank.call('POST', '/truth/load', text);
  if (status !== 200) throw new Error(`bank: ${status} ${JSON.stringify(body)}`);
  for (let i = 0; i < count; ++i) {
    await until('the money has moved', async () => {
      const { body: seen } = await bank.get(`/truth/accounts/${firstHand(i)}`);
      return seen.movements.every((movement) => movement.state !== 'waiting');
    });
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
      importOnce(world.where, file);
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
  writeStatement(file);
  if (wanted('import')) measureImport(file, folder);
  if (wanted('orders')) await measureOrders(file);
  if (wanted('picture')) {
    await measurePicture(false, file, Number(values.queries));
    await measurePicture(true, file, Math.ceil(Number(values.queries) / 10));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
