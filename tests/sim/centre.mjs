// One centre under a simulated clock: starting it, killing it, moving the time, doing what officers
// do. The program is the real one and is spoken to from outside.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Program, World, freePort, password } from '../scenario/programs.mjs';
import { Door } from './door.mjs';
import { SimFailure, pause, within } from './limit.mjs';
import { breakRows } from './peek.mjs';

// What is forced to disk is forced into memory here: a killed program loses nothing by that.
const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

// The centre can write nothing just now; whoever wanted something comes back later.
export class Later extends Error {}

// The password of the officers under argon2id with the least cost: made to be slow, it would be
// most of what a month costs, for five officers sign in twice a day.
const quickHash =
  '$argon2id$v=19$m=8,t=1,p=1$bbirSobW+iZP1Pj9Diew4A$QkguEDNLcaKIpHB8N903V0PeSHPiGBy1zctVdHMXGoU';

// Nothing outlives the run, however it ends.
const running = new Set();
process.on('exit', () => running.forEach((centre) => centre.drop()));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(2));

export class Centre {
  // Login, roles, number and, when it is not the centre, the code of the unit. A kind of centre
  // names its own; `beforeOfficers` may add their units to the database.
  static officers = [];
  static beforeOfficers() {}

  // Officers are made once for each kind of centre and copied.
  static template() {
    if (Object.hasOwn(this, 'made')) return this.made;
    const folder = mkdtempSync(join(scratch, 'hetang-sim-template-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'centre', 'hetang.sqlite');
    for (const [login, roles, number, unit] of this.officers) {
      if (unit) this.beforeOfficers(file);
      const where = ['--data', join(folder, 'centre'), '--login', login, '--name', `某${login}`];
      const more = ['--number', number, '--phone', '000-0000101', '--roles', roles];
      const args = ['officer', 'add', ...where, ...more, ...(unit ? ['--unit', unit] : [])];
      World.prototype.run(args, password);
    }
    const hashes = `UPDATE auth_login SET password_hash = '${quickHash}'; SELECT changes();`;
    if (breakRows(file, hashes) !== String(this.officers.length)) throw new Error('no logins');
    return (this.made = folder);
  }

  static async make(seed, start) {
    const centre = new this();
    running.add(centre);
    centre.seed = seed;
    centre.now = start;
    centre.skew = 0; // How far the clock of the programs is off.
    centre.late = []; // Spans in which what falls due may be done only at their end.
    centre.figures = { kills: 0, steps: 0, stalls: 0, commands: 0 };
    centre.folder = mkdtempSync(join(scratch, 'hetang-sim-'));
    cpSync(join(this.template(), 'centre'), join(centre.folder, 'centre'), { recursive: true });
    centre.where = ['--data', join(centre.folder, 'centre')];
    centre.centreFile = join(centre.folder, 'centre', 'hetang.sqlite');
    centre.clockFile = join(centre.folder, 'clock');
    centre.clock = openSync(centre.clockFile, 'w');
    centre.setClock();
    centre.agent = new http.Agent({ keepAlive: true });
    centre.clients = new Map();
    await centre.startPrograms(seed);
    return centre;
  }

  async startCentre() {
    const port = await freePort();
    this.centreUrl = `http://127.0.0.1:${port}`;
    this.centreDoor = new Door(this.centreUrl, this.agent);
    const listen = ['--listen', `127.0.0.1:${port}`, '--rate', '0', '--clock', this.clockFile];
    this.centre = new Program('hetang', ['serve', ...this.where, ...listen]);
    await this.start('centre');
  }

  run(args) {
    return World.prototype.run(args);
  }

  async addBank(code, name, address, profile = 'platform') {
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
      address,
      answer_limit_minutes: 5,
      active: true,
      version: 0,
    });
    if (status !== 200) throw new Error(`bank: ${status} ${JSON.stringify(body)}`);
  }

  doorOf() {
    return [this.centreDoor, '/readyz'];
  }
  async start(which) {
    this[which].start();
    const [door, path] = this.doorOf(which);
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

  // What stays due although nothing moves any more waits for a pause that only time ends: then the
  // simulation goes on by a little. `look` says what is waiting, a mark of how things stand, and
  // whether it saw them at rest.
  async restBy(look, patienceMs) {
    let mark = '';
    let since = performance.now();
    for (;;) {
      const seen = await look();
      this.last = seen;
      if (seen.atRest) return [];
      if (seen.mark !== mark) {
        mark = seen.mark;
        since = performance.now();
      } else if (performance.now() - since > patienceMs) {
        ++this.figures.stalls;
        return seen.waiting;
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
  verifyJournal() {
    try {
      this.run(['journal', 'verify', ...this.where, '--json']);
    } catch (error) {
      throw new SimFailure('the journal proves itself', error.message);
    }
  }

  programs() {
    return [this.centre];
  }
  drop() {
    for (const program of this.programs()) program?.child?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
  async end() {
    for (const program of this.programs()) await program.end('SIGKILL');
    this.peek?.end();
    this.agent.destroy();
    this.drop();
    running.delete(this);
  }
}
