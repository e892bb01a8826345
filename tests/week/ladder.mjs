// The ladder once more, written for this test alone from what docs/warning.md and ladder.h promise:
// all that happened is put into one line of moments and played through.
const tryAgain = new Set(['busy', 'no_answer', 'wrong_number']);
const ends = new Set(['dissuaded', 'already_paid', 'not_a_fraud', 'repeated']);

// A climb of these rungs that began at `from`, with `words` told (at, rung, number, outcome) in
// their order, as it stands at `until`. Each step says how it stands, since when (`overAt`), and
// whether it held the person; `usedUpAt` are the spans in which nothing was left to do.
export function climb(rungs, from, words, until) {
  const steps = [];
  const tries = rungs.map(() => 0);
  const begun = rungs.map(() => 0);
  const plans = new Map(); // Rung to the moment its next step begins.
  const usedUpAt = [];
  let holder;
  let outcome;
  let now = from;

  const plan = (rung, at) => plans.set(rung, Math.min(at, plans.get(rung) ?? Infinity));
  const over = (step, state) => Object.assign(step, { state, overAt: now });
  const spread = (name, cause) => {
    for (const [rung, { starts }] of rungs.entries()) {
      if (begun[rung] > 0) continue;
      for (const start of starts) {
        if (start.after === name && start.on.includes(cause)) plan(rung, now + start.wait_ms);
      }
    }
  };
  const callOff = (by) => {
    for (const step of steps) {
      if (step === by || !['open', 'late', 'reached'].includes(step.state)) continue;
      over(step, 'called_off');
      step.calledOffBy = by;
    }
  };
  const letGo = () => {
    for (const step of steps.filter(({ calledOffBy }) => calledOffBy === holder)) {
      step.calledOffBy = undefined;
      plan(step.rung, now);
    }
    holder.heldUntil = now;
    holder = undefined;
  };

  const begin = (rung) => {
    plans.delete(rung);
    const number = ++begun[rung];
    const due = now + rungs[rung].within_ms;
    steps.push({ rung, number, name: rungs[rung].name, begins: now, due, state: 'open' });
  };
  const beLate = (step) => {
    over(step, 'late');
    if (step === holder) letGo();
    spread(step.name, 'late');
  };
  const hear = (word) => {
    const step = steps.find(({ rung, number }) => rung === word.rung && number === word.number);
    if (!step || step.state === 'done') return;
    if (ends.has(word.outcome)) {
      over(step, 'done');
      step.outcome = outcome = word.outcome;
      if (holder) holder.heldUntil = now;
      callOff(step);
      return;
    }
    if (step.state === 'called_off') return;
    if (word.outcome === 'reached') {
      if (step.state === 'reached') return;
      Object.assign(step, { state: 'reached', outcome: 'reached', heldFrom: now });
      step.due = now + rungs[step.rung].within_ms;
      holder = step;
      callOff(step);
      return;
    }
    over(step, 'done');
    step.outcome = word.outcome;
    if (step === holder) letGo();
    spread(step.name, word.outcome);
    if (!tryAgain.has(word.outcome)) return;
    if (++tries[step.rung] < rungs[step.rung].tries)
      plan(step.rung, now + rungs[step.rung].again_ms);
    else spread(step.name, 'used_up');
  };

  // The next thing that time does: who holds the person stops everybody else.
  const byTime = () => {
    let next = { at: Infinity };
    if (!holder) {
      for (const [rung, at] of [...plans].sort(([a], [b]) => a - b)) {
        if (at < next.at) next = { at, act: () => begin(rung) };
      }
    }
    for (const step of holder ? [holder] : steps.filter(({ state }) => state === 'open')) {
      if (step.due < next.at) next = { at: step.due, act: () => beLate(step) };
    }
    return next;
  };

  for (const [rung, { starts }] of rungs.entries()) if (starts.length === 0) plan(rung, from);
  const waiting = [...words];
  while (!outcome) {
    const time = byTime();
    const word = waiting[0];
    const at = Math.max(now, Math.min(time.at, word?.at ?? Infinity));
    if (time.at === Infinity && !holder) {
      const upTo = Math.min(at, until);
      if (usedUpAt.at(-1)?.until === now) usedUpAt.at(-1).until = upTo;
      else usedUpAt.push({ from: now, until: upTo });
    }
    if (at > until || at === Infinity) break;
    now = at;
    if (word && word.at < time.at) hear(waiting.shift());
    else time.act();
  }
  const left = byTime().at;
  let standing = left === Infinity ? 'used_up' : 'climbing';
  if (holder) standing = 'reached';
  return { steps, outcome, usedUpAt, standing: outcome ? 'ended' : standing };
}
