// The week as it happens outside of the centre: who is being talked out of their savings when, who
// warns of it how often, and what somebody finds who calls or comes by. Each answer is drawn by the
// person and by the step, so that it is the same in each run of a seed.
import { card } from '../scenario/programs.mjs';
import { dice } from '../sim/dice.mjs';
import { day, hour, minute, start } from '../sim/town.mjs';

export const levels = ['red', 'high', 'middle', 'low'];
export const stations = ['430202010000', '430202020000'];
export const floodShare = 6; // Of a minute, of the source that floods.

export const assumptions = {
  again: [0.55, 0.25, 0.12, 0.08], // Once warned of, twice, ...
  busyMinutes: { median: 4, sigma: 1 }, // How long the line stays busy after the warning.
  badLines: 0.12,
};

const types = ['authority', 'task_rebate', 'loan', 'dating', null];
const sources = ['national', 'bank', 'operator', '110'];

const weighted = (draw, shares) => {
  let roll = draw.unit();
  return shares.findIndex((share) => (roll -= share) < 0);
};

class Person {
  constructor(seed, index, arrivesAt) {
    const draw = dice(seed, 'person', index);
    Object.assign(this, { seed, index, arrivesAt });
    this.level = draw.pick(levels);
    this.type = draw.pick(types);
    this.phones = draw.pick([0, 1, 1, 1, 2, 3, 10]);
    this.foreign = draw.chance(0.1);
    this.family = draw.chance(0.6);
    this.workplace = draw.chance(0.4);
    this.unit = draw.pick([...stations, ...stations, '999999990000', null]);
    this.phone = draw.pick(['fine', 'fine', 'fine', 'dead', 'wrong']);
    this.busyUntil =
      arrivesAt +
      draw.logNormal(assumptions.busyMinutes.median, assumptions.busyMinutes.sigma) * minute;
    this.place = draw.pick(['home', 'home', 'out', 'moved']);
    this.fate = draw.pick(['persuaded', 'persuaded', 'persuaded', 'paid', 'stubborn', 'no_fraud']);
    // Later warnings: within the hour, within days, after the watch has begun.
    this.warnedAt = [arrivesAt];
    for (let times = weighted(draw, assumptions.again); times > 0; --times) {
      const after = draw.pick([draw.between(1, 50) * minute, draw.between(3, 90) * hour]);
      this.warnedAt.push(arrivesAt + after);
    }
  }

  instruction(time, index) {
    const draw = dice(this.seed, 'instruction', this.index, index);
    const own = String(this.index).padStart(5, '0');
    const numbers = Array.from({ length: this.phones }, (_, i) => `199${i}${own}00`);
    if (this.foreign && this.phones > 0) numbers[0] = `+8520${own}000`;
    const contacts = [];
    if (this.family) contacts.push({ kind: 'family', name: '某亲', phone: `198${own}000` });
    if (this.workplace) contacts.push({ kind: 'workplace', phone: `0733-2${own}` });
    return {
      source: this.flood ? 'flood' : draw.pick(sources),
      external_number: `N-${this.index}-${index}`,
      level: index === 0 ? this.level : draw.pick(levels),
      fraud_type: this.type,
      name: `人${own}`,
      phones: numbers,
      address: `荷花小区${this.index}栋`,
      ...(this.unit ? { unit_code: this.unit } : {}),
      ...(contacts.length > 0 ? { contacts } : {}),
      seen: `与境外号码通话${draw.between(1, 90)}分钟`,
      call_minutes: draw.between(1, 90),
      sent_at: new Date(time - draw.between(0, 30) * minute).toISOString(),
      valid_until: new Date(time + 2 * day).toISOString(),
    };
  }

  // What becomes of a step at this time: the outcome, and the one that follows when somebody holds
  // the person. `calm`: the week is over, and everybody gets on.
  answer(step, time, calm) {
    const draw = dice(this.seed, 'answer', this.index, step.climb, step.name, step.number);
    const found = this[step.act](draw, time, step);
    if (calm && !['dissuaded', 'already_paid', 'not_a_fraud', 'done'].includes(found)) {
      return draw.chance(0.5) ? 'dissuaded' : found;
    }
    return found;
  }
  // Somebody talks to the person.
  talk(draw) {
    if (draw.chance(0.12)) return draw.pick(['refused', 'hung_up']);
    switch (this.fate) {
      case 'paid':
        return draw.chance(0.5) ? 'already_paid' : 'reached>already_paid';
      case 'stubborn':
        return draw.pick(['reached>hung_up', 'reached>refused', 'reached', 'hung_up', 'refused']);
      case 'no_fraud':
        return draw.pick(['not_a_fraud', 'reached>not_a_fraud', 'repeated']);
      default:
        return draw.pick(['dissuaded', 'reached>dissuaded', 'reached>dissuaded']);
    }
  }
  call(draw, time) {
    if (this.phone === 'wrong') return 'wrong_number';
    if (this.phone === 'dead') return 'no_answer';
    if (time < this.busyUntil) return 'busy';
    return draw.chance(0.2) ? 'no_answer' : this.talk(draw);
  }
  text() {
    return 'done';
  }
  visit(draw, time, step) {
    if (step.name === 'return_visit') {
      if (this.fate === 'paid' && draw.chance(0.5)) return 'already_paid';
      return draw.pick(['dissuaded', 'dissuaded', 'no_answer', 'moved']);
    }
    if (step.name !== 'elsewhere') {
      if (this.place === 'moved') return draw.pick(['moved', 'no_answer']);
      if (this.place === 'out') return draw.pick(['no_answer', 'found_elsewhere']);
    }
    return this.talk(draw).replace(/^hung_up/, 'refused');
  }
  family_call(draw) {
    return draw.pick(['busy', 'no_answer', 'done', 'found_elsewhere', 'wrong_number', 'refused']);
  }
  workplace_call(draw) {
    return draw.pick(['done', 'found_elsewhere', 'no_answer', 'wrong_number']);
  }
  cut_line(draw) {
    return draw.pick(['done', 'done', 'refused']);
  }

  payments(time) {
    const draw = dice(this.seed, 'paid', this.index);
    const leg = { bank_code: '', bank_name: '', account: '', holder: '' };
    return Array.from({ length: draw.between(1, 2) }, (_, i) => ({
      amount_fen: draw.between(1_000, 9_000_000),
      at: new Date(time - (i + 1) * minute).toISOString(),
      channel: 'bank',
      stop: draw.chance(0.8),
      from: leg,
      to: {
        ...leg,
        bank_code: '900000000001',
        account: card('622202', this.index * 2 + i + 1),
        holder: '某卡',
      },
    }));
  }
}

// `people`: how many a day are warned of for the first time.
export function inventPeople(seed, { days, people: aDay }) {
  const people = [];
  const add = (at) => people.push(new Person(seed, people.length, at));
  for (let d = 0; d < days; ++d) {
    const draw = dice(seed, 'day', d);
    for (let count = draw.poisson(aDay); count > 0; --count) {
      add(start + d * day + draw.between(0, 24 * 3600) * 1000);
    }
  }
  // One source sends more in a minute than its share; others are not to suffer from it.
  const draw = dice(seed, 'flood');
  const at = start + Math.floor(draw.unit() * days) * day + draw.between(0, 1439) * minute;
  for (let count = 2 * floodShare + draw.between(0, 3); count > 0; --count) {
    add(at);
    const fate = { fate: 'no_fraud', phone: 'fine', phones: 1, level: 'low' };
    Object.assign(people.at(-1), { flood: true, warnedAt: [at], ...fate });
  }
  return people;
}

// Lines that are wrong, each with what must be said of it.
export const badLines = [
  [{ level: 'purple' }, 'level', 'unknown_level'],
  [{ birthday: '2031-01-01' }, 'birthday', 'future_time'],
  [{ phones: 'none' }, 'phones', 'list'],
  [{ phones: [], address: null, name: null }, 'phones', 'nobody'],
  [{ phones: Array.from({ length: 11 }, (_, i) => `1990000${i}000`) }, 'phones', 'too_many'],
];
