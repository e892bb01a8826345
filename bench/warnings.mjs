// The warning desk under load: pages open on the event stream while instructions come in, each its
// own request, and officers read their queues; with so many warnings in the database beforehand.
//
// usage: node bench/warnings.mjs [--pages 500] [--rate 100] [--seconds 300] [--warnings 0]
//   [--readers 4] [--batches 5]; the batches, of 2,000 lines, come before the pages are open.
// The pages, the senders and the centre share the machine. Nobody answers the warnings: what is red
// falls late after three minutes and goes on to visits, families and leaders, which is more work.
import { fork, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { Door } from '../tests/sim/door.mjs';
import { World } from '../tests/scenario/programs.mjs';

const text = (value) => ({ type: 'string', default: value });
const { values } = parseArgs({
  options: {
    pages: text('500'),
    rate: text('100'),
    seconds: text('300'),
    warnings: text('0'),
    readers: text('4'),
    batches: text('5'),
  },
});
const [pages, rate, seconds, warnings, readers, batches] = [
  ...['pages', 'rate', 'seconds', 'warnings', 'readers', 'batches'],
].map((name) => Number(values[name]));
const api = '/api/v1/warning';
const levels = ['red', 'high', 'middle', 'middle', 'middle', 'low', 'low', 'low', 'low', 'low'];

// So many warnings of a tenth as many people; one in fifty has a step to be done, the rest is over.
function fill(file, now) {
  const numbers = (most) =>
    `WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ${most})`;
  const of = "CASE n % 4 WHEN 0 THEN 'red' WHEN 1 THEN 'high' WHEN 2 THEN 'middle' ELSE 'low' END";
  const arrived = `${now} - n * 1000`;
  const open = 'n % 50 = 0';
  const input = `BEGIN;
INSERT INTO register_person (name, phone, identity, sex, age, occupation, workplace, community,
  residence, address, version)
${numbers(Math.ceil(warnings / 10))}
SELECT '人' || n, '197' || printf('%08d', n), '', 'unknown', NULL, '', '', '', 'unknown', '', 1
FROM c;
INSERT INTO warning_record (number, person_id, unit_id, desk_unit_id, level, rank, fraud_type,
  state, instructions, arrived_at, reached_at, ended_at, outcome, watch_until, case_id, ladder_id,
  climb, climb_from, next_at, version)
${numbers(warnings)}
SELECT 'YJ999999' || printf('%012d', n), 1 + (n - 1) / 10, 1, 1, ${of}, 1 + n % 4, 'authority',
  CASE WHEN ${open} THEN 'climbing' ELSE 'closed' END, 1, ${arrived}, NULL,
  CASE WHEN ${open} THEN NULL ELSE ${arrived} + 600000 END,
  CASE WHEN ${open} THEN NULL ELSE 'not_a_fraud' END, NULL, NULL, 1, 1, ${arrived}, NULL, 1 FROM c;
INSERT INTO warning_contact (warning_id, kind, name, phone, place)
SELECT id, 'own', '', '197' || printf('%08d', person_id), '' FROM warning_record;
INSERT INTO warning_step (warning_id, climb, rung, number, name, act, role, unit_id, rank, phase,
  begins_at, due_at, taken_by, taken_at, back_at, contact_id, outcome, told_by, told_at)
SELECT id, 1, 0, 1, 'call', 'call', 'duty', 1, rank,
  CASE WHEN state = 'climbing' THEN 'late' ELSE 'done' END, arrived_at, arrived_at + 600000, NULL,
  NULL, NULL, id, CASE WHEN state = 'climbing' THEN NULL ELSE 'not_a_fraud' END, NULL, NULL
FROM warning_record;
COMMIT;
ANALYZE;`;
  const done = spawnSync('sqlite3', [file], { input, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
}

// One in five is about somebody who has been warned of already.
function instruction(number) {
  const person = number % 5 === 4 ? number - 4 : number;
  return {
    source: `source-${number % 8}`,
    external_number: `L-${number}`,
    level: levels[number % 10],
    fraud_type: 'authority',
    name: `某${person}`,
    phones: [`199${String(person).padStart(8, '0')}`],
    address: `荷花小区${person}栋`,
    seen: '与境外号码通话40分钟',
  };
}

function late(times, share) {
  const sorted = Float64Array.from(times).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
}
const line = (times) => `p50 ${late(times, 0.5)} ms, p99 ${late(times, 0.99)} ms`;

// Whole batches, one after the other, each from a source of its own.
async function sendBatches(door) {
  const linesEach = 2_000;
  const begun = performance.now();
  for (let b = 0; b < batches; ++b) {
    const lines = Array.from({ length: linesEach }, (_, i) => ({
      ...instruction(50_000_000 + b * linesEach + i),
      source: `batch-${b}`,
    }));
    const { status, body } = await door.post(`${api}/batches`, { batch: `b-${b}`, lines });
    if (status !== 200 || body.begun + body.joined !== linesEach)
      throw new Error(`batch: ${status}`);
  }
  const perSecond = (batches * linesEach * 1000) / (performance.now() - begun);
  console.log(`${batches} batches of ${linesEach}: ${perSecond.toFixed(0)} lines a second`);
}

class Pages {
  constructor(asked) {
    this.child = fork(new URL('./streams.mjs', import.meta.url));
    this.opened = this.ask(asked);
  }
  ask(message) {
    return new Promise((done) => {
      this.child.once('message', done);
      this.child.send(message);
    });
  }
}

function cpuSeconds(pid) {
  const [, fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = fields.split(' ').slice(11, 13).map(Number);
  return (user + system) / 100;
}

class Load {
  constructor(door) {
    this.door = door;
    this.taken = [];
    this.refused = 0;
    this.sent = 0;
    this.waiting = 0;
  }
  async send() {
    const number = this.sent++;
    const begun = performance.now();
    ++this.waiting;
    const { status } = await this.door.post(`${api}/instructions`, instruction(number));
    --this.waiting;
    if (status === 200) this.taken.push(performance.now() - begun);
    else ++this.refused;
  }
  // By the clock, whether or not what was sent before has been answered.
  async run() {
    const begun = performance.now();
    while (performance.now() - begun < seconds * 1000) {
      const due = ((performance.now() - begun) / 1000) * rate;
      while (this.sent < due) this.send().catch(() => ++this.refused);
      await new Promise((done) => setTimeout(done, 5));
    }
    this.over = true;
    while (this.waiting > 0) await new Promise((done) => setTimeout(done, 20));
  }
}

// An officer who looks into the queue, turns a page, opens a warning and looks at the list.
async function readOn(door, load, times) {
  const timed = async (kind, path) => {
    const begun = performance.now();
    const { status, body } = await door.get(path);
    if (status !== 200) throw new Error(`${path}: ${status}`);
    (times[kind] ??= []).push(performance.now() - begun);
    return body;
  };
  while (!load.over) {
    const queue = await timed('queue, first page', `${api}/queue?limit=50`);
    if (queue.next) await timed('queue, next page', `${api}/queue?limit=50&after=${queue.next}`);
    const [item] = queue.items;
    if (item) await timed('one warning', `${api}/warnings/${item.warning.id}`);
    await timed('warnings, newest', `${api}/warnings?limit=50`);
    await timed('warnings that climb', `${api}/warnings?limit=50&state=climbing`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

// What the pages saw once each of them has seen the last entry, or after half a minute.
async function allSeen(open, file) {
  const sql = 'SELECT MAX(position) FROM journal_seal';
  for (let tries = 0; ; ++tries) {
    await new Promise((done) => setTimeout(done, 1000));
    const sealed = Number(spawnSync('sqlite3', [file, sql], { encoding: 'utf8' }).stdout);
    const seen = await open.ask({});
    if (tries === 30 || seen.last.every((last) => last === sealed)) return { seen, sealed };
  }
}

async function measure(world) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const door = async (login) => new Door(world.centreUrl, agent).signIn(login);
  const [duty, second, leader] = await Promise.all(['duty', 'second', 'leader'].map(door));
  await sendBatches(duty);
  const open = new Pages({ url: world.centreUrl, cookie: leader.cookie, pages });
  await open.opened;
  const load = new Load(duty);
  const times = {};
  const pid = world.centre.child.pid;
  const cpu = cpuSeconds(pid);
  const reading = Array.from({ length: readers }, () => readOn(second, load, times));
  await load.run();
  await Promise.all(reading);
  const used = cpuSeconds(pid) - cpu;
  const { seen, sealed } = await allSeen(open, join(world.where[1], 'hetang.sqlite'));
  open.child.disconnect();
  const memory = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1];
  console.log(`${load.taken.length} taken in, ${load.refused} refused; ${line(load.taken)}`);
  console.log(
    `${pages} pages saw ${seen.entries} entries, to position ${seen.last} of ${sealed}: ` +
      `${seen.twice} twice, ${seen.left} left out, ${seen.ended} streams ended`,
  );
  console.log(`to the page: p50 ${seen.p50} ms, p99 ${seen.p99} ms, longest ${seen.longest} ms`);
  for (const [kind, each] of Object.entries(times)) {
    console.log(`  ${kind}: ${each.length} read, ${line(each)}`);
  }
  console.log(
    `the centre: ${used.toFixed(1)} s of processor, ${Math.round(memory / 1024)} MB; ` +
      `the pages: ${seen.cpuSeconds.toFixed(1)} s`,
  );
  agent.destroy();
  const lost = seen.left > 0 || seen.ended > 0 || seen.last.some((last) => last !== sealed);
  if (lost || seen.twice > 0 || load.refused > 0) process.exitCode = 1;
}

const world = await World.make({ serveArgs: [] });
try {
  await world.bank.end('SIGTERM');
  if (warnings > 0) {
    await world.centre.end('SIGTERM');
    fill(join(world.where[1], 'hetang.sqlite'), Date.now());
    await world.startCentre();
  }
  console.log(`${pages} pages, ${rate} a second for ${seconds} s, ${warnings} warnings before`);
  await measure(world);
} finally {
  await world.end();
}
