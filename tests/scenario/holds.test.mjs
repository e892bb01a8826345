// The life of stops and freezes between a centre and its banks: renewed, never a third time, turned
// into a freeze, in part behind another and queued behind one, lifted, released, and lapsed with
// every reminder. After each step the books of the banks say the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { World, card, reportForm, until } from './programs.mjs';

const bankCode = '900000000001';
const start = Date.parse('2026-05-06T09:30:00+08:00');
const minutes = 60_000;
const hours = 60 * minutes;
const days = 24 * hours;

let world;
let phone = 0;
before(async () => {
  world = await World.make({ now: start, bankArgs: ['--delay-ms', '1:5'] });
});
after(async () => world?.end());

// A shift ends, so everybody signs in anew for each act.
const as = (login) => world.client(login);
const seen = (body) => JSON.stringify(body);

async function load(account, balanceFen) {
  const line = { bank: bankCode, account, name: '邬望舒', balance_fen: balanceFen };
  const { status, body } = await world.bankDoor().post('/truth/load', seen(line));
  assert.ok(status < 300, seen(body));
}

async function truth(account) {
  return (await world.bankDoor().get(`/truth/accounts/${account}`)).body;
}

async function order(id) {
  return (await (await as('duty')).get(`/api/v1/funds/orders/${id}`)).body;
}

// The clock stands still: a second more and the bank's delay is over.
async function answered(id, state) {
  await until(`order ${id} is ${state}`, async () => {
    world.clock.advance(1000);
    const now = await order(id);
    assert.ok(!now.answered_at || now.state === state, `${now.state} ${now.result_code}`);
    return now.state === state;
  });
  return order(id);
}

async function report(account, amountFen) {
  phone += 1;
  const form = reportForm({
    ...{ payee: account, holder: '邬望舒', bank: bankCode, amountFen },
    phone: `1300000${1000 + phone}`,
    now: world.clock.now,
  });
  const { status, body } = await (await as('duty')).post('/api/v1/intake/reports', form);
  assert.equal(status, 200, seen(body));
  return body;
}

async function act(id, name, body = {}, login = 'duty') {
  const sent = { reason: '核实', notice_number: '协冻字〔2026〕1号', ...body };
  return (await as(login)).post(`/api/v1/funds/orders/${id}/${name}`, sent);
}

// What waits for the leader about this order, approved.
async function approve(subjectId) {
  const leader = await as('leader');
  const { body } = await leader.get('/api/v1/approval/inbox');
  const request = body.items.find(
    ({ subject, subject_id }) => subject === 'order' && subject_id === subjectId,
  );
  assert.ok(request, `nothing waits about order ${subjectId}`);
  const path = `/api/v1/approval/requests/${request.id}/decision`;
  const decided = await leader.post(path, { approve: true, reason: '' });
  assert.equal(decided.status, 200, seen(decided.body));
}

async function file(caseId) {
  const duty = await as('duty');
  const record = (await duty.get(`/api/v1/register/cases/${caseId}`)).body.record;
  const asked = await duty.post(`/api/v1/register/cases/${caseId}/filing`, {
    decision: 'file',
    filing_unit_id: record.unit_id,
    grounds: '达到立案标准',
  });
  assert.equal(asked.status, 200, seen(asked.body));
  const leader = await as('leader');
  const { body } = await leader.get('/api/v1/approval/inbox');
  const request = body.items.find((item) => item.case_id === caseId && item.act === 'case_filing');
  const path = `/api/v1/approval/requests/${request.id}/decision`;
  assert.equal((await leader.post(path, { approve: true, reason: '' })).status, 200);
}

async function stopped(account, amountFen) {
  const taken = await report(account, amountFen);
  const stop = await answered(taken.orders[0].id, 'stopped');
  return { caseId: stop.case_id, stop };
}

async function noticesOf(login, code) {
  const { body } = await (await as(login)).get('/api/v1/deadline/notices');
  return body.items.filter((notice) => notice.code === code).length;
}

// On by `step` until the whole span has passed, the reminders of each step given.
async function pass(span, step) {
  for (let left = span; left > 0; left -= step) {
    world.clock.advance(Math.min(step, left));
    await new Promise((seenBy) => setTimeout(seenBy, 30));
  }
}

test('a stop is renewed once and there is no third', async () => {
  const account = card('622202', 1);
  await load(account, 9_000_000);
  const { stop, caseId } = await stopped(account, 5_000_000);
  world.clock.advance(40 * hours);
  const renewal = await act(stop.id, 'renew');
  assert.equal(renewal.status, 200, seen(renewal.body));
  await answered(renewal.body.order.id, 'done');
  const renewed = await order(stop.id);
  assert.equal(Date.parse(renewed.expires_at) - Date.parse(stop.expires_at), 48 * hours);
  const [kept] = (await truth(account)).stops;
  assert.equal(kept.extensions, 1);
  assert.equal(Date.parse(kept.expire_at) - Date.parse(renewed.expires_at) < 1000, true);

  const third = await act(stop.id, 'renew');
  assert.equal(third.status, 409);
  assert.equal(third.body.rule, 'third_stop');

  // It lapses, reminded of and told to the leader.
  await pass(60 * hours, hours / 2);
  await until('the stop has expired', async () => (await order(stop.id)).state === 'expired');
  assert.ok((await noticesOf('duty', 'stop_expiry_due')) >= 4, 'four reminders');
  assert.equal(await noticesOf('leader', 'stop_expiry_overdue'), 1);
  const again = await (await as('duty')).post(`/api/v1/funds/orders/${stop.id}/stop_again`);
  assert.equal(again.body.rule, 'third_stop');
  const closed = await (
    await as('leader')
  ).post(`/api/v1/register/cases/${caseId}/close`, {
    reason: '办结',
  });
  assert.equal(closed.body.rule, 'case_state', 'nobody has decided on its filing');
});

test('a stop becomes a freeze in part behind an earlier one, which stays first', async () => {
  const account = card('622202', 2);
  await load(account, 9_000_000);
  const first = await stopped(account, 5_000_000);
  const unfiled = await act(first.stop.id, 'freeze', { mode: 'limit' });
  assert.equal(unfiled.body.rule, 'case_not_filed');
  await file(first.caseId);

  // Another case freezes the same account before it.
  const other = await report(card('622202', 3), 100_000);
  await file(other.case_id);
  const earlier = await (
    await as('duty')
  ).post(`/api/v1/funds/cases/${other.case_id}/freezes`, {
    accounts: [{ number: account, bank_code: bankCode, holder: '邬望舒', amount_fen: 6_000_000 }],
    mode: 'limit',
    notice_number: '协冻字〔2026〕2号',
    reason: '另案冻结',
  });
  assert.equal(earlier.body.placed?.length, 1, seen(earlier.body));
  const earlierId = earlier.body.placed[0].order.id;
  await approve(earlierId);
  await answered(earlierId, 'frozen');

  const freeze = await act(first.stop.id, 'freeze', { mode: 'limit' });
  assert.equal(freeze.status, 200, seen(freeze.body));
  assert.equal(freeze.body.order.state, 'asked');
  assert.equal((await order(first.stop.id)).state, 'stopped', 'the stop goes on until then');
  await approve(freeze.body.order.id);
  const inPart = await answered(freeze.body.order.id, 'frozen_in_part');
  assert.equal(inPart.held_fen, 3_000_000);
  assert.equal(inPart.former_amount_fen, 6_000_000);
  assert.ok(inPart.former_authority, 'whose freeze came first');
  assert.equal((await order(first.stop.id)).state, 'converted');
  const books = await truth(account);
  assert.equal(books.held_fen, 9_000_000);
  assert.deepEqual(
    books.freezes.map(({ state }) => state),
    ['in_force', 'in_force'],
  );

  const refused = await (
    await as('leader')
  ).post(`/api/v1/register/cases/${first.caseId}/close`, { reason: '办结' });
  assert.equal(refused.status, 409);
  assert.equal(refused.body.rule, 'open_items');
  assert.equal(refused.body.errors[0].path, `orders/${inPart.id}`);

  // Unrelated after all: lifted, and the owner is not kept waiting.
  const lift = await act(inPart.id, 'lift');
  await approve(lift.body.order.id);
  await answered(lift.body.order.id, 'done');
  assert.equal((await order(inPart.id)).state, 'released');
  assert.equal((await truth(account)).held_fen, 6_000_000);
  const done = await (
    await as('leader')
  ).post(`/api/v1/register/cases/${first.caseId}/close`, { reason: '办结' });
  assert.equal(done.status, 200, seen(done.body));
});

test('a freeze queued behind one of everything takes its turn when that is lifted', async () => {
  const account = card('622202', 4);
  await load(account, 9_000_000);
  const first = await stopped(account, 5_000_000);
  await file(first.caseId);
  const other = await report(card('622202', 5), 100_000);
  await file(other.case_id);
  const whole = await (
    await as('duty')
  ).post(`/api/v1/funds/cases/${other.case_id}/freezes`, {
    accounts: [{ number: account, bank_code: bankCode, holder: '邬望舒', amount_fen: 0 }],
    mode: 'no_debit',
    notice_number: '协冻字〔2026〕3号',
    reason: '另案冻结',
  });
  const wholeId = whole.body.placed[0].order.id;
  await approve(wholeId);
  await answered(wholeId, 'frozen');
  const freeze = await act(first.stop.id, 'freeze', { mode: 'limit' });
  await approve(freeze.body.order.id);
  const queued = await answered(freeze.body.order.id, 'queued');
  assert.equal(queued.held_fen, null);
  assert.equal((await order(first.stop.id)).state, 'stopped');

  const lift = await act(wholeId, 'lift');
  await approve(lift.body.order.id);
  await answered(lift.body.order.id, 'done');
  await answered(queued.id, 'frozen');
  assert.equal((await order(queued.id)).held_fen, 5_000_000);
  assert.equal((await order(first.stop.id)).state, 'converted');

  // Renewed before it ends, then left to lapse.
  const before = Date.parse((await order(queued.id)).expires_at);
  await pass(before - world.clock.now - 10 * days, 2 * days);
  const renewal = await act(queued.id, 'renew');
  assert.equal(renewal.status, 200, seen(renewal.body));
  await approve(renewal.body.order.id);
  await answered(renewal.body.order.id, 'done');
  const end = Date.parse((await order(queued.id)).expires_at);
  assert.ok(end - before > 180 * days, 'six months more');
  await pass(end - world.clock.now + hours, 2 * days);
  await until('the freeze has lapsed', async () => (await order(queued.id)).state === 'expired');
  assert.ok((await noticesOf('leader', 'freeze_expiry_overdue')) >= 1);
});

test('a stop is released early when a leader says so', async () => {
  const account = card('622202', 6);
  await load(account, 9_000_000);
  const { stop } = await stopped(account, 5_000_000);
  const release = await act(stop.id, 'release');
  assert.equal(release.body.order.state, 'asked');
  assert.equal((await truth(account)).stops[0].released_at, null);
  await approve(release.body.order.id);
  await answered(release.body.order.id, 'done');
  assert.equal((await order(stop.id)).state, 'released');
  assert.ok((await truth(account)).stops[0].released_at);
});

test('the journal proves itself after all that', async () => {
  const proof = JSON.parse(world.run(['journal', 'verify', ...world.where, '--json']));
  assert.equal(proof.proved, true);
});
