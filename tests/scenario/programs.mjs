// Starts the real programs on free ports in a folder of their own, and talks to them as a program
// would. Nothing here stands in for anything.
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const build = resolve(process.env.HETANG_BUILD ?? 'build');
export const password = 'scenario-password-1';

export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export async function until(what, condition, timeoutMs = 60_000, pauseMs = 100) {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await condition().catch(() => undefined);
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((done) => setTimeout(done, pauseMs));
  }
}

// One running program that can be killed and started again with the same arguments.
export class Program {
  constructor(name, args, env = {}) {
    this.path = join(build, name);
    this.args = args;
    this.env = env;
  }
  start() {
    this.child = spawn(this.path, this.args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...this.env },
    });
    this.errors = '';
    this.child.stderr.on('data', (bytes) => (this.errors += bytes));
    this.ended = new Promise((done) => this.child.once('exit', done));
    return this;
  }
  // Runs to its own end with this as its input, while `meanwhile` is done again and again.
  async talk(input, meanwhile) {
    this.child = spawn(this.path, this.args, { env: { ...process.env, ...this.env } });
    this.errors = '';
    let out = '';
    let code;
    this.child.stdout.on('data', (bytes) => (out += bytes));
    this.child.stderr.on('data', (bytes) => (this.errors += bytes));
    this.child.once('close', (status) => (code = status));
    this.child.stdin.end(input);
    while (code === undefined) await meanwhile();
    this.child = undefined;
    return { code, out };
  }
  async end(signal) {
    if (!this.child) return;
    this.child.kill(signal);
    await this.ended;
    this.child = undefined;
  }
}

// The time of the programs that are started with `--clock` and this file.
export class SetClock {
  constructor(file, now) {
    this.file = file;
    closeSync(openSync(file, 'w'));
    this.set(now);
  }
  set(now) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(now));
    const descriptor = openSync(this.file, 'r+'); // Written in place.
    writeSync(descriptor, bytes, 0, 8, 0);
    closeSync(descriptor);
    this.now = now;
  }
  advance(milliseconds) {
    this.set(this.now + milliseconds);
  }
}

export class Client {
  constructor(base) {
    this.base = base;
  }
  async call(method, path, body, headers = {}) {
    const answer = await fetch(this.base + path, {
      method,
      headers: {
        'content-type': 'application/json',
        cookie: this.cookie ?? '',
        'x-csrf-token': this.csrf ?? '',
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: text ? tryJson(text) : undefined,
    };
  }
  get(path) {
    return this.call('GET', path);
  }
  post(path, body, headers) {
    return this.call('POST', path, body, { 'idempotency-key': randomUUID(), ...headers });
  }
  async signIn(login) {
    const { status, headers, body } = await this.post('/api/v1/session', { login, password });
    if (status !== 200) throw new Error(`sign-in of ${login}: ${status}`);
    this.cookie = headers.get('set-cookie').split(';')[0];
    this.csrf = body.csrf_token;
    return this;
  }
}

function tryJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// A centre with officers and three banks, all played by one hetang-bank.
export class World {
  // `now`: milliseconds since 1970; the time then stands until `clock` is set.
  static async make({ bankArgs = [], serveArgs = [], database, env, bankKeys = true, now } = {}) {
    const world = new World();
    world.folder = mkdtempSync(join(tmpdir(), 'hetang-scenario-'));
    world.where = database ? ['--database', database] : ['--data', join(world.folder, 'centre')];
    if (now !== undefined) world.clock = new SetClock(join(world.folder, 'clock'), now);
    const clockArgs = world.clock ? ['--clock', world.clock.file] : [];
    const [centrePort, bankPort] = [await freePort(), await freePort()];
    world.centreUrl = `http://127.0.0.1:${centrePort}`;
    world.bankUrl = `http://127.0.0.1:${bankPort}`;
    world.keys = join(world.folder, 'keys');
    world.centre = new Program(
      'hetang',
      [
        ...['serve', ...world.where, '--listen', `127.0.0.1:${centrePort}`, '--rate', '0'],
        ...clockArgs,
        ...serveArgs,
      ],
      env,
    );
    world.bank = new Program('hetang-bank', [
      '--listen',
      `127.0.0.1:${bankPort}`,
      '--data',
      join(world.folder, 'bank'),
      '--centre',
      world.centreUrl,
      '--keys',
      world.keys,
      ...clockArgs,
      ...bankArgs,
    ]);
    for (const [login, roles, number] of [
      ['duty', 'duty', '900101'],
      ['second', 'duty,analyst', '900102'],
      ['leader', 'leader', '900103'],
      ['liaison', 'bank_liaison', '900104'],
      ['auditor', 'auditor', '900105'],
    ]) {
      world.run(
        [
          'officer',
          'add',
          ...world.where,
          '--login',
          login,
          '--name',
          `某${login}`,
          '--number',
          number,
          '--phone',
          '000-0000101',
          '--roles',
          roles,
        ],
        password,
      );
    }
    await world.startBank();
    await world.startCentre();
    await world.addBanks(bankKeys);
    return world;
  }

  // Runs a command of the program to its end.
  run(args, input = '') {
    const done = spawnSync(join(build, 'hetang'), args, { input, encoding: 'utf8' });
    if (done.status !== 0)
      throw new Error(`hetang ${args.join(' ')}: ${done.status} ${done.stderr}`);
    return done.stdout;
  }
  async startCentre(pauseMs = 100) {
    this.centre.start();
    const ready = async () => (await fetch(this.centreUrl + '/readyz')).ok;
    await until('the centre is ready', ready, 60_000, pauseMs);
  }
  async startBank() {
    this.bank.start();
    await until('the banks are up', async () => (await fetch(this.bankUrl + '/truth/ledger')).ok);
  }
  async client(login) {
    return new Client(this.centreUrl).signIn(login);
  }
  bankDoor() {
    return new Client(this.bankUrl);
  }

  async addBanks(bankKeys) {
    const liaison = await this.client('liaison');
    for (const [code, name] of [
      ['900000000001', '中国工商银行'],
      ['900000000002', '中国农业银行'],
      ['900000000004', '中国建设银行'],
    ]) {
      const { status, body } = await liaison.post('/api/v1/funds/banks', {
        id: 0,
        code,
        name,
        short_name: '',
        english_name: '',
        aliases: '',
        phone_24h: '000-1110000',
        profile: 'platform',
        transport: 'http',
        address: `${this.bankUrl}/banks/${code}/messages`,
        answer_limit_minutes: 5,
        active: true,
        version: 0,
      });
      if (status !== 200) throw new Error(`bank: ${status} ${JSON.stringify(body)}`);
    }
    if (bankKeys) this.run(['bank', 'keys', ...this.where, this.keys]);
  }

  async end() {
    await this.centre.end('SIGTERM');
    await this.bank.end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// `prefix` and a number of 18 digits in all, and its Luhn digit.
export function card(prefix, number) {
  const body = prefix + String(number).padStart(18 - prefix.length, '0');
  let sum = 0;
  for (let i = 0; i < body.length; ++i) {
    let digit = Number(body[body.length - 1 - i]);
    if (i % 2 === 0) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return body + String((10 - (sum % 10)) % 10);
}

export function reportForm({ payee, holder, bank, amountFen, phone, at, now = Date.now() }) {
  const minutesAgo = (n) => new Date(now - n * 60_000).toISOString().slice(0, 19) + 'Z';
  return {
    source: 'call',
    began_at: minutesAgo(1),
    text: '虚构的报案',
    fraud_type: null,
    victim: {
      name: '缪采薇',
      phone,
      identity: '',
      sex: 'unknown',
      age: null,
      occupation: '',
      workplace: '',
      community: '',
      residence: 'unknown',
      address: '',
    },
    payments: [
      {
        amount_fen: amountFen,
        at: at ?? minutesAgo(9),
        channel: 'bank',
        stop: true,
        from: { bank_code: '', bank_name: '', account: '', holder: '' },
        to: { bank_code: bank, bank_name: '', account: payee, holder },
      },
    ],
    identifiers: [],
    station_unit_id: null,
    duplicate_choice: 'separate',
    merge_into: null,
  };
}
