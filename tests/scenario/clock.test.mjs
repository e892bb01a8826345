// A clock that is set moves the centre and its banks together: two days pass in seconds, and what
// waits for a time happens soon after the jump.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { World, card, reportForm, until } from './programs.mjs';

const bankCode = '900000000001';
const start = Date.parse('2026-05-06T09:30:00+08:00');
const minutes = 60_000;
const hours = 60 * minutes;
const payee = card('622202', 7);

let world;
before(async () => {
  world = await World.make({ now: start, bankArgs: ['--delay-ms', `${hours}:${hours}`] });
});
after(async () => world?.end());

const order = async (client) => (await client.get('/api/v1/funds/orders')).body.items[0];

async function noticed(login, code) {
  const client = await world.client(login);
  await until(`${login} reads ${code}`, async () => {
    const { body } = await client.get('/api/v1/deadline/notices');
    return body.items.some((notice) => notice.code === code);
  });
}

test('two days of a stop pass in seconds', async () => {
  await world
    .bankDoor()
    .post(
      '/truth/load',
      JSON.stringify({ bank: bankCode, account: payee, name: '邬望舒', balance_fen: 9_000_000 }),
    );
  const duty = await world.client('duty');
  const form = reportForm({
    ...{ payee, holder: '邬望舒', bank: bankCode, amountFen: 5_000_000, phone: '13000000101' },
    now: start,
  });
  const { status, headers, body } = await duty.post('/api/v1/intake/reports', form);
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(headers.get('hetang-now'), `${start} set`);
  await until('the order is sent', async () => (await order(duty)).state === 'sent');

  world.clock.advance(6 * minutes); // The bank's limit is five.
  await noticed('leader', 'bank_answer_overdue');

  world.clock.set(start + hours);
  await until('the bank answers', async () => (await order(duty)).answered_at);
  const stopped = await order(duty);
  assert.equal(Date.parse(stopped.answered_at), start + hours);

  world.clock.advance(13 * hours);
  assert.equal((await duty.get('/api/v1/session')).status, 401, 'a shift is over');
  world.clock.advance(34 * hours);
  await noticed('duty', 'stop_expiry_due');
  world.clock.advance(2 * hours);
  await noticed('leader', 'stop_expiry_overdue');
});
