// What the people of the desk do, through the API as the page does it: they look into their queue,
// take a step, go or call, and tell how it went; or they do not. How each one acts is drawn by the
// person, by the step and by how often it has come back, never by who happens to be quicker.
import { dice } from '../sim/dice.mjs';
import { SimFailure } from '../sim/limit.mjs';
import { hour, minute } from '../sim/town.mjs';
import { badLines, stations } from './people.mjs';

// Refusals that a person meets in daily work; any other one is a fault of the program.
const usual = new Set(['taken_by', 'warning_ended', 'not_in_this_state', 'already_reported']);
const atDesk = ['duty', 'second'];
const everybody = ['duty', 'leader', 'first', 'other', 'driver'];

// How somebody goes about a step that lies in the queue for the first time, and later on.
const ways = [
  ['prompt', 0.45],
  ['tells_only', 0.13],
  ['forgets', 0.12],
  ['absent', 0.1],
  ['tells_late', 0.08],
  ['race', 0.07],
  ['gives_back', 0.05],
];

export class Officers {
  constructor(week) {
    this.week = week;
    this.world = week.world;
    this.seen = new Map(); // Steps by id: their phase as last seen, and how often they came.
    this.persons = new Map(); // Warnings by id: the person.
    this.holding = new Map(); // Warnings by id: the step that has reached the person.
    // What answers of the centre said to be done.
    this.said = { instructions: new Map(), told: new Map(), taken: new Map(), reports: new Map() };
    this.leading = new Set();
    this.paying = new Set();
    this.counts = { instructions: 0, batches: 0, steps: 0 };
  }
  get calm() {
    return this.week.calm;
  }
  get clock() {
    return this.world.now + this.world.skew;
  }
  dice(...key) {
    return dice(this.world.seed, ...key);
  }
  soon(delay, key, act) {
    this.week.agenda.at(this.world.now + delay, key, act);
  }

  async command(login, path, body, key) {
    const answer = await this.world.act(login, 'POST', `/api/v1/warning/${path}`, body, key);
    if (answer.status < 300) return answer.body;
    const rule = answer.body?.rule ?? '';
    if (!usual.has(rule)) {
      const said = JSON.stringify(answer.body).slice(0, 600);
      throw new SimFailure('an officer is served', `${login} ${path}: ${answer.status} ${said}`);
    }
    return { refused: rule };
  }

  // Taking in.

  know(line, taken) {
    ++this.counts.instructions;
    this.said.instructions.set(`${line.source}|${line.external_number}`, taken.instruction_id);
  }
  async takeIn(line, key) {
    const taken = await this.command('duty', 'instructions', line, key);
    this.know(line, taken);
  }
  // `extra`: lines that are wrong, with what must be said of them.
  async takeBatch(batch, lines, extra, key) {
    ++this.counts.batches;
    const all = [...lines, ...extra.map(([line]) => line)];
    const result = await this.command('second', 'batches', { batch, lines: all }, key);
    const fault = (detail) => {
      throw new SimFailure('each line of a batch has its result', `${batch}: ${detail}`);
    };
    if (result.lines.length !== all.length) fault(`${result.lines.length} of ${all.length}`);
    for (const [i, line] of lines.entries()) {
      const { taken, faults } = result.lines[i];
      if (!taken) fault(`line ${i + 1}: ${JSON.stringify(faults)}`);
      this.know(line, taken);
    }
    for (const [i, [, path, code]] of extra.entries()) {
      const [found] = result.lines[lines.length + i].faults;
      if (found?.path !== path || found.code !== code) fault(`${path}: ${JSON.stringify(found)}`);
    }
    const { begun, joined, known, held, refused } = result;
    const sum = begun + joined + known + held;
    if (sum !== lines.length || refused !== extra.length) fault(`${sum} and ${refused}`);
    return result;
  }
  wrongLines(draw, line, count) {
    return Array.from({ length: count }, () => {
      const [change, path, code] = draw.pick(badLines);
      return [{ ...line, external_number: `W-${draw.next()}`, ...change }, path, code];
    });
  }

  // The queue.

  // Looks into the queues in which something is new.
  async look() {
    for (const [group, mark] of await this.world.news()) {
      const [role, unit] = group.split('|');
      if (role === 'with_leader') this.lead(mark.split(',').map(Number));
      else if (role === 'paid') this.report(mark.split(',').map(Number));
      else await this.readQueue(this.loginOf(role, Number(unit)));
    }
  }
  // As somebody does who opens the page anew.
  async lookAgain() {
    for (const login of everybody) await this.readQueue(login);
  }
  loginOf(role, unit) {
    if (role === 'duty') return 'duty';
    if (role === 'leader') return 'leader';
    const station = stations.findIndex((code) => this.world.unitOf.get(code) === unit);
    return ['first', 'other'][station] ?? 'driver';
  }

  async readQueue(login) {
    for (const item of await this.world.readAll(login, '/api/v1/warning/queue')) {
      await this.consider(login, item);
    }
  }
  async consider(login, { step, warning }) {
    const held = this.holding.get(warning.id);
    if (held && held.step !== step.id && this.clock < held.until) {
      const what = `${step.name} ${step.number} of ${warning.number}`;
      throw new SimFailure('nobody is called after somebody reached the person', what);
    }
    const before = this.seen.get(step.id) ?? { times: 0 };
    const again = { phase: step.phase, times: before.times };
    this.seen.set(step.id, again);
    const toDo = step.phase === 'open' || step.phase === 'late';
    if (!toDo || before.phase === step.phase) return;
    ++this.counts.steps;
    ++again.times;
    const person = await this.personOf(warning.id);
    this.plan({ login, step, person, warning: warning.id, times: again.times });
  }
  // What somebody has forgotten or passed over is looked at again.
  takeUpAll() {
    for (const each of this.seen.values()) if (each.phase !== 'taken') each.phase = undefined;
    return this.lookAgain();
  }
  async personOf(warningId) {
    if (!this.persons.has(warningId)) {
      const [[number]] = await this.world.peek.ask(
        `SELECT external_number FROM warning_instruction WHERE warning_id = ${warningId} LIMIT 1;`,
      );
      this.persons.set(warningId, this.week.people[Number(number.split('-')[1])]);
    }
    return this.persons.get(warningId);
  }

  wayOf(draw, work) {
    if (this.calm) return 'prompt';
    if (work.times > 1) return draw.chance(0.7) ? 'prompt' : 'absent';
    let roll = draw.unit();
    return ways.find(([, share]) => (roll -= share) < 0)[0];
  }

  plan(work) {
    const { step, person, times } = work;
    work.key = [person.index, work.warning, step.climb, step.name, step.number, times].join('-');
    const draw = this.dice('way', person.index, step.climb, step.name, step.number, times);
    const way = this.wayOf(draw, work);
    const length = Date.parse(step.due_at) - Date.parse(step.begins_at);
    const begins = length * (0.03 + draw.unit() * 0.4);
    const lasts = length * (0.03 + draw.unit() * 0.2);
    const take = (act) => this.soon(begins, `take-${work.key}`, act);
    if (way === 'absent') return;
    if (way === 'tells_only') return void take(() => this.tell(work));
    take(async () => {
      const taken = await (way === 'race' ? this.race(work) : this.take(work.login, work));
      if (!taken || way === 'forgets') return;
      work.login = taken;
      if (way === 'gives_back') this.soon(lasts, `back-${work.key}`, () => this.giveBack(work));
      else if (way === 'tells_late') {
        const late = length + draw.between(1, 300) * minute;
        this.soon(late, `late-${work.key}`, () => this.tell(work));
      } else this.soon(lasts, `tell-${work.key}`, () => this.tell(work));
    });
  }

  // The login that has the step, or nothing.
  async take(login, work) {
    const path = `steps/${work.step.id}/take`;
    const taken = await this.command(login, path, undefined, `take-${login}-${work.key}`);
    if (taken.refused) return undefined;
    const seen = this.seen.get(work.step.id);
    // Asked again by who has it already, nothing happens.
    if (seen.phase !== 'taken') {
      this.said.taken.set(work.step.id, (this.said.taken.get(work.step.id) ?? 0) + 1);
    }
    seen.phase = 'taken';
    return login;
  }
  // Two at the desk reach for the same step: one has it.
  async race(work) {
    if (!atDesk.includes(work.login)) return this.take(work.login, work);
    const got = await Promise.all(atDesk.map((login) => this.take(login, work)));
    const winners = got.filter(Boolean);
    if (winners.length > 1) {
      throw new SimFailure('two officers take one step: one gets it', work.key);
    }
    return winners[0];
  }
  async giveBack(work) {
    const path = `steps/${work.step.id}/give_back`;
    await this.command(work.login, path, undefined, `back-${work.key}`);
  }

  async tell(work, outcome) {
    const { step, person, warning } = work;
    const [first, then] = (outcome ?? person.answer(step, this.clock, this.calm)).split('>');
    const body = { outcome: first, said_at: this.saidAt(work) };
    if (first === 'found_elsewhere') {
      body.next_contact = { kind: 'elsewhere', place: `步行街${person.index}号` };
    }
    const key = `tell-${work.key}-${first}`;
    const told = await this.command(work.login, `steps/${step.id}/tell`, body, key);
    if (told.refused) return;
    const words = this.said.told.get(step.id) ?? [];
    this.said.told.set(step.id, [...words, first]);
    if (this.holding.get(warning)?.step === step.id) this.holding.delete(warning);
    if (told.phase !== 'reached') return;
    const until = Date.parse(told.due_at);
    this.holding.set(warning, { step: step.id, until });
    // Without a second word the time of who holds the person runs out.
    if (!then && !this.calm) return;
    const delay = (until - this.clock) * this.dice('talk', work.key).unit() * 0.8;
    this.soon(delay, `talk-${work.key}`, () => this.tell(work, then ?? 'dissuaded'));
  }
  // A phone whose clock is wrong by hours says so; the centre's own clock counts.
  saidAt(work) {
    const draw = this.dice('said', work.key);
    const wrong = draw.chance(0.1) ? draw.between(-12, 12) * hour : 0;
    return new Date(this.clock + wrong).toISOString();
  }

  // Leaders, and what was paid.

  lead(ids) {
    this.leading = new Set(ids);
    for (const id of ids) this.soon(0, `lead-${id}`, () => this.planLeading(id));
  }
  async planLeading(id) {
    const person = await this.personOf(id);
    const draw = this.dice('lead', person.index, this.world.now);
    if (!this.calm && draw.chance(0.25)) return; // Forgotten, until a round or an escalation.
    this.soon(draw.between(1, 30) * minute, `decide-${id}`, () => this.decide(id));
  }
  // A leader looks through everything that waits for a decision.
  async round() {
    for (const id of this.leading) await this.decide(id);
  }
  async decide(id) {
    if (!this.leading.has(id)) return;
    const person = await this.personOf(id);
    const draw = this.dice('decide', person.index, this.world.now);
    const act = draw.chance(this.calm ? 0.1 : 0.45) ? 'climb_again' : 'close';
    this.leading.delete(id);
    await this.command('leader', `warnings/${id}/${act}`, { why: '已研判' });
  }

  report(ids) {
    for (const id of ids) {
      if (this.paying.has(id)) continue;
      this.paying.add(id);
      const draw = this.dice('report', this.world.now);
      this.soon(draw.between(30, 540) * 1000, `pay-${id}`, () => this.pay(id));
    }
  }
  async pay(id) {
    const person = await this.personOf(id);
    const payments = person.payments(this.clock);
    const body = { payments, duplicate_choice: 'separate' };
    const paid = await this.command('duty', `warnings/${id}/pay`, body, `pay-${id}`);
    this.paying.delete(id);
    if (paid.refused) return;
    const stops = payments.filter((payment) => payment.stop).length;
    this.said.reports.set(id, { caseId: paid.taken.case_id, stops });
  }
}
