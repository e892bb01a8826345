// One week of the warning desk from a seed: people who are warned of, officers, misfortunes, and
// the time that goes from one thing to the next. After each the program comes to rest, so that a
// seed replays: how far it had come when it is killed must not matter.
import { Agenda } from '../sim/agenda.mjs';
import { dice } from '../sim/dice.mjs';
import { SimFailure, within } from '../sim/limit.mjs';
import { day, hour, minute, start } from '../sim/town.mjs';
import { Desk } from './desk.mjs';
import { Officers } from './officers.mjs';
import { assumptions, inventPeople } from './people.mjs';
import { checkWeek } from './rules.mjs';

const stepLimitMs = 60_000; // By the machine.
const batchEvery = 3 * hour;

export class Week {
  constructor(world, options) {
    this.world = world;
    this.options = options;
    this.agenda = new Agenda();
    this.people = inventPeople(world.seed, options);
    this.officers = new Officers(this);
    this.calm = false; // The week is over: nobody forgets anything any more.
  }

  prepare() {
    const { options } = this;
    const batches = new Map();
    for (const person of this.people) this.warnOf(person, batches);
    for (const [at, lines] of batches) this.planBatch(at, lines);
    for (let d = 0; d < options.days; ++d) {
      for (const ofDay of [9, 15, 21]) {
        const at = start + d * day + ofDay * hour;
        this.agenda.at(at, `round-${d}-${ofDay}`, () => this.officers.round());
      }
    }
    if (options.misfortunes) this.planMisfortunes();
    if (options.kills) this.planKills();
    options.sabotage?.(this);
  }

  // By itself or in the next batch; some are sent twice, and the second time nothing happens.
  warnOf(person, batches) {
    const { seed } = this.world;
    for (const [i, time] of person.warnedAt.entries()) {
      const draw = dice(seed, 'way', person.index, i);
      const key = `warn-${person.index}-${i}`;
      if (person.flood || draw.chance(0.4)) {
        const at = person.flood ? time : Math.ceil(time / batchEvery) * batchEvery;
        if (!batches.has(at)) batches.set(at, []);
        batches.get(at).push(person.instruction(at, i));
        continue;
      }
      const line = person.instruction(time, i);
      this.agenda.at(time, key, () => this.officers.takeIn(line, key));
      if (!draw.chance(0.1)) continue;
      const again = time + draw.between(1, 90) * minute;
      this.agenda.at(again, `${key}-again`, () => this.officers.takeIn(line, `${key}-again`));
    }
  }
  planBatch(at, lines) {
    const draw = dice(this.world.seed, 'batch', at);
    const wrong = draw.poisson(assumptions.badLines * lines.length);
    const extra = this.officers.wrongLines(draw, lines[0], wrong);
    const twice = draw.chance(0.2) ? [...lines, lines[0]] : lines;
    const name = `batch-${at}`;
    const send = (key) => () => this.officers.takeBatch(name, twice, extra, key);
    this.agenda.at(at, name, send(name));
    if (draw.chance(0.3)) this.agenda.at(at + 10 * minute, `${name}-again`, send(`${name}-again`));
  }

  any(draw) {
    return start + draw.unit() * this.options.days * day;
  }
  planMisfortunes() {
    const { world } = this;
    const jump = dice(world.seed, 'jump');
    const ahead = jump.between(10, 240) * minute;
    this.agenda.at(this.any(jump), 'jump', () => this.jumpAhead(ahead));
    const back = dice(world.seed, 'back');
    const by = back.between(5, 90) * 1000;
    this.agenda.at(this.any(back), 'back', () => this.setBack(by));
  }
  jumpAhead(length) {
    const { world } = this;
    world.late.push([world.now, world.now + length]);
    world.moveTo(world.now + length);
  }
  setBack(by) {
    const { world } = this;
    world.late.push([world.now - by, world.now]);
    world.skew = -by;
    world.setClock();
    this.agenda.at(world.now + hour, 'clock-mended', () => {
      world.late.push([world.now - by, world.now]);
      world.skew = 0;
      world.setClock();
    });
  }

  // At rest, in the middle of a command, and while the program does what time has brought.
  planKills() {
    const { world } = this;
    for (let i = 0; i < this.options.kills; ++i) {
      const draw = dice(world.seed, 'kill', i);
      const way = draw.pick(['idle', 'command', 'command', 'command', 'time', 'time']);
      const kill = { afterMs: draw.between(0, 4), answered: draw.chance(0.3) };
      this.agenda.at(this.any(draw), `kill-${i}`, async () => {
        if (way === 'idle') await world.kill('centre');
        else if (way === 'command') world.killInCommand = kill;
        else this.killInTime = kill.afterMs;
      });
    }
  }

  // To the next thing on the agenda or the next step that is due, whichever is first.
  async step(end) {
    const { world, agenda } = this;
    const own = agenda.next?.time ?? end;
    world.moveTo(Math.min(own, Math.max(world.last.next, world.now + 1), end));
    if (agenda.next && own <= world.now) {
      const item = agenda.take();
      this.doing = item.key;
      await item.act();
    } else if (this.killInTime !== undefined) {
      const afterMs = this.killInTime;
      this.killInTime = undefined;
      await new Promise((done) => setTimeout(done, afterMs));
      await world.kill('centre');
    }
    await this.rest();
  }
  async rest() {
    const { world } = this;
    const waiting = await world.settle();
    if (waiting.length > 0) {
      throw new SimFailure('the program comes to rest', `${waiting} stays due`);
    }
    await this.officers.look();
  }

  async run() {
    const { world, options } = this;
    const end = start + options.days * day;
    this.prepare();
    await this.rest();
    while (world.now < end) await within(stepLimitMs, 'a step of the week', this.step(end));
    await this.quieten(end);
    return { ...this.officers.counts, ...world.figures, ...checkWeek(this) };
  }

  // Misfortunes are over, and everybody does what lies there until nothing does and the last person
  // is watched no more.
  async quieten(end) {
    const { world } = this;
    this.calm = true;
    world.skew = 0;
    world.killInCommand = undefined;
    this.killInTime = undefined;
    world.setClock();
    await this.rest();
    await this.officers.takeUpAll();
    for (let round = 1; ; ++round) {
      const until = end + round * 12 * hour;
      this.agenda.at(until, `~round-${round}`, () => this.officers.round());
      while (world.now < until || this.agenda.next?.time <= until) {
        await within(stepLimitMs, 'a step at the end', this.step(until));
      }
      const [[open]] = await world.peek.ask(
        `SELECT COUNT(*) FROM warning_record WHERE state IN ('climbing', 'reached', 'with_leader',
         'watched');`,
      );
      if (Number(open) === 0) return;
      if (round > 90) throw new SimFailure('every warning comes to its end', `${open} are open`);
    }
  }
}

// Runs one seed to its end. Throws with everything that is needed to see it again.
export async function runWeek(seed, options = {}) {
  const wanted = { days: 7, people: 4, misfortunes: true, kills: 12, ...options };
  const begun = performance.now();
  const world = await Desk.make(seed, start);
  const week = new Week(world, wanted);
  try {
    const figures = await week.run();
    return { seed, seconds: (performance.now() - begun) / 1000, ...figures };
  } catch (error) {
    const at = new Date(world.now + 8 * hour).toISOString().slice(0, 19);
    const given = `--days ${wanted.days} --people ${wanted.people} --kills ${wanted.kills}`;
    error.message =
      `seed ${seed}, step ${world.figures.steps} at ${at}+08:00 (${week.doing}): ` +
      `${error.message}\n  replay: ./dev week --seed ${seed} ${given}`;
    error.seed = seed;
    throw error;
  } finally {
    await world.end();
  }
}
