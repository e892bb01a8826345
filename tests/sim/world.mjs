// One centre and its twelve banks under a simulated clock: starting, killing, waiting until nothing
// is due, moving the time. The programs are the real ones and are spoken to from outside.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Program, World, freePort, password } from '../scenario/programs.mjs';
import { Door } from './door.mjs';
import { SimFailure, pause, within } from './limit.mjs';
import { Peek, breakRows } from './peek.mjs';
import { banks, start } from './town.mjs';
import { Wire } from './wire.mjs';

const never = Number.MAX_SAFE_INTEGER;
// What is forced to disk is forced into memory here: a killed program loses nothing by that.
const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export const officers = [
  ['duty', 'duty', '900101'],
  ['night', 'duty,analyst', '900102'],
  ['leader', 'leader', '900103'],
  ['liaison', 'bank_liaison', '900104'],
  ['auditor', 'auditor', '900105'],
];

// The first due step of everything that goes on in both programs by itself, and what is not yet
// taken.
const duesSql = `SELECT
  (SELECT COALESCE(MAX(id), 0) FROM journal_entry),
  (SELECT COALESCE(MAX(entry_id), 0) FROM journal_seal),
  (SELECT COALESCE(MAX(position), 0) FROM journal_seal),
  (SELECT COALESCE(MIN(position), 0) FROM journal_subscriber),
  (SELECT COALESCE(MIN(next_at), ${never}) FROM (SELECT MIN(id), next_at FROM outbox_message
    WHERE state = 'waiting' GROUP BY channel, destination)),
  (SELECT COALESCE(MIN(next_at), ${never}) FROM deadline_clock WHERE next_at IS NOT NULL),
  (SELECT COUNT(*) FROM trail_import WHERE state IN ('waiting', 'loading')),
  (SELECT COALESCE(MIN(due_at), ${never}) FROM bank.sandbox_order
    WHERE state IN ('received', 'answered')),
  (SELECT COALESCE(MIN(due_at), ${never}) FROM bank.sandbox_movement WHERE state = 'waiting');`;

// The centre can write nothing just now; whoever wanted something comes back later.
export class Later extends Error {}

// The password of the officers under argon2id with the least cost: made to be slow, it would be
// most of what a month costs, for five officers sign in twice a day.
const quickHash =
  '$argon2id$v=19$m=8,t=1,p=1$bbirSobW+iZP1Pj9Diew4A$QkguEDNLcaKIpHB8N903V0PeSHPiGBy1zctVdHMXGoU';

// Officers are made once and copied.
let template;
function centreTemplate() {
  if (template) return template;
  template = mkdtempSync(join(scratch, 'hetang-sim-template-'));
  process.on('exit', () => rmSync(template, { recursive: true, force: true }));
  for (const [login, roles, number] of officers) {
    const where = ['--data', join(template, 'centre'), '--login', login, '--name', `某${login}`];
    World.prototype.run(
      ['officer', 'add', ...where, '--number', number, '--phone', '000-0000101', '--roles', roles],
      password,
    );
  }
  const hashes = `UPDATE auth_login SET password_hash = '${quickHash}'; SELECT changes();`;
  if (breakRows(join(template, 'centre', 'hetang.sqlite'), hashes) !== String(officers.length)) {
    throw new Error('no logins');
  }
  return template;
}

// Nothing outlives the run, however it ends.
const running = new Set();
process.on('exit', () => running.forEach((world) => world.drop()));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(2));

export class SimWorld {
  static async make(seed) {
    const world = new SimWorld();
    running.add(world);
    world.seed = seed;
    world.now = start;
    world.skew = 0; // How far the clock of both programs is off.
    world.late = []; // Spans in which what falls due may be done only at their end.
    world.figures = { kills: 0, steps: 0, stalls: 0, commands: 0 };
    world.folder = mkdtempSync(join(scratch, 'hetang-sim-'));
    cpSync(join(centreTemplate(), 'centre'), join(world.folder, 'centre'), { recursive: true });
    world.where = ['--data', join(world.folder, 'centre')];
    world.clockFile = join(world.folder, 'clock');
    world.clock = openSync(world.clockFile, 'w');
    world.setClock();
    await world.startPrograms(seed);
    return world;
  }

  async startPrograms(seed) {
    const [centrePort, bankPort] = [await freePort(), await freePort()];
    const wire = (this.wire = new Wire(seed));
    await wire.listen();
    wire.now = () => this.now;
    wire.centreUrl = this.centreUrl = `http://127.0.0.1:${centrePort}`;
    wire.bankUrl = this.bankUrl = `http://127.0.0.1:${bankPort}`;
    const keys = join(this.folder, 'keys');
    mkdirSync(join(this.folder, 'bank'));
    const bankData = ['--data', join(this.folder, 'bank'), '--keys', keys];
    const bankWays = ['--centre', wire.url, '--delay-ms', '2000:2000', '--seed', String(seed)];
    const clock = ['--clock', this.clockFile];
    const listen = (port) => ['--listen', `127.0.0.1:${port}`];
    this.bank = new Program('hetang-bank', [
      ...listen(bankPort),
      ...bankData,
      ...bankWays,
      ...clock,
    ]);
    const serve = ['serve', ...this.where, ...listen(centrePort), '--rate', '0', ...clock];
    this.centre = new Program('hetang', serve);
    this.agent = new http.Agent({ keepAlive: true });
    this.bankDoor = new Door(this.bankUrl, this.agent);
    this.centreDoor = new Door(this.centreUrl, this.agent);
    await this.start('bank');
    await this.start('centre');
    this.centreFile = join(this.folder, 'centre', 'hetang.sqlite');
    this.bankFile = join(this.folder, 'bank', 'bank.db');
    this.peek = new Peek(this.centreFile, { bank: this.bankFile });
    this.clients = new Map();
    await this.addBanks();
    this.run(['bank', 'keys', ...this.where, keys]);
  }

  run(args) {
    return World.prototype.run(args);
  }

  async addBanks() {
    for (const [code, name, , profile = 'platform'] of banks) {
      const { status, body } = await this.act('liaison', 'POST', '/api/v1/funds/banks', {
        id: 0,
        code,
        name,
        short_name: '',
        english_name: '',
        aliases: '',
        phone_24h: '000-1110000',
        profile,
        transport: 'http',
        address: `${this.wire.url}/banks/${code}/messages`,
        answer_limit_minutes: 5,
        active: true,
        version: 0,
      });
      if (status !== 200) throw new Error(`bank: ${status} ${JSON.stringify(body)}`);
    }
  }

  async start(which) {
    this[which].start();
    const [door, path] =
      which === 'centre' ? [this.centreDoor, '/readyz'] : [this.bankDoor, '/truth/ledger'];
    for (let i = 0; ; ++i) {
      const { status } = await door.get(path).catch(() => ({}));
      if (status === 200) return;
      if (i > 4000 || this[which].child.exitCode !== null) {
        throw new SimFailure('it starts', `${which}: ${this[which].errors.slice(-400)}`);
      }
      await pause(3);
    }
  }
  // One kill after the other: two at once would leave behind a program that nobody ends.
  kill(which, meanwhile = () => {}) {
    const kill = async () => {
      ++this.figures.kills;
      await within(20_000, `the end of the ${which}`, this[which].end('SIGKILL'));
      meanwhile();
      await this.start(which);
    };
    return (this.killing = (this.killing ?? Promise.resolve()).then(kill));
  }

  setClock() {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(Math.floor(this.now + this.skew)));
    writeSync(this.clock, bytes, 0, 8, 0);
  }
  moveTo(time) {
    this.now = Math.max(this.now, Math.floor(time));
    ++this.figures.steps;
    this.setClock();
  }

  // When something falls due in one of the programs, in the time of the month.
  async dues() {
    const [row] = await this.peek.ask(duesSql);
    const [entries, sealed, position, fed, outbox, deadline, imports, orders, movements] =
      row.map(Number);
    const clock = this.now + this.skew;
    // The outbox takes a time further ahead than any of its pauses for one from before a jump back.
    const ahead = outbox > clock + 75_000 && outbox !== never ? clock : outbox;
    const waiting = [];
    if (entries > sealed || fed < position) waiting.push('journal');
    if (imports > 0) waiting.push('imports');
    if (ahead <= clock) waiting.push('outbox');
    if (deadline <= clock) waiting.push('deadlines');
    if (orders <= clock) waiting.push('orders');
    if (movements <= clock) waiting.push('movements');
    if (this.wire.passing > 0) waiting.push('wire');
    return {
      waiting,
      exact: Math.min(outbox, orders) - this.skew,
      deadline: deadline - this.skew,
      mark: row.join(),
    };
  }

  // Waits until nothing is due in either program. What stays due although nothing moves any more
  // waits for a pause that only time ends: then the month goes on by a little.
  async settle({ patienceMs = 3000 } = {}) {
    let mark = '';
    let since = performance.now();
    for (;;) {
      // The two databases are not read at one moment: they are at rest together if nothing passed
      // between them meanwhile.
      const { moves } = this.wire;
      const dues = await this.dues();
      this.last = dues;
      if (dues.waiting.length === 0 && moves === this.wire.moves) return [];
      if (dues.mark !== mark) {
        mark = dues.mark;
        since = performance.now();
      } else if (performance.now() - since > patienceMs) {
        ++this.figures.stalls;
        return dues.waiting;
      }
      await pause(1);
    }
  }

  disk(limit) {
    const pid = String(this.centre.child.pid);
    const done = spawnSync('prlimit', ['--pid', pid, `--fsize=${limit}`]);
    if (done.status !== 0) throw new Error('prlimit failed');
  }

  async client(login) {
    const known = this.clients.get(login);
    if (known && known.until > this.now + this.skew) return known.client;
    const client = await new Door(this.centreUrl, this.agent).signIn(login);
    this.clients.set(login, { client, until: this.now + this.skew + 11.9 * 3_600_000 });
    return client;
  }

  // Does what an officer does in the page, and goes on with the same key until the centre has said
  // yes or no.
  async act(login, method, path, body, key, headers = {}) {
    ++this.figures.commands;
    const once = key ?? `${login}-${path}-${this.figures.commands}`;
    for (let tries = 0; tries < 400; ++tries) {
      try {
        const client = await this.client(login);
        const asked = client.call(method, path, body, { 'idempotency-key': once, ...headers });
        if (this.killInCommand && method !== 'GET') {
          const { afterMs, answered, meanwhile } = this.killInCommand;
          this.killInCommand = undefined;
          asked.catch(() => {});
          await (answered ? asked : pause(afterMs));
          await this.kill('centre', meanwhile);
          continue;
        }
        const answer = await asked;
        if (answer.status === 401) this.clients.delete(login);
        else if (answer.status === 507) throw new Later();
        else if (answer.status < 500) return answer;
      } catch (error) {
        if (error instanceof SimFailure || error instanceof Later) throw error;
        if (/: 507$/.test(error.message)) throw new Later();
      }
      await pause(5);
    }
    throw new SimFailure('the centre answers', `${method} ${path} was never answered`);
  }
  async read(login, path) {
    const { status, body } = await this.act(login, 'GET', path);
    if (status !== 200) throw new SimFailure('reading works', `${path}: ${status}`);
    return body;
  }
  async readAll(login, path, name = 'items') {
    const items = [];
    for (let after = ''; ;) {
      const joint = path.includes('?') ? '&' : '?';
      const body = await this.read(login, `${path}${joint}limit=200${after}`);
      items.push(...body[name]);
      if (!body.next) return items;
      after = `&after=${body.next}`;
    }
  }
  async truth(path) {
    const { status, body } = await this.bankDoor.get(`/truth/${path}`);
    if (status !== 200) throw new SimFailure('reading works', `/truth/${path}: ${status}`);
    return body;
  }

  drop() {
    for (const program of [this.centre, this.bank]) program?.child?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
  async end() {
    await this.centre.end('SIGKILL');
    await this.bank.end('SIGKILL');
    this.peek?.end();
    this.agent.destroy();
    this.wire.end();
    this.drop();
    running.delete(this);
  }
}
