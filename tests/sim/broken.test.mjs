// What is broken on purpose must be noticed: a simulation that cannot fail proves nothing. Each
// month here is short and otherwise without misfortunes: what is noticed is what was broken.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { runMonth } from './month.mjs';
import { breakRows } from './peek.mjs';
import { hour, start } from './town.mjs';

const seed = Number(process.env.HETANG_SEED ?? 7);
const quiet = { days: 4, misfortunes: false };

// Runs the month with this done to it; answers which rule was found broken.
async function foundBy(sabotage, more = {}) {
  try {
    await runMonth(seed, { ...quiet, ...more, sabotage });
  } catch (error) {
    if (error.invariant) return error.invariant;
    throw error;
  }
  return 'nothing';
}
// Once there is something to break; tried again each hour until there is.
function once(month, what, file = month.world.centreFile) {
  const key = `break-${what}`;
  const act = () => {
    if (breakRows(file, what) === '0') month.at(month.world.now + hour, key, act);
  };
  month.at(start + 10 * hour, key, act);
}

test('a month in which nothing is broken passes', async () => {
  const figures = await runMonth(seed, quiet);
  assert.ok(figures.orders > 20);
});

test('an outbox that loses a message in a kill is noticed', async () => {
  const found = await foundBy(({ world }) => {
    const lose = (id) =>
      breakRows(world.centreFile, `DELETE FROM outbox_message WHERE key = '${id}'`);
    const spring = (id) => world.kill('centre', () => lose(id));
    world.wire.trap = { direction: 'order', moment: 'before', spring };
  });
  assert.ok(['no order is lost', 'an officer is served'].includes(found), found);
});

test('a centre that forgets which commands it has answered is noticed', async () => {
  const found = await foundBy((month) => {
    const { world } = month;
    const meanwhile = () => breakRows(world.centreFile, 'DELETE FROM http_idempotency');
    const first = month.agenda.items.find((item) => item.key.startsWith('take-'));
    month.at(first.time - 1, 'break', () => (world.killInCommand = { answered: true, meanwhile }));
  });
  assert.equal(found, 'nothing is done unsaid');
});

test('an order that takes effect twice at its bank is noticed', async () => {
  const found = await foundBy((month) =>
    once(
      month,
      `INSERT INTO sandbox_stop (account_id, application_id, start_at, expire_at, extensions)
       SELECT account_id, application_id, start_at, expire_at, extensions FROM sandbox_stop
       ORDER BY id LIMIT 1; SELECT changes();`,
      month.world.bankFile,
    ),
  );
  assert.equal(found, 'no order is effective twice');
});

test('a reminder that is not given is noticed', async () => {
  const found = await foundBy((month) =>
    once(
      month,
      `UPDATE deadline_clock SET reminders = reminders + 1 WHERE rule = 'stop_expiry' AND
       state = 'open'; SELECT changes();`,
    ),
  );
  assert.equal(found, 'nothing lapses without its reminders and escalation');
});

test('one reminder that reaches nobody is noticed', async () => {
  const found = await foundBy((month) =>
    once(
      month,
      `DELETE FROM deadline_notice WHERE id = (SELECT MIN(id) FROM deadline_notice
       WHERE code = 'stop_expiry_due'); SELECT changes();`,
    ),
  );
  assert.equal(found, 'every reminder reaches a person');
});

test('one fen more in the centre than in the books of a bank is noticed', async () => {
  const found = await foundBy((month) =>
    once(
      month,
      `UPDATE funds_order SET balance_before_fen = balance_before_fen + 1 WHERE id = (SELECT MIN(id)
       FROM funds_order WHERE balance_before_fen IS NOT NULL); SELECT changes();`,
    ),
  );
  assert.equal(found, 'books of banks and centre agree to the fen');
});

test('one fen more sent home by a bank than the centre was told is noticed', async () => {
  const act = (month) =>
    once(
      month,
      `UPDATE sandbox_returned SET amount_fen = amount_fen + 1 WHERE id = (SELECT MIN(id)
       FROM sandbox_returned); SELECT changes();`,
      month.world.bankFile,
    );
  const found = await foundBy(act, { days: 9, plans: ['freeze'], noticeDays: 1 });
  assert.equal(found, 'what goes home is right to the fen');
});

test('an entry of the journal that was changed is noticed', async () => {
  const found = await foundBy((month) =>
    once(
      month,
      `UPDATE journal_entry SET why = 'another' WHERE id = (SELECT MAX(entry_id) FROM journal_seal);
       SELECT changes();`,
    ),
  );
  assert.equal(found, 'the journal proves itself');
});
