// One month of a centre from a seed: the agenda of people and of misfortunes, and the time that
// goes from one thing to the next. After each the programs come to rest, so that a seed replays.
import { dice } from './dice.mjs';
import { Invariants } from './invariants.mjs';
import { Officers } from './officers.mjs';
import { passesOfDay } from './returns.mjs';
import { day, hour, inventMonth, minute, start } from './town.mjs';
import { Agenda } from './agenda.mjs';
import { Later } from './centre.mjs';
import { SimFailure, within } from './limit.mjs';
import { SimWorld } from './world.mjs';

// Reminders may come this much late: their times are rounded up, for speed.
export const grid = 15 * minute;

const stepLimitMs = 180_000; // By the machine. More than all that may be waited for in a step.

export class Month {
  constructor(world, town, options) {
    this.world = world;
    this.town = town;
    this.options = options;
    this.agenda = new Agenda();
    this.said = { cases: new Map(), orders: new Map() };
    this.officers = new Officers(this);
    this.invariants = new Invariants(this);
  }

  at(time, key, act) {
    this.agenda.at(time, key, act);
  }

  // What an answer of the centre said to be placed.
  sayPlaced(order) {
    if (this.said.orders.has(order.application_id)) return;
    this.said.orders.set(order.application_id, {
      id: order.id,
      caseId: order.case_id,
      kind: order.kind,
      bank: order.bank_code,
      number: order.account_number,
      placedAt: this.world.now,
    });
  }

  async prepare() {
    const { world, town } = this;
    const lines = [...town.accounts, ...town.movements].map((line) => JSON.stringify(line));
    const loaded = await world.bankDoor.call('POST', '/truth/load', lines.join('\n'));
    if (loaded.status !== 200) throw new Error(`load: ${JSON.stringify(loaded.body)}`);
    this.unitId = (await world.read('leader', '/api/v1/session')).unit_id ?? 1;
    await this.officers.returns.prepare();
    for (const fraud of town.cases) this.officers.plan(fraud);
    for (let d = 0; d < this.options.days; ++d) {
      for (const [login, ofDay] of [
        ['leader', 9],
        ['leader', 15],
        ['duty', 18],
        ['night', 23],
      ]) {
        const key = `round-${login}-${d}-${ofDay}`;
        this.at(start + d * day + ofDay * hour, key, () => this.officers.round(login, key));
      }
      for (const [i, ofDay] of passesOfDay.entries()) {
        const key = `returns-${d}-${i}`;
        this.at(start + d * day + ofDay, key, () => this.officers.returns.pass(key));
      }
      this.at(start + d * day + 21 * hour, `sweep-${d}`, () => this.officers.sweep());
      this.at(start + d * day + 23.9 * hour, `~check-${d}`, () => this.check());
    }
    if (this.options.misfortunes) this.planMisfortunes();
    this.options.sabotage?.(this);
  }

  check() {
    if (this.diskFull) throw new Later();
    return this.invariants.check(false);
  }

  planMisfortunes() {
    const { world, options } = this;
    const any = (draw) => start + draw.unit() * options.days * day;
    const times = (share) => Math.ceil((share * options.days) / 30);
    for (let i = 0; i < times(12); ++i) {
      const draw = dice(world.seed, 'kill', i);
      this.at(any(draw), `kill-${i}`, () => this.armKill(draw));
    }
    for (let i = 0; i < times(3); ++i) {
      const draw = dice(world.seed, 'cut', i);
      const length = draw.between(10, 150) * minute;
      this.at(any(draw), `cut-${i}`, () => (world.wire.cutUntil = world.now + length));
    }
    for (let i = 0; i < times(2); ++i) {
      const draw = dice(world.seed, 'disk', i);
      this.at(any(draw), `disk-${i}`, () => this.fillDisk(draw.between(5, 40) * minute));
    }
    for (let i = 0; i < times(2); ++i) {
      const draw = dice(world.seed, 'jump', i);
      this.at(any(draw), `jump-${i}`, () => this.jumpAhead(draw.between(10, 240) * minute));
    }
    for (let i = 0; i < times(2); ++i) {
      const draw = dice(world.seed, 'back', i);
      const by = draw.between(5, 90) * 1000;
      this.at(any(draw), `back-${i}`, () => this.setBack(by));
    }
    for (let d = 0; d < options.days; ++d) {
      const draw = dice(world.seed, 'plan', d);
      this.at(start + d * day, `faults-${d}`, () => this.planFaults(draw));
    }
  }

  // A kill at once, in the middle of a command, or when the next message passes the wire.
  async armKill(draw) {
    const { world } = this;
    const which = draw.chance(0.6) ? 'centre' : 'bank';
    const way = draw.pick(['idle', 'command', 'order', 'order', 'answer', 'answer']);
    if (way === 'idle') return world.kill(which);
    if (way === 'command') {
      world.killInCommand = { afterMs: draw.between(0, 4), answered: draw.chance(0.3) };
      return undefined;
    }
    const moment = draw.pick(['before', 'after']);
    world.wire.trap = { direction: way, moment, spring: () => world.kill(which) };
    return undefined;
  }

  async fillDisk(length) {
    const { world } = this;
    world.disk('4096:unlimited');
    this.diskFull = true;
    world.late.push([world.now, world.now + length]);
    this.at(world.now + length, 'disk-free', () => {
      world.disk('unlimited:unlimited');
      this.diskFull = false;
    });
  }
  jumpAhead(length) {
    const { world } = this;
    world.late.push([world.now, world.now + length]);
    world.moveTo(world.now + length);
  }
  setBack(by) {
    const { world } = this;
    world.skew = -by;
    world.setClock();
    this.at(world.now + hour, 'clock-mended', () => {
      world.skew = 0;
      world.setClock();
    });
  }
  async planFaults(draw) {
    const chance = (most) => (draw.unit() * most).toFixed(3);
    const plan = {
      never: chance(0.06),
      garbage: chance(0.04),
      wrong_code: chance(0.04),
      other_banks_order: chance(0.04),
      contradict: chance(0.06),
      twice: chance(0.1),
      cut: chance(0.05),
      refuse: chance(0.05),
      late: chance(0.1),
    };
    const faults = Object.entries(plan).map(([name, share]) => `${name}=${share}`);
    await this.setFaults({
      faults,
      late_ms: draw.between(1, 40) * minute,
      seed: draw.next() % 1e9,
    });
  }
  async setFaults(plan) {
    const { status } = await this.world.bankDoor.post('/faults', plan);
    if (status !== 200) throw new Error('faults');
  }

  // To the next thing on the agenda or the next step that is due, whichever is first.
  async step(end) {
    const { world } = this;
    const { exact, deadline } = world.last;
    const rounded = Math.ceil(deadline / grid) * grid;
    const own = this.agenda.next?.time ?? end;
    // While nothing can pass, each try is in vain: they are not followed one by one.
    const inVain = this.diskFull || world.now < world.wire.cutUntil || this.stalled > 0;
    const least = world.now + (inVain ? 3 * minute : 1);
    const soonest = Math.min(own, Math.max(Math.min(exact, rounded), least), end);
    world.moveTo(soonest);
    if (own > world.now) return this.rest();
    const item = this.agenda.take();
    this.doing = item.key;
    try {
      await item.act();
    } catch (error) {
      if (!(error instanceof Later)) throw error;
      this.at(world.now + 20 * minute, item.key, item.act);
    }
    return this.rest();
  }
  async rest() {
    const { world } = this;
    const waiting = await world.settle(this.diskFull ? { patienceMs: 60 } : {});
    this.stalled = waiting.length === 0 ? 0 : (this.stalled ?? 0) + 1;
    if (this.stalled > 50 && !this.diskFull) {
      throw new SimFailure('the programs come to rest', `${waiting} stays due`);
    }
  }

  async run() {
    const { world, options } = this;
    const end = start + options.days * day;
    await this.prepare();
    await this.rest();
    while (world.now < end) {
      await within(stepLimitMs, 'a step of the month', this.step(end));
    }
    await this.quieten(end);
    await this.invariants.check(true);
    return this.figures();
  }

  // Misfortunes are over: officers see to what is open until nothing is.
  async quieten(end) {
    const { world } = this;
    world.skew = 0;
    world.wire.faults = false;
    world.wire.cutUntil = 0;
    world.wire.trap = undefined;
    world.killInCommand = undefined;
    if (this.diskFull) world.disk('unlimited:unlimited');
    this.diskFull = false;
    await this.setFaults({ faults: [], late_ms: 0, seed: 1 });
    this.agenda.clear();
    for (let round = 1; round <= 6; ++round) {
      const until = end + round * hour;
      this.at(until, `~sweep-end-${round}`, () => this.officers.sweep());
      while (world.now < until || this.agenda.next) {
        await within(stepLimitMs, 'a step at the end', this.step(until));
      }
    }
  }

  figures() {
    const { cases, orders } = this.said;
    const digest = this.invariants.digest();
    const home = this.invariants.home();
    return { ...this.world.figures, cases: cases.size, orders: orders.size, ...home, digest };
  }
}

// Runs one seed to its end. Throws with everything that is needed to see it again.
export async function runMonth(seed, options = {}) {
  const wanted = { days: 30, misfortunes: true, ...options };
  const begun = performance.now();
  const world = await SimWorld.make(seed, start);
  const month = new Month(world, inventMonth(seed, wanted.days), wanted);
  try {
    const figures = await month.run();
    const seconds = (performance.now() - begun) / 1000;
    return { seed, days: wanted.days, seconds, daysPerSecond: wanted.days / seconds, ...figures };
  } catch (error) {
    const at = new Date(world.now + 8 * hour).toISOString().slice(0, 19);
    error.message =
      `seed ${seed}, step ${world.figures.steps} at ${at}+08:00 (${month.doing}): ` +
      `${error.message}\n  replay: ./dev sim --seed ${seed} --days ${wanted.days}`;
    error.seed = seed;
    throw error;
  } finally {
    await world.end();
  }
}
