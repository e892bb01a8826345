// What is broken on purpose must be noticed: a week that cannot fail proves nothing. Nothing else
// goes wrong in these weeks: what is noticed is what was broken.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { breakRows } from '../sim/peek.mjs';
import { hour, start } from '../sim/town.mjs';
import { runWeek } from './week.mjs';

const seed = Number(process.env.HETANG_SEED ?? 7);
const quiet = { days: 3, misfortunes: false, kills: 0 };

// Runs the week with this done to its rows as soon as there is something to do it to, when the desk
// is at rest; answers which rule was found broken. `again`: each time when there is.
async function foundBy(sql, again = false) {
  const sabotage = (week) => {
    const { rest } = week;
    let done = false;
    week.rest = async () => {
      await rest.call(week);
      if (done || week.world.now < start + 4 * hour) return;
      const broken = breakRows(week.world.centreFile, `${sql}; SELECT changes();`) !== '0';
      done = broken && !again;
      if (done) await week.officers.lookAgain();
    };
  };
  try {
    await runWeek(seed, { ...quiet, sabotage });
  } catch (error) {
    if (error.invariant) return error.invariant;
    throw error;
  }
  return 'nothing';
}
const first = (table, where) => `id = (SELECT MIN(id) FROM ${table} WHERE ${where})`;

test('a week in which nothing is broken passes', async () => {
  const { warnings, back, escalated } = await runWeek(seed, quiet);
  assert.ok(warnings > 5 && back > 0 && escalated > 0);
});

test('a step that is not brought back is noticed', async () => {
  const never = `UPDATE warning_step SET back_at = due_at + 1 WHERE phase = 'taken'`;
  assert.equal(await foundBy(never, true), 'a forgotten step comes back before its time is up');
});

test('an escalation that is skipped is noticed', async () => {
  const skip = `UPDATE deadline_clock SET next_at = NULL WHERE next_at = due_at
    AND rule LIKE 'warning%'`;
  const found = await foundBy(skip, true);
  assert.equal(found, 'nothing lapses without its reminders and escalation');
});

test('an escalation that reaches nobody is noticed', async () => {
  const where = first('deadline_notice', "kind = 'escalation'");
  const found = await foundBy(`DELETE FROM deadline_notice WHERE ${where}`);
  assert.equal(found, 'every escalation reaches a named person');
});

test('a call after the person was reached is noticed', async () => {
  const held = `phase = 'called_off' AND warning_id IN (SELECT id FROM warning_record
    WHERE state = 'reached')`;
  const found = await foundBy(
    `UPDATE warning_step SET phase = 'open' WHERE ${first('warning_step', held)}`,
  );
  assert.equal(found, 'nobody is called after somebody reached the person');
});

test('a word that is lost is noticed', async () => {
  const where = first('warning_told', 'officer_id <> 0');
  const found = await foundBy(`DELETE FROM warning_told WHERE ${where}`);
  assert.equal(found, 'what was said is done once');
});

test('a used-up ladder that no leader hears of is noticed', async () => {
  const where = first('deadline_clock', "rule = 'warning_leader'");
  const found = await foundBy(`DELETE FROM deadline_clock WHERE ${where}`);
  assert.equal(found, 'every used-up ladder is with a leader');
});

test('a step that began too late is noticed', async () => {
  const where = first('warning_step', "phase = 'done' AND rung > 0");
  const found = await foundBy(`UPDATE warning_step SET begins_at = begins_at + 1 WHERE ${where}`);
  assert.equal(found, 'the ladder says the same');
});

test('an entry of the journal that was changed is noticed', async () => {
  const where = 'id = (SELECT MAX(entry_id) FROM journal_seal)';
  const found = await foundBy(`UPDATE journal_entry SET why = 'another' WHERE ${where}`);
  assert.equal(found, 'the journal proves itself');
});
