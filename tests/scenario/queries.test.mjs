// Queries to banks that answer late, twice, never, wrongly or with garbage, while money keeps
// moving; and the stop that a query leads to. Checked against the books of the banks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { World, card, reportForm, until } from './programs.mjs';

const seed = Number(process.env.HETANG_SEED ?? Date.now() % 1_000_000);
const accounts = 60;
const faults = {
  late: 0.05,
  twice: 0.1,
  never: 0.1,
  garbage: 0.05,
  other_banks_order: 0.05,
  contradict: 0.05,
  cut: 0.05,
  refuse: 0.05,
  wrong_code: 0.05,
};
const kinds = [
  ['622202', '900000000001'],
  ['621700', '900000000004'],
];

let world;
let bank;
let duty;
before(async () => {
  console.log(`seed ${seed}`);
  world = await World.make({
    bankArgs: ['--delay-ms', '5:80', '--late-ms', '500', '--seed', String(seed)],
  });
  bank = world.bankDoor();
  duty = await world.client('duty');
});
after(async () => world?.end());

const numberOf = (i) => card(kinds[i % 2][0], i);

async function load(lines) {
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  const { status, body } = await bank.call('POST', '/truth/load', text);
  assert.equal(status, 200, JSON.stringify(body));
}

async function takeReport(payee, amountFen) {
  const form = reportForm({
    payee,
    holder: '邬望舒',
    bank: kinds[0][1],
    amountFen,
    phone: '19900000001',
  });
  form.payments[0].stop = false;
  const { status, body } = await duty.post('/api/v1/intake/reports', form);
  assert.equal(status, 200, JSON.stringify(body));
  return body.case_id;
}

async function ask(caseId, numbers, mode) {
  const { status, body } = await duty.post(`/api/v1/funds/cases/${caseId}/queries`, {
    kind: 'transactions',
    mode,
    accounts: numbers.map((number) => ({ number, holder: '邬望舒' })),
  });
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(body.refused, []);
  return body.placed.map((line) => line.order.id);
}

// The orders with these ids once each has its answer; what stays without one is sent again, as a
// person would.
async function answered(ids) {
  const orders = new Map();
  await until('every query is answered', async () => {
    for (const id of ids.filter((one) => !orders.has(one))) {
      const { body } = await duty.get(`/api/v1/funds/orders/${id}`);
      if (body.answered_at) orders.set(id, body);
      else if (body.actions.includes('resend')) {
        await duty.post(`/api/v1/funds/orders/${id}/resend`, {});
      }
    }
    return orders.size === ids.length;
  });
  return ids.map((id) => orders.get(id));
}

// The books of this account once nothing is left to move.
function moved(number) {
  return until('the money has moved', async () => {
    const { body } = await bank.get(`/truth/accounts/${number}`);
    return body.movements.every((movement) => movement.state !== 'waiting') && body;
  });
}

test('queries are answered once each from moving books, whatever fails', async () => {
  const lines = [];
  for (let i = 0; i < accounts; ++i) {
    lines.push({
      bank: kinds[i % 2][1],
      account: numberOf(i),
      name: '邬望舒',
      balance_fen: 1_000_000,
    });
  }
  for (let k = 0; k < 600; ++k) {
    lines.push({
      at_offset_ms: k * 5,
      from: numberOf((k * 7) % accounts),
      to: numberOf((k * 13 + 1) % accounts),
      amount_fen: 1 + ((k * 7919) % 150_000),
    });
  }
  await load(lines);
  const caseId = await takeReport(numberOf(0), 500_000);
  const plan = Object.entries(faults).map(([name, share]) => `${name}=${share}`);
  await bank.post('/faults', { faults: plan, late_ms: 500, seed });
  const numbers = Array.from({ length: accounts }, (_, i) => numberOf(i));
  for (const order of await answered(await ask(caseId, numbers, 'quick'))) {
    assert.equal(order.state, 'answered');
    assert.equal(order.result_code, '0000');
  }
  await bank.post('/faults', { faults: [], late_ms: 0, seed });

  // When all has moved, what the banks tell is what their books hold.
  for (const number of numbers) await moved(number);
  const final = await answered(await ask(caseId, numbers, 'both'));
  for (const [i, order] of final.entries()) {
    const { body: truth } = await bank.get(`/truth/accounts/${numberOf(i)}`);
    const own = truth.account.account;
    const rows = truth.movements.reduce((sum, movement) => {
      const failed = movement.state === 'failed';
      return sum + (movement.payer === own) + (movement.payee === own && !failed);
    }, 0);
    assert.equal(order.answer.rows, rows);
    assert.equal(order.answer.accounts[0].balance_fen, truth.account.balance_fen);
  }
});

test('a stop on the third level saves what a query found there', async () => {
  const [first, second, third] = [900, 902, 904].map(numberOf);
  await load([
    ...[first, second, third].map((account) => ({
      bank: kinds[0][1],
      account,
      name: '邬望舒',
      balance_fen: 0,
    })),
    { at_offset_ms: 0, from: 'outside', to: first, amount_fen: 800_000 },
    { at_offset_ms: 50, from: first, to: second, amount_fen: 800_000 },
    { at_offset_ms: 100, from: second, to: third, amount_fen: 790_000 },
    {
      at_offset_ms: 8_000,
      from: third,
      to: 'ATM7',
      amount_fen: 790_000,
      way: 'cash',
    },
  ]);
  const caseId = await takeReport(first, 800_000);
  await until('the money is on the third level', async () => {
    const { body } = await bank.get(`/truth/accounts/${third}`);
    return body.account.balance_fen > 0;
  });
  const [order] = await answered(await ask(caseId, [third], 'quick'));
  const resting = order.answer.accounts[0].balance_fen;
  assert.equal(resting, 790_000);
  const { body } = await duty.post(`/api/v1/funds/cases/${caseId}/stops`, {
    accounts: [
      { number: third, holder: '邬望舒', amount_fen: resting },
      { number: '1', amount_fen: 1 },
    ],
    reason: '三级卡紧急止付',
  });
  assert.equal(body.placed.length, 1);
  assert.equal(body.refused[0].rule, 'bank_unknown');
  const [stop] = await answered([body.placed[0].order.id]);
  assert.equal(stop.state, 'stopped');
  const truth = await moved(third);
  assert.equal(truth.account.balance_fen, 790_000);
});
