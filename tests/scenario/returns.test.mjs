// Frozen money goes home over the wire, and only once: to three victims of one account, with a bank
// that is down when the notice leaves, a centre that is killed while it waits, an answer that comes
// twice, one that is refused, one in part, one that contradicts another, and one that never comes.
// After each the books of the bank and those of the centre say the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { World, card, reportForm, until } from './programs.mjs';

const bankCode = '900000000001';
const victimBank = '900000000002';
const start = Date.parse('2026-01-06T09:30:00+08:00');
const days = 24 * 60 * 60_000;
const share = 2_000_000;

let world;
let made = 0;
before(async () => {
  world = await World.make({ now: start, bankArgs: ['--delay-ms', '1:5'] });
});
after(async () => world?.end());

const as = (login) => world.client(login);
const seen = (body) => JSON.stringify(body);

async function did(login, path, body) {
  const answer = await (await as(login)).post(`/api/v1${path}`, body);
  assert.equal(answer.status, 200, `${path}: ${seen(answer.body)}`);
  return answer.body;
}
const read = async (path) => (await (await as('duty')).get(`/api/v1${path}`)).body;

// The clock stands still: a second more, and the bank's delay and the pause of the outbox go on.
async function passUntil(what, condition) {
  await until(what, async () => {
    world.clock.advance(1000);
    return condition();
  });
}

async function load(account, balanceFen, name, bank = bankCode) {
  const line = { bank, account, name, balance_fen: balanceFen };
  const { status, body } = await world.bankDoor().post('/truth/load', seen(line));
  assert.ok(status < 300, seen(body));
}
const ledger = async () => (await world.bankDoor().get('/truth/ledger')).body;
const paidFrom = async (account) =>
  (await ledger()).returns.filter((line) => line.account === account);
const faults = async (...plan) =>
  world.bankDoor().post('/faults', { faults: plan, late_ms: 0, seed: 1 });

async function report(account, from, stop = false) {
  const form = reportForm({
    ...{ payee: account, holder: '邬望舒', bank: bankCode, amountFen: share },
    phone: `1300000${5000 + ++made}`,
    now: world.clock.now,
  });
  const ways = { bank_code: victimBank, bank_name: '', account: from, holder: '缪采薇' };
  Object.assign(form.payments[0], { from: ways, stop });
  return did('duty', '/intake/reports', form);
}

async function approve(wanted) {
  const { items } = (await (await as('leader')).get('/api/v1/approval/inbox')).body;
  const request = items.find(wanted);
  assert.ok(request, 'nothing waits for the leader');
  await did('leader', `/approval/requests/${request.id}/decision`, { approve: true, reason: '' });
}

async function freeze(caseId, account, amountFen) {
  const { record } = await read(`/register/cases/${caseId}`);
  await did('duty', `/register/cases/${caseId}/filing`, {
    decision: 'file',
    filing_unit_id: record.unit_id,
    grounds: '达到立案标准',
  });
  await approve((item) => item.case_id === caseId && item.act === 'case_filing');
  const { placed } = await did('duty', `/funds/cases/${caseId}/freezes`, {
    accounts: [{ number: account, bank_code: bankCode, holder: '邬望舒', amount_fen: amountFen }],
    mode: 'limit',
    notice_number: '协冻字〔2026〕1号',
    reason: '涉案资金',
  });
  const { id } = placed[0].order;
  await approve((item) => item.subject === 'order' && item.subject_id === id);
  await passUntil('it is frozen', async () => (await read(`/funds/orders/${id}`)).held_fen);
  return id;
}

// Three victims of one account, frozen, to the decision. Their own cards are in the bank's books,
// and those in `unable` take no money.
async function decided({ unable = [] } = {}) {
  const number = ++made * 10;
  const account = card('622202', number);
  await load(account, 3 * share, '邬望舒');
  const victims = [1, 2, 3].map((i) => card('622848', number + i));
  const taken = [];
  for (const [i, victim] of victims.entries()) {
    await load(victim, 0, unable.includes(i) ? '柏听雨' : '缪采薇', victimBank);
    taken.push(await report(account, victim));
  }
  const orderId = await freeze(taken[0].case_id, account, 3 * share);
  const opened = await did('duty', '/funds/returns', { order_id: orderId, early_reason: '急需' });
  const { id } = opened.round;
  for (const { case_id } of taken) {
    const { payments } = await read(`/register/cases/${case_id}`);
    await did('duty', `/funds/returns/${id}/claims`, { case_id, payment_ids: [payments[0].id] });
  }
  const { round } = await read(`/funds/returns/${id}`);
  assert.equal(round.return_fen, 3 * share);
  const ask = { proposal_digest: round.proposal_digest, grounds: '身份及资金流向均已核实' };
  await did('duty', `/funds/returns/${id}/ask`, ask);
  await approve((item) => item.act === 'return_report' && item.subject_id === id);
  await did('duty', `/funds/returns/${id}/notice`, { text: '拟按比例返还，现予公告。' });
  world.clock.advance(30 * days + 60_000);
  await did('duty', `/funds/returns/${id}/decide`);
  return { id, account, orderId, victims };
}

async function notify(id, byHand) {
  const officers = await read('/roster/officers');
  const second = officers.items.find(({ login }) => login === 'second');
  const form = { second_officer_id: second.id, ...(byHand ? { by_hand: true } : {}) };
  return did('duty', `/funds/returns/${id}/notify`, form);
}

async function executed(id) {
  await passUntil('the bank has answered', async () => {
    const { round } = await read(`/funds/returns/${id}`);
    return round.state === 'executed';
  });
  return read(`/funds/returns/${id}`);
}

test('with bank and centre killed on the way, each victim is paid once', async () => {
  const { id, account, orderId, victims } = await decided();
  await world.bank.end('SIGKILL');
  const sent = await notify(id);
  assert.equal(sent.messages[0].order.state, 'waiting');
  assert.ok(sent.round.actions.includes('take_by_hand'), 'officers could go instead');
  await world.centre.end('SIGKILL');
  await world.startCentre();
  assert.equal((await read(`/funds/returns/${id}`)).messages[0].order.state, 'waiting');
  await world.startBank();
  const { round, claims, messages } = await executed(id);
  assert.equal(round.executed_fen, 3 * share);
  assert.ok(round.receipt_number.startsWith(bankCode), 'the number of the bank');
  assert.ok(Date.parse(round.executed_at) >= Date.parse(round.notified_at) - 1000);
  assert.deepEqual(
    claims.map(({ state }) => state),
    ['executed', 'executed', 'executed'],
  );
  assert.equal(messages[0].order.state, 'done');
  const lines = await paidFrom(account);
  assert.deepEqual(
    lines.map(({ payee, amount_fen }) => [payee, amount_fen]).sort(),
    victims.map((victim) => [victim, share]).sort(),
  );
  const kept = await read(`/funds/orders/${orderId}`);
  assert.equal(kept.held_fen - kept.returned_fen, 0);
  const { items } = await read('/funds/returns/candidates');
  assert.ok(!items.some((each) => each.order_id === orderId), 'nothing is left');
});

test('an answer that comes twice gives once, and sending again is harmless', async () => {
  const { id, account } = await decided();
  await faults('twice=1');
  const { messages } = await notify(id);
  await executed(id);
  await faults();
  const again = await (
    await as('duty')
  ).post(`/api/v1/funds/orders/${messages[0].order.id}/resend`);
  assert.equal(again.status, 409, 'it has its answer');
  const { round } = await read(`/funds/returns/${id}`);
  assert.equal(round.executed_fen, 3 * share);
  assert.equal((await paidFrom(account)).length, 3);
});

test('an answer that never came is asked for again under the same number', async () => {
  const { id, account } = await decided();
  await faults('never=1');
  const { messages } = await notify(id);
  const orderId = messages[0].order.id;
  await passUntil('the bank has paid', async () => (await paidFrom(account)).length === 3);
  await passUntil('the message is sent', async () => {
    return (await read(`/funds/orders/${orderId}`)).state === 'sent';
  });
  assert.equal((await read(`/funds/returns/${id}`)).round.executed_fen, 0, 'nobody has said so');
  await faults();
  await did('duty', `/funds/orders/${orderId}/resend`);
  const { round } = await executed(id);
  assert.equal(round.executed_fen, 3 * share);
  assert.equal((await paidFrom(account)).length, 3);
});

test('what could not be credited goes out again, alone', async () => {
  const { id, account } = await decided({ unable: [1] });
  await notify(id);
  const first = await executed(id);
  assert.equal(first.round.executed_fen, 2 * share);
  assert.equal(first.messages[0].order.result_code, '1700');
  assert.equal(first.claims[1].state, 'refused');
  assert.match(first.claims[1].execution_note, /^1703 /);
  assert.equal(first.messages[0].shares[1].result_code, '1703');
  const second = await notify(id);
  assert.equal(second.messages[0].order.amount_fen, share);
  assert.notEqual(second.messages[0].order.application_id, first.messages[0].order.application_id);
  const { round, messages } = await executed(id);
  assert.equal(messages[0].order.result_code, '1799', 'the account is still not hers');
  assert.equal(round.executed_fen, 2 * share);
  assert.equal((await paidFrom(account)).length, 2);
});

test('a bank that can credit nobody refuses, and its code is kept', async () => {
  const { id, account } = await decided({ unable: [0, 1, 2] });
  await notify(id);
  const { round, claims, messages } = await executed(id);
  assert.equal(round.executed_fen, 0);
  assert.equal(messages[0].order.state, 'failed');
  assert.equal(messages[0].order.result_code, '1799');
  assert.ok(claims.every(({ state }) => state === 'refused'));
  assert.ok(round.actions.includes('notify'), 'it may go out again');
  assert.deepEqual(await paidFrom(account), []);
});

test('a second answer that says the opposite is shown and changes nothing', async () => {
  const { id, account } = await decided();
  await faults('contradict=1');
  await notify(id);
  await executed(id);
  await passUntil('the second answer is kept', async () => {
    return (await read(`/funds/returns/${id}`)).messages[0].kept.length === 1;
  });
  await faults();
  const { round, messages } = await read(`/funds/returns/${id}`);
  assert.equal(messages[0].kept[0].verdict, 'contradicts');
  assert.equal(round.state, 'executed');
  assert.equal(round.executed_fen, 3 * share);
  assert.equal((await paidFrom(account)).length, 3);
});

test('a code that is in no table pays nobody until the bank says it right', async () => {
  const { id } = await decided();
  await faults('wrong_code=1');
  const { messages } = await notify(id);
  const orderId = messages[0].order.id;
  await passUntil('the answer is kept', async () => {
    const { items } = await read('/funds/answers');
    return items.some(({ verdict }) => verdict === 'unreadable');
  });
  assert.equal((await read(`/funds/returns/${id}`)).round.state, 'notified');
  await faults();
  await did('duty', `/funds/orders/${orderId}/resend`);
  assert.equal((await executed(id)).round.executed_fen, 3 * share);
});

test('a wire that stays down is left to two officers, and what they enter stands', async () => {
  const { id, account } = await decided();
  await world.bank.end('SIGKILL');
  await notify(id);
  await did('duty', `/funds/returns/${id}/take_by_hand`);
  await world.startBank();
  const { claims } = await read(`/funds/returns/${id}`);
  const { round } = await did('duty', `/funds/returns/${id}/receipt`, {
    receipt_number: '回执1',
    lines: claims.map((claim) => ({ claim_id: claim.id, executed_fen: share, note: '' })),
  });
  assert.equal(round.executed_fen, 3 * share);
  const later = await report(account, card('622848', 999), true);
  await passUntil('a later order has reached the bank', async () => {
    return (await read(`/funds/orders/${later.orders[0].id}`)).answered_at;
  });
  assert.deepEqual(await paidFrom(account), [], 'the message has not left after all');
});

test('the journal proves itself after all that', async () => {
  const proof = JSON.parse(world.run(['journal', 'verify', ...world.where, '--json']));
  assert.equal(proof.proved, true);
});
