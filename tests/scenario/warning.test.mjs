// The warning desk through its doors: the way of the article under a set clock, with the centre
// killed on the way; two officers at one step; what is told after the end; and a batch sent twice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { World, password, until } from './programs.mjs';

const minute = 60_000;
const api = '/api/v1/warning';
let world;
let duty;
let second;
let leader;
let station;

before(async () => {
  world = await World.make({ now: Date.parse('2026-03-02T10:00:00+08:00') });
  world.run(
    [
      'officer',
      'add',
      ...world.where,
      '--login',
      'admin',
      '--name',
      '某管理',
      '--number',
      '900199',
    ].concat(['--phone', '000-0000199', '--roles', 'admin']),
    password,
  );
  const admin = await world.client('admin');
  const unit = await admin.post('/api/v1/roster/units', {
    code: '430202010000',
    name: '站前派出所',
    kind: 'station',
    parent_id: null,
  });
  assert.equal(unit.status, 200);
  const officer = await admin.post('/api/v1/roster/officers', {
    unit_id: unit.body.id,
    name: '覃问',
    number: '910001',
    phone: '000-0000111',
    roles: 'station_officer',
    login: 'station',
    password,
  });
  assert.equal(officer.status, 200);
  [duty, second, leader, station] = await Promise.all(
    ['duty', 'second', 'leader', 'station'].map((login) => world.client(login)),
  );
});
after(() => world?.end());

function instruction(number, more = {}) {
  return {
    source: 'national',
    external_number: `N-${number}`,
    level: 'red',
    fraud_type: 'authority',
    name: '李采薇',
    phones: [`199${String(number).padStart(8, '0')}`],
    address: '站前街道荷花小区3栋',
    unit_code: '430202010000',
    seen: '与境外号码通话40分钟',
    ...more,
  };
}

async function ok(answer) {
  const { status, body } = await answer;
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}
const begin = async (form) => (await ok(duty.post(`${api}/instructions`, form))).warning_id;
const view = (id) => ok(leader.get(`${api}/warnings/${id}`));
const step = async (id, name) => (await view(id)).steps.findLast((each) => each.name === name);
const tell = (who, id, body) => who.post(`${api}/steps/${id}/tell`, body);

async function killed() {
  await world.centre.end('SIGKILL');
  await world.startCentre();
}

test('the way of the article, with the centre killed at every turn', async () => {
  const contacts = [{ kind: 'family', name: '王知行', phone: '19900002222' }];
  const id = await begin(instruction(1, { contacts }));
  await killed();
  const call = await step(id, 'call');
  assert.equal(call.phase, 'open');
  await ok(tell(duty, call.id, { outcome: 'busy' }));
  await killed();

  const visit = (await ok(station.get(`${api}/queue`))).items[0];
  assert.equal(visit.step.name, 'visit');
  assert.equal(visit.warning.interrupts, true);
  assert.match(visit.warning.name, /\*/, 'a name is masked');
  await ok(station.post(`${api}/steps/${visit.step.id}/take`));
  // Who must go there sees where, without the right to reveal; nobody else does by this door.
  const seen = await ok(station.post(`${api}/steps/${visit.step.id}/reveal`, { why: '上门' }));
  assert.equal(seen.warning.name, '李采薇');
  const others = await duty.post(`${api}/steps/${visit.step.id}/reveal`, { why: '好奇' });
  assert.deepEqual([others.status, others.body.rule], [409, 'step_not_yours']);
  assert.deepEqual(visit.step.outcomes, [
    ...['reached', 'no_answer', 'refused', 'moved', 'found_elsewhere'],
    ...['dissuaded', 'already_paid', 'not_a_fraud', 'repeated'],
  ]);
  await killed();
  world.clock.advance(2 * minute);
  // The phone did not hear the answer and sends it again under the same key.
  const key = { 'idempotency-key': 'visit-told' };
  const told = { outcome: 'no_answer', said_at: '2026-03-02T03:00:00+08:00' };
  await ok(station.post(`${api}/steps/${visit.step.id}/tell`, told, key));
  await killed();
  await ok(station.post(`${api}/steps/${visit.step.id}/tell`, told, key));

  const family = await step(id, 'family');
  await ok(
    tell(second, family.id, {
      outcome: 'found_elsewhere',
      next_contact: { kind: 'elsewhere', place: '步行街超市一楼' },
    }),
  );
  await killed();
  const elsewhere = await step(id, 'elsewhere');
  await ok(tell(station, elsewhere.id, { outcome: 'reached' }));
  const talk = await step(id, 'elsewhere');
  assert.deepEqual(talk.outcomes, [], 'the leader only sees what the officer does');
  assert.equal((await view(id)).warning.state, 'reached');
  assert.deepEqual((await ok(duty.get(`${api}/queue`))).items, [], 'nobody rings any more');
  await killed();
  await ok(tell(station, elsewhere.id, { outcome: 'dissuaded', note: '已当面劝阻' }));

  const ended = await view(id);
  assert.equal(ended.warning.state, 'watched');
  assert.deepEqual(
    ended.told.map((each) => each.outcome),
    ['busy', 'no_answer', 'found_elsewhere', 'reached', 'dissuaded'],
    'each word once',
  );
  const late = await tell(station, elsewhere.id, { outcome: 'hung_up' });
  assert.equal(late.status, 409);
  assert.equal(late.body.rule, 'warning_ended');
  assert.equal((await view(id)).warning.state, 'watched');
});

test('two officers take one step: one has it, the other is told who', async () => {
  const id = await begin(instruction(2, { name: '张望舒' }));
  const call = await step(id, 'call');
  const answers = await Promise.all(
    [duty, second].map((who) => who.post(`${api}/steps/${call.id}/take`)),
  );
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409]);
  const refused = answers.find((answer) => answer.status === 409).body;
  assert.equal(refused.rule, 'taken_by');
  assert.match(refused.errors[0].message, /^某(duty|second)$/);
});

test('time alone climbs the ladder, across a kill, and gives it to a leader', async () => {
  const id = await begin(instruction(3, { name: '赵清和' }));
  await world.centre.end('SIGKILL');
  world.clock.advance(3 * minute);
  await world.startCentre();
  await until('the call is late', async () => (await step(id, 'call')).phase === 'late');
  assert.equal((await step(id, 'visit')).phase, 'open');
  await until('a leader is told', async () => {
    const notices = (await ok(leader.get('/api/v1/deadline/notices'))).items;
    return notices.some((notice) => notice.code === 'warning_step_overdue');
  });
  for (let i = 0; i < 60; ++i) world.clock.advance(minute);
  await until('a leader decides', async () => (await view(id)).warning.state === 'with_leader');
  const refused = await duty.post(`${api}/warnings/${id}/close`, { why: '不归我' });
  assert.equal(refused.status, 403);
  await ok(leader.post(`${api}/warnings/${id}/climb_again`, { why: '再找一次' }));
  assert.equal((await step(id, 'call')).climb, 2);
});

test('what was paid becomes a report with its stop in one act', async () => {
  const id = await begin(instruction(4, { name: '孙若水' }));
  const payments = [
    {
      amount_fen: 3_000_000,
      at: new Date(world.clock.now - 2 * minute).toISOString(),
      channel: 'bank',
      stop: true,
      from: { bank_code: '', bank_name: '', account: '', holder: '' },
      to: {
        bank_code: '900000000001',
        bank_name: '',
        account: '6222020000000000026',
        holder: '邬望舒',
      },
    },
  ];
  const paid = await ok(duty.post(`${api}/warnings/${id}/pay`, { payments }));
  assert.equal(paid.taken.orders.length, 1);
  assert.equal((await view(id)).warning.case_id, paid.taken.case_id);
});

test('bad lines are told by line and field; a batch sent again changes nothing', async () => {
  const lines = Array.from({ length: 2_000 }, (_, i) =>
    instruction(100_000 + i, { level: 'low', name: `批${i}`, address: null }),
  );
  lines[6] = { ...lines[6], level: 'purple' };
  lines[41] = { ...lines[41], birthday: '2027-01-01' };
  lines[1_998] = { ...lines[1_998], phones: 'none' };
  const batch = { batch: 'morning', lines };
  const send = () => ok(duty.post(`${api}/batches`, batch));
  const first = await send();
  assert.deepEqual([first.begun, first.refused, first.known, first.held], [1_997, 3, 0, 0]);
  const faults = first.lines.filter((line) => line.faults.length > 0);
  assert.deepEqual(
    faults.map((line) => [line.line, line.faults[0].path, line.faults[0].code]),
    [
      [7, 'level', 'unknown_level'],
      [42, 'birthday', 'future_time'],
      [1_999, 'phones', 'list'],
    ],
  );
  await killed();
  const again = await send();
  assert.deepEqual([again.begun, again.refused, again.known], [0, 3, 1_997]);
});
