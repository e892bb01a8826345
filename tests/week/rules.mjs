// What must be true of the warning desk, seen from outside: what its people were told, the rows
// of its database, its journal, and the ladder played through once more (ladder.mjs). A new rule
// of the house is a method here, and its name in `check`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';

import { SimFailure } from '../sim/limit.mjs';
import { climb } from './ladder.mjs';
import { floodShare } from './people.mjs';

const second = 1000;
const toDo = new Set(['open', 'taken', 'reached', 'late']);

function fail(invariant, detail) {
  throw new SimFailure(invariant, detail);
}
function rowsOf(file, sql) {
  const options = { encoding: 'utf8', maxBuffer: 1 << 28 };
  const done = spawnSync('sqlite3', ['-json', '-readonly', file, sql], options);
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout ? JSON.parse(done.stdout) : [];
}
const groupBy = (items, keyOf) => {
  const groups = new Map();
  for (const item of items) {
    const key = keyOf(item);
    groups.has(key) ? groups.get(key).push(item) : groups.set(key, [item]);
  }
  return groups;
};

class Rules {
  constructor(week) {
    this.week = week;
    this.world = week.world;
    this.said = week.officers.said;
    this.now = week.world.now;
    const rows = (sql) => rowsOf(this.world.centreFile, sql);
    this.warnings = rows('SELECT * FROM warning_record ORDER BY id');
    this.ladders = new Map(
      rows('SELECT id, rungs FROM warning_ladder').map(({ id, rungs }) => [id, JSON.parse(rungs)]),
    );
    this.ladderOfLevel = new Map(
      rows('SELECT id, level FROM warning_ladder').map(({ id, level }) => [level, id]),
    );
    this.instructions = rows('SELECT * FROM warning_instruction ORDER BY id');
    this.steps = rows('SELECT * FROM warning_step ORDER BY id');
    this.told = rows('SELECT * FROM warning_told ORDER BY id');
    this.clocks = rows("SELECT * FROM deadline_clock WHERE desk = 'warning' ORDER BY id");
    this.rules = new Map(rows('SELECT * FROM deadline_rule').map((rule) => [rule.name, rule]));
    this.notices = rows("SELECT * FROM deadline_notice WHERE kind <> 'attention'");
    this.people = rows(
      'SELECT o.name, o.roles, o.unit_id, u.kind FROM roster_officer o' +
        ' JOIN roster_unit u ON u.id = o.unit_id',
    );
    this.journal = rows(
      "SELECT * FROM journal_entry WHERE desk IN ('warning', 'deadline')" + ' ORDER BY id',
    );
    for (const entry of this.journal) entry.facts = JSON.parse(entry.facts || '{}');
    this.ofStep = groupBy(
      this.journal.filter((entry) => entry.facts.step_id),
      (entry) => entry.facts.step_id,
    );
  }

  check() {
    this.nothingSaidIsLost();
    this.oneWarningAPerson();
    this.aFloodIsHeldApart();
    this.theLadderSaysTheSame();
    this.whatIsForgottenComesBack();
    this.clocksAreKept();
    this.escalationsReachSomebody();
    this.everyWarningEnds();
    this.whatWasPaidIsReported();
    this.world.verifyJournal();
  }

  // Until when something that falls due at this time may be done.
  allowed(due) {
    let until = due + second;
    for (const [from, to] of this.world.late) {
      if (until > from && due < to) until = Math.max(until, to + second);
    }
    return until;
  }

  nothingSaidIsLost() {
    const { instructions, told, taken } = this.said;
    const same = (what, said, held) => {
      const [one, other] = [JSON.stringify(said), JSON.stringify(held)];
      if (one !== other) fail('what was said is done once', `${what}: ${one} said, ${other} held`);
    };
    const held = new Map(
      this.instructions.map((row) => [`${row.source}|${row.external_number}`, row.id]),
    );
    for (const [key, id] of instructions) same(`instruction ${key}`, id, held.get(key));
    for (const [key, id] of held) same(`instruction ${key}`, instructions.get(key), id);
    const words = groupBy(
      this.told.filter((row) => row.officer_id !== 0),
      (row) => row.step_id,
    );
    for (const { id, name } of this.steps) {
      const heard = (words.get(id) ?? []).map((row) => row.outcome);
      same(`told of ${name} ${id}`, told.get(id) ?? [], heard);
      const acts = (this.ofStep.get(id) ?? []).filter(({ act }) => act === 'step_taken');
      same(`takes of ${name} ${id}`, taken.get(id) ?? 0, acts.length);
    }
  }

  // Never two open ones; each as grave as what came in, and one level graver for each time that it
  // began again.
  oneWarningAPerson() {
    const rule = 'a person has one warning at a time';
    const byId = new Map(this.instructions.map((row) => [row.id, row]));
    const arrivals = groupBy(
      this.journal.filter(({ act }) => /^(warning_arrived|instruction_)/.test(act)),
      (entry) => entry.subject_id,
    );
    const persons = groupBy(this.instructions, (row) => row.external_number.split('-')[1]);
    for (const [index, rows] of persons) {
      const ids = [...new Set(rows.map((row) => row.warning_id))];
      const own = this.warnings.filter(({ id }) => ids.includes(id));
      for (const [i, later] of own.slice(1).entries()) {
        const ended = own[i].ended_at;
        if (!ended || ended > later.arrived_at + 90 * second) fail(rule, `person ${index}`);
      }
    }
    for (const warning of this.warnings) {
      let rank = Infinity;
      for (const { act, facts } of arrivals.get(warning.id)) {
        if (act === 'instruction_reopened') rank = Math.max(1, rank - 1);
        rank = Math.min(rank, byId.get(facts.instruction_id).rank);
      }
      if (rank !== warning.rank) fail(rule, `${warning.number}: ${warning.rank}, not ${rank}`);
    }
  }

  aFloodIsHeldApart() {
    const rule = 'a flood is held apart, and others do not suffer';
    for (const row of this.instructions) {
      if (row.state !== 'taken') fail(rule, `instruction ${row.id} is ${row.state}`);
      if (row.source === 'flood' || row.taken_at === row.received_at) continue;
      fail(rule, `instruction ${row.id} of ${row.source} had to wait`);
    }
    const flood = this.instructions.filter(({ source }) => source === 'flood');
    const minutes = groupBy(flood, (row) => row.taken_at);
    for (const [at, rows] of minutes) {
      if (rows.length > floodShare) fail(rule, `${rows.length} at ${at}`);
    }
  }

  // The climbs of a warning, each with its rows, what was told, and when it was over.
  *climbsOf(warning) {
    const steps = this.steps.filter((row) => row.warning_id === warning.id && row.rung >= 0);
    const words = this.told.filter((row) => row.warning_id === warning.id && row.rung >= 0);
    const from = (number) =>
      Math.min(...steps.filter((row) => row.climb === number).map((row) => row.begins_at));
    for (let number = 1; number <= warning.climb; ++number) {
      const rows = steps.filter((row) => row.climb === number);
      const last = number === warning.climb;
      const until = last ? (warning.ended_at ?? this.now) : from(number + 1);
      let later = 0;
      while (from(number + later + 1) === from(number)) ++later;
      yield {
        number,
        later,
        from: from(number),
        // A clock that was set back has seen more than it shows: what began then proves it.
        until: Math.max(until, ...rows.map((row) => row.begins_at)),
        rows,
        words: words.filter((row) => row.climb === number),
      };
    }
  }
  // The ladder of a climb is that of the level it began with; ladders do not change in this week.
  // The journal names the level where it says that steps were opened: `later` climbs of the warning
  // began in the same moment.
  rungsOfClimb(warning, { number, from, later }) {
    if (number === warning.climb) return this.ladders.get(warning.ladder_id);
    const begun = this.journal.filter(
      ({ subject, subject_id, at, facts }) =>
        subject === 'warning' && subject_id === warning.id && at === from && facts.opened,
    );
    const { level } = begun.at(-1 - later).facts;
    return this.ladders.get(this.ladderOfLevel.get(level));
  }

  theLadderSaysTheSame() {
    this.models = new Map(); // Steps by id: what the ladder says of them.
    for (const warning of this.warnings) {
      for (const each of this.climbsOf(warning)) this.sameClimb(warning, each);
    }
  }
  sameClimb(warning, each) {
    const { number, from, until, rows, words } = each;
    const rule = 'the ladder says the same';
    const what = `${warning.number}, climb ${number}`;
    const rungs = this.rungsOfClimb(warning, each);
    const model = climb(rungs, from, words, until);
    if (model.steps.length !== rows.length) {
      const names = model.steps.map((step) => `${step.name} ${step.number}`);
      fail(rule, `${what}: ${rows.length} steps, not ${names}`);
    }
    for (const step of model.steps) {
      const row = rows.find((each) => each.rung === step.rung && each.number === step.number);
      const named = `${what}: ${step.name} ${step.number}`;
      if (!row) fail(rule, `${named} is missing`);
      this.models.set(row.id, { ...step, until });
      const same = row.begins_at === step.begins && row.due_at === step.due;
      if (!same) fail(rule, `${named}: ${row.begins_at} to ${row.due_at}, not ${step.begins}`);
      const gone = step.state === 'done' ? 'done' : 'called_off';
      if (row.phase !== gone && !(warning.state === 'with_leader' && row.phase === step.state)) {
        fail(rule, `${named} is ${row.phase}, not ${gone}`);
      }
      const outcome = step.state === 'done' ? step.outcome : row.outcome;
      if (row.outcome !== outcome) fail(rule, `${named}: ${row.outcome}, not ${outcome}`);
    }
    this.usedUpIsWithALeader(warning, model, what);
    this.nobodyIsCalledAfter(model, rows, what);
  }

  usedUpIsWithALeader(warning, model, what) {
    const clocks = this.clocks.filter(
      ({ rule, subject_id }) => rule === 'warning_leader' && subject_id === warning.id,
    );
    for (const { from, until } of model.usedUpAt) {
      if (until <= this.allowed(from)) continue;
      const told = clocks.some(
        ({ opened_at }) => opened_at >= from - 90 * second && opened_at <= this.allowed(from),
      );
      if (!told) fail('every used-up ladder is with a leader', `${what} at ${from}`);
    }
  }

  // While somebody holds the person nobody begins or takes up anything else.
  nobodyIsCalledAfter(model, rows, what) {
    const rule = 'nobody is called after somebody reached the person';
    for (const { heldFrom, heldUntil = Infinity, rung, number } of model.steps) {
      if (heldFrom === undefined) continue;
      for (const row of rows) {
        if (row.rung === rung && row.number === number) continue;
        const within = (at) => at > heldFrom && at < heldUntil;
        const taken = (this.ofStep.get(row.id) ?? []).some(
          ({ act, at }) => act === 'step_taken' && within(at),
        );
        if (taken || within(row.begins_at)) fail(rule, `${what}: ${row.name} ${row.number}`);
      }
    }
  }

  // Whoever takes a step and does not finish it loses it again while there is time left.
  whatIsForgottenComesBack() {
    const rule = 'a forgotten step comes back before its time is up';
    for (const row of this.steps) {
      const entries = this.ofStep.get(row.id) ?? [];
      const model = this.models.get(row.id);
      for (const [i, { act, at }] of entries.entries()) {
        if (act !== 'step_taken' || at >= row.due_at) continue;
        const back = Math.floor(at + ((row.due_at - at) * 2) / 3);
        const heard = entries.slice(i + 1).find(({ act: each }) => each !== 'told_after_end');
        const gone = Math.min(heard?.at ?? Infinity, this.goneAt(row, model));
        if (row.outcome === 'reached' || model?.heldFrom !== undefined) continue;
        if (gone > this.allowed(back)) fail(rule, `${row.name} ${row.id} taken at ${at}`);
        if (heard?.act === 'step_came_back' && heard.at < back - second) {
          fail(rule, `${row.name} ${row.id} came back at ${heard.at}`);
        }
      }
    }
  }
  // When a step was nobody's business any more, whatever its officer did.
  goneAt(row, model) {
    if (!model) return this.clocks.find((each) => this.isOf(each, row))?.closed_at ?? 0;
    return model.state === 'called_off' || model.state === 'done' ? model.overAt : model.until;
  }
  isOf(clock, row) {
    return clock.subject === 'warning_step' && clock.subject_id === row.id;
  }

  clocksAreKept() {
    const rule = 'nothing lapses without its reminders and escalation';
    const steps = groupBy(
      this.journal.filter(({ desk }) => desk === 'deadline'),
      (entry) => entry.facts.deadline_id,
    );
    for (const clock of this.clocks) {
      const { opened_at, due_at } = clock;
      const closed = clock.closed_at ?? this.now;
      const reminders = this.rules.get(clock.rule).remind_ms.split(',').filter(Boolean);
      const times = reminders.map((before) => due_at - Number(before));
      const wanted = times.filter((at) => at > opened_at);
      wanted.push(due_at);
      const given = steps.get(clock.id) ?? [];
      const what = `${clock.rule} of ${clock.subject} ${clock.subject_id}`;
      for (const [i, at] of wanted.entries()) {
        const entry = given[i];
        const act = i + 1 < wanted.length ? 'deadline_reminded' : 'deadline_fell_due';
        if (!entry && this.allowed(at) < closed) fail(rule, `${what}: no ${act} for ${at}`);
        if (!entry) break;
        const early = entry.at < at || entry.act !== act;
        if (early || entry.at > this.allowed(at)) fail(rule, `${what}: ${entry.act} ${entry.at}`);
      }
      if (given.length > wanted.length) fail(rule, `${what}: ${given.length} steps`);
    }
  }

  // What fell due was told to a person by name.
  escalationsReachSomebody() {
    const rule = 'every escalation reaches a named person';
    const notices = groupBy(this.notices, (each) => `${each.code}|${each.subject_id}`);
    const used = new Map();
    this.escalated = 0;
    for (const entry of this.journal.filter(({ act }) => act === 'deadline_fell_due')) {
      const key = `${entry.facts.rule}_overdue|${entry.subject_id}`;
      const place = used.get(key) ?? 0;
      used.set(key, place + 1);
      const notice = notices.get(key)?.[place];
      if (!notice) fail(rule, `${key} has no notice`);
      const hears = this.people.filter(
        ({ roles, unit_id, kind }) =>
          roles.split(',').includes(notice.role) &&
          (unit_id === notice.unit_id || kind === 'centre'),
      );
      if (hears.length === 0) fail(rule, `${key} is for ${notice.role}, and nobody is`);
      ++this.escalated;
    }
  }

  everyWarningEnds() {
    const rule = 'every warning comes to its end';
    const open = new Set(this.clocks.filter(({ state }) => state === 'open').map(({ id }) => id));
    for (const warning of this.warnings) {
      const final = warning.state === 'closed' || (warning.state === 'paid' && warning.case_id);
      if (!final) fail(rule, `${warning.number} is ${warning.state}`);
    }
    for (const row of this.steps) if (toDo.has(row.phase)) fail(rule, `${row.name} ${row.id}`);
    if (open.size > 0) fail(rule, `${open.size} clocks go on`);
  }

  // With everything carried over, and once.
  whatWasPaidIsReported() {
    const rule = 'what was paid is reported once';
    const rows = (sql) => rowsOf(this.world.centreFile, sql);
    const cases = rows('SELECT id FROM register_case');
    const orders = groupBy(rows('SELECT case_id FROM funds_order'), (order) => order.case_id);
    const paid = this.warnings.filter((warning) => warning.case_id);
    if (cases.length !== this.said.reports.size || paid.length !== cases.length) {
      fail(rule, `${cases.length} cases, ${this.said.reports.size} said`);
    }
    for (const warning of paid) {
      const { caseId, stops } = this.said.reports.get(warning.id) ?? {};
      const placed = orders.get(warning.case_id)?.length ?? 0;
      if (caseId !== warning.case_id || stops !== placed)
        fail(rule, `${warning.number}: ${placed}`);
    }
  }

  // What came of the week, without what depends on who was quicker.
  digest() {
    const text = this.warnings.map((warning) => {
      const ofWarning = (row) => row.warning_id === warning.id;
      const steps = this.steps
        .filter(ofWarning)
        .map((row) => [row.climb, row.name, row.number, row.begins_at, row.due_at, row.outcome]);
      const told = this.told.filter(ofWarning).map((row) => [row.climb, row.outcome, row.at]);
      const { number, level, state, outcome, instructions, ended_at } = warning;
      return JSON.stringify([number, level, state, outcome, instructions, ended_at, steps, told]);
    });
    return createHash('sha256').update(text.join('\n')).digest('hex').slice(0, 12);
  }

  figures() {
    const { warnings, steps, escalated } = this;
    const back = this.journal.filter(({ act }) => act === 'step_came_back').length;
    const counts = { warnings: warnings.length, rows: steps.length, back, escalated };
    return { ...counts, reports: this.said.reports.size, digest: this.digest() };
  }
}

export function checkWeek(week) {
  const rules = new Rules(week);
  rules.check();
  return rules.figures();
}
