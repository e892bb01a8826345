// Orders through everything that goes wrong: a bank that answers late, twice, never, wrongly or
// with garbage, programs that are killed, a disk that is full. Checked from outside, against the
// books of the banks.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';

import { World, card, reportForm, until } from './programs.mjs';

const bankCode = '900000000001';
const orders = 1000;
const seed = Number(process.env.HETANG_SEED ?? Date.now() % 1_000_000);

// How often a bank does each of these to an order.
const faults = {
  late: 0.05,
  twice: 0.1,
  never: 0.03,
  garbage: 0.03,
  other_banks_order: 0.03,
  contradict: 0.05,
  cut: 0.05,
  refuse: 0.05,
  wrong_code: 0.02,
};

// A generator of its own, so that a failure replays from its printed seed.
let state = seed;
function random() {
  state = (state * 1664525 + 1013904223) >>> 0;
  return state / 2 ** 32;
}

let world;
before(async () => {
  console.log(`seed ${seed}`);
  const plan = Object.entries(faults).flatMap(([name, share]) => ['--fault', `${name}=${share}`]);
  world = await World.make({
    bankArgs: ['--delay-ms', '5:80', '--late-ms', '700', '--seed', String(seed), ...plan],
  });
});
after(async () => world?.end());

function accountLine(i) {
  return JSON.stringify({
    bank: bankCode,
    account: card('622202', i),
    name: '邬望舒',
    balance_fen: 5_000_000 + i,
  });
}

// Places one order and goes on until the centre has said yes: the same key each time, so that it is
// placed once however often it is asked for.
async function placeSurely(i) {
  const key = `order-${i}`;
  for (;;) {
    try {
      const client = await surely(() => world.client('duty'));
      const form = reportForm({
        payee: card('622202', i),
        holder: '邬望舒',
        bank: bankCode,
        amountFen: 100_000 + i,
        phone: `199${String(i).padStart(8, '0')}`,
      });
      form.began_at = '2026-01-01T08:00:00+08:00';
      form.payments[0].at = '2026-01-01T07:50:00+08:00';
      const { status, body } = await client.post('/api/v1/intake/reports', form, {
        'idempotency-key': key,
      });
      if (status === 200) return body.orders[0];
      assert.ok(status >= 500 || status === 429, `order ${i}: ${status} ${JSON.stringify(body)}`);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
    }
    await new Promise((done) => setTimeout(done, 50));
  }
}

let shared;
async function surely(signIn) {
  shared ??= signIn().catch((error) => {
    shared = undefined;
    throw error;
  });
  return shared;
}

async function killAtRandom(program, start, ended) {
  while (!ended()) {
    await new Promise((done) => setTimeout(done, 400 + random() * 1200));
    if (ended()) return;
    await program.end('SIGKILL');
    shared = undefined;
    await start();
  }
}

test(`${orders} orders are sent at least once and effective once, whatever fails`, async () => {
  const bank = world.bankDoor();
  const lines = Array.from({ length: orders }, (_, i) => accountLine(i)).join('\n');
  assert.equal((await bank.call('POST', '/truth/load', lines)).status < 300, true);

  const said = new Map();
  let next = 0;
  let done = false;
  const worker = async () => {
    while (next < orders) {
      const i = next++;
      said.set(i, await placeSurely(i));
    }
  };
  const killers = [
    killAtRandom(
      world.centre,
      () => world.startCentre(),
      () => done,
    ),
    killAtRandom(
      world.bank,
      () => world.startBank(),
      () => done,
    ),
  ];
  await Promise.all(Array.from({ length: 16 }, worker));
  done = true;
  await Promise.all(killers);
  assert.equal(said.size, orders);

  // Quiet now: what was never answered is sent again by an officer, as a person would.
  await bank.post('/faults', { faults: [], late_ms: 0, seed });
  const duty = await world.client('duty');
  const open = async () => {
    const waiting = [];
    for (const wanted of ['waiting', 'sent']) {
      for (let after = ''; ;) {
        const { body } = await duty.get(`/api/v1/funds/orders?state=${wanted}&limit=200${after}`);
        waiting.push(...body.items);
        if (!body.next) break;
        after = `&after=${body.next}`;
      }
    }
    return waiting;
  };
  await until(
    'every order is answered',
    async () => {
      const waiting = await open();
      for (const order of waiting) {
        if (order.state === 'sent') await duty.post(`/api/v1/funds/orders/${order.id}/resend`, {});
      }
      if (waiting.length > 0) await new Promise((ready) => setTimeout(ready, 2000));
      return waiting.length === 0;
    },
    120_000,
  );

  const { body: ledger } = await bank.get('/truth/ledger');
  const effective = new Map();
  for (const stop of ledger.stops) {
    effective.set(stop.application_id, (effective.get(stop.application_id) ?? 0) + 1);
  }
  const received = new Map(ledger.orders.map((order) => [order.application_id, order]));
  for (const [i, order] of said) {
    const { body: now } = await duty.get(`/api/v1/funds/orders/${order.id}`);
    const same = now.application_id === order.application_id;
    const facts = `order ${i}, ${same ? 'the same' : 'ANOTHER'}: ${now.state} ${now.result_code}`;
    assert.ok(received.has(order.application_id), `${facts}, never reached its bank`);
    assert.equal(effective.get(order.application_id), 1, `order ${i} is not effective once`);
    assert.ok(['stopped', 'stopped_short'].includes(now.state), `order ${i} is ${now.state}`);
  }
  assert.equal(effective.size, orders, 'no stop that nobody ordered');
  assert.equal(ledger.opening_fen + ledger.given_fen - ledger.taken_fen, ledger.balance_fen);
});

test('the journal proves itself after all that', async () => {
  const proof = JSON.parse(world.run(['journal', 'verify', ...world.where, '--json']));
  assert.equal(proof.proved, true);
});

test('on a full disk nothing is said to be done, reading goes on, writing comes back', async () => {
  const duty = await world.client('duty');
  const form = (i) =>
    reportForm({
      payee: card('622202', i),
      holder: '邬望舒',
      bank: bankCode,
      amountFen: 100_000,
      phone: `198${String(i).padStart(8, '0')}`,
    });
  const limit = (bytes) =>
    assert.equal(
      spawnSync('prlimit', ['--pid', String(world.centre.child.pid), `--fsize=${bytes}`]).status,
      0,
    );
  const before = (await duty.get('/api/v1/register/cases?limit=1')).body.items[0].id;
  limit('4096:unlimited');
  const refused = await duty.post('/api/v1/intake/reports', form(2001));
  assert.equal(refused.status, 507, JSON.stringify(refused.body));
  assert.equal(refused.body.code, 'storage_full');
  const during = await duty.get('/api/v1/register/cases?limit=1');
  assert.equal(during.status, 200);
  assert.equal(during.body.items[0].id, before, 'nothing half-done is seen');
  limit('unlimited:unlimited');
  await until(
    'writing works again',
    async () => {
      const { status } = await duty.post('/api/v1/intake/reports', form(2001));
      return status === 200;
    },
    20_000,
  );
});
