// What must be true of the centre, seen from outside: its API against the banks' own books, and the
// journal against the clocks. A new rule of the house is a method here, and its name in `checks`;
// a new clock is a line in `clocksOf`.
import { createHash } from 'node:crypto';

import { hour, minute } from './town.mjs';
import { SimFailure } from './limit.mjs';
import { checkReturns } from './return_rules.mjs';

const tolerance = (15 + 3) * minute;
const open = new Set(['waiting', 'sent']);
const notLeft = new Set(['asked', 'not_approved']); // It never reached the outbox.
const answered = (order) => !open.has(order.state) && !notLeft.has(order.state);
const inForce = new Set(['stopped', 'stopped_short']);
const time = (text) => (text ? Date.parse(text) : undefined);

function fail(invariant, detail) {
  throw new SimFailure(invariant, detail);
}
function group(items, keyOf) {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    if (groups.has(key)) groups.get(key).push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

export class Invariants {
  constructor(month) {
    this.month = month;
    this.world = month.world;
    this.position = 0;
    this.steps = new Map(); // What the journal says of each clock.
    this.answers = new Map(); // When an order was answered first: a freeze that queues, twice.
  }

  async check(atTheEnd) {
    const { world } = this;
    this.now = world.now + world.skew;
    await this.readJournal();
    this.rules ??= new Map(
      (await world.read('leader', '/api/v1/deadline/rules')).items.map((rule) => [rule.name, rule]),
    );
    this.orders = await world.readAll('leader', '/api/v1/funds/orders');
    this.appeals = await world.readAll('leader', '/api/v1/funds/appeals');
    this.cases = await world.readAll('leader', '/api/v1/register/cases');
    this.ledger = await world.truth('ledger');
    this.truthOrders = new Map(this.ledger.orders.map((order) => [order.application_id, order]));
    this.truthStops = group(this.ledger.stops, (stop) => stop.application_id);
    this.truthFreezes = group(this.ledger.freezes ?? [], (freeze) => freeze.application_id);
    // What followed on an order: renewals, releases, lifts, and the freeze made of a stop.
    this.followers = group(
      this.orders.filter((order) => order.original_order_id ?? order.converts_order_id),
      (order) => order.original_order_id ?? order.converts_order_id,
    );
    this.booksOfBanks();
    this.nothingUnsaid();
    this.effectiveOnce();
    this.noThirdStop();
    this.sameStops();
    await this.whatGoesHome();
    this.clocksAreKept();
    await this.openClocks();
    await this.ledgerAddsUp();
    if (!atTheEnd) return;
    this.nothingLost();
    await this.balances();
    await this.noticesAreThere();
    this.world.verifyJournal();
  }

  // What came of the month, without what is drawn anew in each run: equal months have equal ones.
  digest() {
    const stops = this.ledger.stops.map(({ bank, account, start_at, expire_at, released_at }) =>
      [bank, account, start_at, expire_at, released_at].join(' '),
    );
    const orders = this.ledger.orders.map(({ bank, tx_code, result }) =>
      [bank, tx_code, result].join(' '),
    );
    const { balance_fen } = this.ledger;
    const text = [...stops.sort(), ...orders.sort(), balance_fen].join('\n');
    return createHash('sha256').update(text).digest('hex').slice(0, 12);
  }

  async readJournal() {
    for (;;) {
      const after = this.position > 0 ? `&after=${this.position}` : '';
      const path = `/api/v1/journal/entries?limit=200${after}`;
      const { items } = await this.world.read('auditor', path);
      for (const entry of items) {
        this.position = entry.position;
        if (entry.act === 'order_answered' && !this.answers.has(entry.subject_id)) {
          this.answers.set(entry.subject_id, time(entry.at));
        }
        if (entry.desk !== 'deadline') continue;
        const facts = typeof entry.facts === 'string' ? JSON.parse(entry.facts) : entry.facts;
        const key = `${entry.subject}|${entry.subject_id}|${facts.rule}|${time(facts.due_at)}`;
        if (!this.steps.has(key)) this.steps.set(key, { reminded: [], fell: [], id: 0 });
        const steps = this.steps.get(key);
        steps.id = facts.deadline_id;
        (entry.act === 'deadline_reminded' ? steps.reminded : steps.fell).push(time(entry.at));
      }
      if (items.length < 200) return;
    }
  }

  booksOfBanks() {
    const { opening_fen, given_fen, taken_fen, balance_fen } = this.ledger;
    if (opening_fen + given_fen - taken_fen !== balance_fen) {
      fail('the books of the banks add up', JSON.stringify({ opening_fen, balance_fen }));
    }
  }

  // Nothing is in the centre or at a bank of which nobody was told that it is done.
  nothingUnsaid() {
    const { cases, orders } = this.month.said;
    for (const record of this.cases) {
      if (!cases.has(record.id)) fail('nothing is done unsaid', `case ${record.number}`);
    }
    for (const order of this.orders) {
      if (!orders.has(order.application_id)) fail('nothing is done unsaid', `order ${order.id}`);
    }
    for (const id of this.truthOrders.keys()) {
      if (!orders.has(id)) fail('nothing is done unsaid', `the bank has ${id}, nobody placed it`);
    }
    const known = new Set(this.cases.map((record) => record.id));
    for (const id of cases.keys()) if (!known.has(id)) fail('nothing said is lost', `case ${id}`);
    const held = new Set(this.orders.map((order) => order.application_id));
    for (const [id, order] of orders) {
      if (!held.has(id)) fail('nothing said is lost', `order ${order.id} is not in the centre`);
    }
  }

  effectiveOnce() {
    for (const [id, stops] of this.truthStops) {
      if (stops.length > 1) fail('no order is effective twice', `${id}: ${stops.length} stops`);
      if (!this.month.said.orders.has(id)) fail('nothing is done unsaid', `stop ${id}`);
    }
    for (const [id, freezes] of this.truthFreezes) {
      if (id === '') continue; // Of another authority.
      if (freezes.length > 1) fail('no order is effective twice', `${id}: ${freezes.length}`);
      if (!this.month.said.orders.has(id)) fail('nothing is done unsaid', `freeze ${id}`);
    }
  }

  noThirdStop() {
    const said = this.month.said.orders;
    const byCase = group(this.ledger.stops, (stop) => {
      return `${stop.account}|${said.get(stop.application_id).caseId}`;
    });
    for (const [key, stops] of byCase) {
      const count = stops.reduce((sum, stop) => sum + 1 + stop.extensions, 0);
      if (count > 2) fail('no account is stopped a third time in a case', `${key}: ${count}`);
    }
  }

  // Something that changes this order is on its way, or was done and is not told yet.
  changes(order) {
    return (this.followers.get(order.id) ?? []).some(({ state }) => open.has(state));
  }
  // When the last thing of these kinds that was done about this order was told to the centre.
  doneAt(order, kinds) {
    const done = (this.followers.get(order.id) ?? []).filter(
      ({ kind, state, answered_at }) =>
        answered_at && kinds.includes(kind) && !['refused', 'failed'].includes(state),
    );
    return Math.max(...done.map((follower) => time(follower.answered_at)), -Infinity);
  }

  // What the centre says of a stop is what the bank has done.
  sameStops() {
    for (const order of this.orders) {
      const truth = this.truthOrders.get(order.application_id);
      const [stop] = this.truthStops.get(order.application_id) ?? [];
      const what = `order ${order.id} (${order.kind}, ${order.state})`;
      const told = truth && answered(order) && order.kind !== 'freeze';
      if (told && order.result_code !== truth.result) {
        fail('the centre says what the bank did', `${what}: ${order.result_code} ${truth.result}`);
      }
      if (!inForce.has(order.state) || this.changes(order)) continue;
      if (!stop) fail('the centre says what the bank did', `${what} holds nothing`);
      // On the wire times are whole seconds.
      const second = (text) => Math.floor(time(text) / 1000);
      const same =
        second(stop.start_at) === second(order.starts_at) &&
        second(stop.expire_at) === second(order.expires_at);
      if (!same) fail('the centre says what the bank did', `${what}: another term`);
      if (this.allowed(time(order.expires_at)) < this.now) {
        fail('a stop that is over is expired', what);
      }
    }
  }

  // Until when a step that falls due at this time may be taken: while the disk is full or the clock
  // jumps, nobody can be told.
  allowed(due) {
    let until = due + tolerance;
    for (const [from, to] of this.world.late) {
      if (until > from && due < to) until = Math.max(until, to + tolerance);
    }
    return until;
  }

  // The clocks that must have run, with the times at which they were opened and closed.
  *clocksOf() {
    for (const order of this.orders) {
      if (notLeft.has(order.state)) continue;
      const requested = time(order.requested_at);
      const closed = this.answers.get(order.id) ?? time(order.answered_at) ?? Infinity;
      const base = { subject: 'order', id: order.id };
      const due = requested + 5 * minute;
      // The answer to a return is waited for by its round.
      if (order.kind === 'freeze_return') continue;
      yield { ...base, rule: 'bank_answer', opened: requested, due, closed };
      if (order.kind !== 'stop' || !order.expires_at) continue;
      const expires = time(order.expires_at);
      const gone = ['released', 'converted'].includes(order.state);
      const opened = Math.max(closed, this.doneAt(order, ['stop_renewal']));
      const ended = gone ? this.doneAt(order, ['stop_release', 'freeze']) : Infinity;
      yield { ...base, rule: 'stop_expiry', opened, due: expires, closed: ended };
    }
    for (const { round } of this.rounds.values()) {
      if (round.state !== 'notified') continue;
      const clock = { subject: 'return', id: round.id, rule: 'return_execution' };
      const [opened, due] = [time(round.notified_at), time(round.execute_by)];
      yield { ...clock, opened, due, closed: Infinity };
    }
    for (const { id, received_at, answer_by, answered_at } of this.appeals) {
      const clock = { subject: 'appeal', id, rule: 'appeal_answer', opened: time(received_at) };
      yield { ...clock, due: time(answer_by), closed: time(answered_at) ?? Infinity };
    }
    for (const record of this.cases) {
      if (!['taken_in', 'filing_asked'].includes(record.state)) continue;
      const opened = time(record.taken_at);
      const clock = { subject: 'case', id: record.id, rule: 'filing', opened };
      yield { ...clock, due: opened + 72 * hour, closed: Infinity };
    }
  }

  clocksAreKept() {
    for (const clock of this.clocksOf()) {
      const key = `${clock.subject}|${clock.id}|${clock.rule}|${clock.due}`;
      const steps = this.steps.get(key) ?? { reminded: [], fell: [] };
      const reminders = this.rules
        .get(clock.rule)
        .remind_ms.split(',')
        .filter(Boolean)
        .map((before) => clock.due - Number(before))
        .filter((at) => at > clock.opened);
      this.checkSteps(`${key} reminders`, reminders, steps.reminded, clock);
      this.checkSteps(`${key} escalation`, [clock.due], steps.fell, clock);
    }
  }

  checkSteps(what, expected, taken, clock) {
    const until = Math.min(this.now, clock.closed);
    const { opened } = clock;
    const must = expected.filter((at) => this.allowed(Math.max(at, opened)) < until).length;
    const may = expected.filter((at) => at <= until + tolerance).length;
    if (taken.length < must || taken.length > may) {
      fail(
        'nothing lapses without its reminders and escalation',
        `${what}: ${taken.length}/${must}`,
      );
    }
    for (const [i, at] of taken.entries()) {
      // A clock that is opened past its time, by a late answer, runs out at once.
      const latest = this.allowed(Math.max(expected[i], clock.opened));
      if (at < expected[i] - 1000 || at > latest) {
        fail('nothing lapses without its reminders and escalation', `${what}: at ${at}`);
      }
    }
  }

  // Whatever is open and overdue has been carried to a person.
  async openClocks() {
    const items = [];
    for (let after = ''; after !== undefined;) {
      const page = `/api/v1/deadline/clocks?overdue=true&limit=200${after && `&after=${after}`}`;
      const read = await this.world.read('leader', page);
      items.push(...read.items);
      after = read.next ?? undefined;
    }
    const fallen = new Set();
    for (const steps of this.steps.values()) if (steps.fell.length > 0) fallen.add(steps.id);
    for (const clock of items) {
      if (this.allowed(time(clock.due_at)) >= this.now || fallen.has(clock.id)) continue;
      fail('nothing hangs without an escalation', `${clock.rule} of ${clock.subject_id}`);
    }
  }

  // Every fen that was lost stands in one place, and what the ledger calls stopped a bank holds.
  async ledgerAddsUp() {
    const path = '/api/v1/funds/ledger';
    const rows = await this.world.readAll('leader', `${path}?by=case`, 'rows');
    const { sums } = await this.world.read('leader', `${path}?by=case&limit=1`);
    const places = [
      'returned',
      'recovered',
      'frozen',
      'stopped',
      'lapsed',
      'released',
      'still_out',
    ];
    for (const each of [sums, ...rows.map((row) => row.sums)]) {
      const whole = places.reduce((sum, place) => sum + each[`${place}_fen`], 0);
      if (whole !== each.lost_fen) fail('the ledger adds up to the fen', JSON.stringify(each));
    }
    for (const name of ['lost', ...places]) {
      const whole = rows.reduce((sum, row) => sum + row.sums[`${name}_fen`], 0);
      if (whole !== sums[`${name}_fen`]) fail('the ledger adds up to the fen', `${name}: ${whole}`);
    }
    let lost = 0;
    for (const { fraud } of this.month.said.cases.values()) {
      for (const payment of fraud.payments) lost += payment.amountFen;
    }
    if (lost !== sums.lost_fen) fail('the ledger adds up to the fen', `lost ${lost}`);
    const orders = new Map(this.orders.map((order) => [order.id, order]));
    const pieces = await this.world.readAll('leader', `${path}/pieces?place=stopped`);
    for (const piece of pieces.filter(({ subject }) => subject === 'order')) {
      const order = orders.get(piece.subject_id);
      const [stop] = this.truthStops.get(order.application_id) ?? [];
      const held = stop && !stop.released_at && this.allowed(time(stop.expire_at)) >= this.now;
      if (!held && !this.changes(order))
        fail('what the ledger holds a bank holds', `order ${order.id}`);
      if (piece.amount_fen > order.amount_fen) {
        fail('what the ledger holds a bank holds', `order ${order.id}: ${piece.amount_fen}`);
      }
    }
    for (const piece of await this.world.readAll('leader', `${path}/pieces?place=frozen`)) {
      const order = orders.get(piece.subject_id);
      const [freeze] = this.truthFreezes.get(order.application_id) ?? [];
      const held = freeze && !freeze.lifted_at && time(freeze.expire_at) >= this.now;
      if (!held && !this.changes(order))
        fail('what the ledger holds a bank holds', `freeze ${order.id}`);
    }
    if (this.ledger.held_fen > this.ledger.balance_fen) {
      fail('what is frozen is there', `${this.ledger.held_fen} of ${this.ledger.balance_fen}`);
    }
  }

  // Rounds that are over change no more.
  async whatGoesHome() {
    this.rounds ??= new Map();
    for (const { id, version } of await this.world.readAll('leader', '/api/v1/funds/returns')) {
      const known = this.rounds.get(id);
      if (known?.round.version === version && known.round.state === 'confirmed') continue;
      this.rounds.set(id, await this.world.read('leader', `/api/v1/funds/returns/${id}`));
    }
    const path = '/api/v1/funds/ledger/pieces?place=returned';
    const pieces = await this.world.readAll('leader', path);
    const fulls = [...this.rounds.values()];
    const { orders, ledger } = this;
    checkReturns({ orders, fulls, ledger, cases: this.month.said.cases, pieces });
  }
  home() {
    const executed = [...this.rounds.values()].filter(({ round }) => round.executed_fen > 0);
    const returns = this.ledger.returns.length;
    return { rounds: executed.length, returns, appeals: this.appeals.length };
  }

  nothingLost() {
    for (const order of this.orders) {
      const what = `order ${order.id} (${order.kind}, ${order.state} ${order.result_code})`;
      if (notLeft.has(order.state)) continue;
      if (!answered(order)) fail('no order is lost', `${what} has no answer`);
      const truth = this.truthOrders.get(order.application_id);
      if (!truth) fail('no order is lost', `${what} never reached its bank`);
      const stopped = ['0000', '1200'].includes(truth.result) && order.kind === 'stop';
      const count = this.truthStops.get(order.application_id)?.length ?? 0;
      if (stopped && count !== 1) fail('no order is lost', `${what} is effective ${count} times`);
    }
  }

  // What a bank told of a stopped account is what its books say, to the fen; and nothing left it.
  async balances() {
    const numbers = new Set(this.ledger.stops.map((stop) => stop.account));
    const orders = new Map(this.orders.map((order) => [order.application_id, order]));
    for (const number of numbers) {
      const { account, stops, movements } = await this.world.truth(`accounts/${number}`);
      const done = movements.filter((movement) => movement.state === 'done');
      for (const stop of stops) {
        const [from, until] = [time(stop.start_at), time(stop.released_at ?? stop.expire_at)];
        let balance = account.opening_fen;
        for (const movement of done) {
          const at = time(movement.due_at);
          if (movement.payer === number && at > from && at < until) {
            fail('nothing leaves a stopped account', `${number} at ${movement.due_at}`);
          }
          if (at > from) continue;
          if (movement.payee === number) balance += movement.given_fen;
          if (movement.payer === number) balance -= movement.taken_fen;
        }
        const order = orders.get(stop.application_id);
        if (order.starts_at && stop.extensions === 0 && order.balance_before_fen !== balance) {
          const told = order.balance_before_fen;
          fail('books of banks and centre agree to the fen', `${order.id}: ${told} ${balance}`);
        }
      }
    }
  }

  async noticesAreThere() {
    const counts = new Map();
    for (const login of ['duty', 'night', 'leader']) {
      const { items } = await this.world.read(login, '/api/v1/deadline/notices');
      for (const { id, kind, code, subject, subject_id } of items) {
        const key = `${kind}|${code}|${subject}|${subject_id}`;
        if (!counts.has(key)) counts.set(key, new Set());
        counts.get(key).add(id);
      }
    }
    const wanted = new Map();
    const want = (key, count) => wanted.set(key, (wanted.get(key) ?? 0) + count);
    for (const [key, { reminded, fell }] of this.steps) {
      const [subject, id, rule] = key.split('|');
      want(`reminder|${rule}_due|${subject}|${id}`, reminded.length);
      want(`escalation|${rule}_overdue|${subject}|${id}`, fell.length);
    }
    for (const [key, count] of wanted) {
      const found = counts.get(key)?.size ?? 0;
      if (found < count) fail('every reminder reaches a person', `${key}: ${found} of ${count}`);
    }
    const answers = await this.world.readAll('leader', '/api/v1/funds/answers?settled=false');
    for (const answer of answers) {
      if (counts.has(`attention|answer_${answer.verdict}|answer|${answer.id}`)) continue;
      fail('every reminder reaches a person', `answer ${answer.id} (${answer.verdict})`);
    }
  }
}
