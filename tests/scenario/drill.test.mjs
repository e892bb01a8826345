// A drill against a live centre: a scripted officer takes the reports in, stops the first accounts
// and follows the money once. What is saved lies between nothing and the best possible.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Program, World, password, until } from './programs.mjs';

const start = Date.parse('2026-05-06T19:30:00+08:00');
const second = 1000;

let world;
let duty;
before(async () => {
  world = await World.make({ now: start, bankArgs: ['--delay-ms', '0:0'] });
  duty = await world.client('duty');
});
after(async () => world?.end());

async function post(path, body) {
  const answer = await duty.post(path, body);
  assert.ok(answer.status < 300, `${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function takeWaiting() {
  const { body } = await duty.get('/api/v1/intake/reports?state=waiting');
  for (const { id } of body.items) {
    const { reading } = await post(`/api/v1/intake/reports/${id}/open`, {});
    const form = { ...reading.draft, duplicate_choice: 'separate' };
    for (const payment of form.payments) payment.stop = true;
    cases.push((await post(`/api/v1/intake/reports/${id}/take`, form)).case_id);
  }
}

const cases = [];
const asked = new Set();
// Asks about every account that is stopped, and stops what the trace then shows.
async function follow(caseId) {
  const orders = (await duty.get(`/api/v1/funds/cases/${caseId}/orders`)).body.items;
  const { body: trace } = await duty.get(`/api/v1/trail/cases/${caseId}/trace`);
  const accounts = new Map(trace.accounts.map((account) => [account.id, account]));
  const lineOf = ({ account_id }) => {
    const paid = accounts.get(account_id)?.payment_id;
    return paid ? { payment_id: paid } : { account_id };
  };
  const lines = trace.query_next.map(lineOf).filter((line) => {
    const key = `${caseId} ${JSON.stringify(line)}`;
    return !asked.has(key) && asked.add(key);
  });
  if (orders.length > 0 && lines.length > 0) {
    const form = { kind: 'transactions', mode: 'quick', accounts: lines };
    await post(`/api/v1/funds/cases/${caseId}/queries`, form);
  }
  const resting = trace.stop_now.filter((line) => line.resting_fen > 0);
  if (resting.length === 0) return;
  const stops = resting.map((line) => ({ ...lineOf(line), amount_fen: line.resting_fen }));
  const form = { accounts: stops, reason: '下级账户紧急止付' };
  await post(`/api/v1/funds/cases/${caseId}/stops`, form);
}

// Runs a drill while `officer` works at each turn of twenty seconds.
async function drill(args, officer) {
  const program = new Program('hetang', [
    ...['drill', '--centre', world.centreUrl, '--banks', world.bankUrl, '--login', 'duty'],
    ...['--clock', world.clock.file, '--json', ...args],
  ]);
  const { code, out } = await program.talk(`${password}\n`, async () => {
    world.clock.advance(20 * second);
    await officer();
    await until('the banks have answered', async () => {
      for (const state of ['waiting', 'sent']) {
        const { body } = await duty.get(`/api/v1/funds/orders?state=${state}&limit=1`);
        if (body.items.length > 0) return false;
      }
      return true;
    });
    await new Promise((done) => setTimeout(done, 40));
  });
  assert.equal(code, 0, program.errors);
  return JSON.parse(out);
}

test('a drill nobody works on saves nothing and misses every five minutes', async () => {
  const score = await drill(['--reports', '1', '--after-minutes', '8', '--seed', '5'], () => {});
  assert.equal(score.saved_fen, 0);
  assert.equal(score.missed_deadlines, 1);
  assert.equal(score.reports[0].case_id, null);
  assert.ok(score.best_fen > 0 && score.best_fen <= score.lost_fen);
});

test('an officer who stops and follows scores between nothing and the best', async () => {
  const args = ['--reports', '3', '--spacing-minutes', '3', '--after-minutes', '15'];
  const score = await drill(args, async () => {
    await takeWaiting();
    for (const caseId of cases) await follow(caseId);
  });
  assert.equal(score.reports.length, 3);
  assert.ok(score.reports.some((report) => report.minutes_to_stop > 0));
  assert.ok(score.saved_fen > 0, JSON.stringify(score));
  assert.ok(score.saved_fen <= score.best_fen, JSON.stringify(score));
  for (const report of score.reports) {
    assert.ok(report.case_id > 0);
    assert.ok(report.minutes_to_stop === null || report.minutes_to_stop > 0);
    assert.ok(report.saved_fen <= report.best_fen);
  }
});
