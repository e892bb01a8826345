// What must be true of money that goes home: the centre's rounds against the banks' own books.
import { SimFailure } from './limit.mjs';

const open = new Set(['waiting', 'sent']);

function fail(detail) {
  throw new SimFailure('what goes home is right to the fen', detail);
}
const sumOf = (items, name) => items.reduce((sum, item) => sum + item[name], 0);

// `view` holds what the centre (orders, rounds in full) and the banks (ledger) say, the frauds of
// the cases, and the pieces of the ledger that are returned.
export function checkReturns({ orders, fulls, ledger, cases, pieces }) {
  onceAndNoMoreThanFrozen(orders, ledger);
  for (const full of fulls) roundAddsUp(full);
  sameAsTheBanks(fulls, ledger);
  nobodyGetsMoreThanLost(fulls, ledger, cases);
  ledgerSaysTheSame(fulls, pieces);
}

function onceAndNoMoreThanFrozen(orders, ledger) {
  const freezes = new Map(orders.map((order) => [order.application_id, order]));
  const given = new Map();
  const seen = new Set();
  for (const line of ledger.returns) {
    const key = `${line.application_id}|${line.serial}`;
    if (seen.has(key)) fail(`${key} was paid twice`);
    seen.add(key);
    const freeze = line.freeze_application_id;
    given.set(freeze, (given.get(freeze) ?? 0) + line.amount_fen);
  }
  for (const [id, fen] of given) {
    const held = freezes.get(id)?.held_fen ?? 0;
    if (fen > held) fail(`freeze ${freezes.get(id)?.id} kept ${held} and gave ${fen}`);
  }
  const all = sumOf(ledger.returns, 'amount_fen');
  if (all !== ledger.returned_fen) fail(`the banks gave ${all} and say ${ledger.returned_fen}`);
}

function roundAddsUp({ round, claims }) {
  const what = `round ${round.id} (${round.state})`;
  if (sumOf(claims, 'return_fen') !== round.return_fen) fail(`${what}: shares of the proposal`);
  if (sumOf(claims, 'executed_fen') !== round.executed_fen) fail(`${what}: shares given`);
  if (round.return_fen > round.available_fen) fail(`${what} gives more than there is`);
  for (const { id, return_fen, executed_fen, loss_fen } of claims) {
    if (executed_fen > return_fen) fail(`${what}: claim ${id} got ${executed_fen}`);
    if (return_fen > loss_fen) fail(`${what}: claim ${id} is to get more than was lost`);
  }
}

// A claim has what the lines of its messages brought, once each message has its answer.
function sameAsTheBanks(fulls, ledger) {
  for (const { round, claims, messages } of fulls) {
    if (round.recovered_id) continue;
    const ids = new Set(messages.map(({ order }) => order.application_id));
    const waits = messages.some(({ order }) => open.has(order.state));
    const lines = ledger.returns.filter((line) => ids.has(line.application_id));
    for (const { id, executed_fen } of claims) {
      const paid = sumOf(
        lines.filter((line) => line.serial === String(id)),
        'amount_fen',
      );
      const same = waits ? executed_fen <= paid : executed_fen === paid;
      if (!same) fail(`round ${round.id}, claim ${id}: ${executed_fen}, the bank gave ${paid}`);
    }
  }
  const known = fulls.flatMap(({ messages }) => messages.map(({ order }) => order.application_id));
  for (const line of ledger.returns) {
    if (!known.includes(line.application_id)) fail(`nobody asked for ${line.application_id}`);
  }
}

function nobodyGetsMoreThanLost(fulls, ledger, cases) {
  for (const [caseId, { fraud }] of cases) {
    const lost = sumOf(fraud.payments, 'amountFen');
    const own = ledger.returns.filter((line) => line.payee === fraud.own.account);
    const handed = fulls
      .filter(({ round }) => round.recovered_id)
      .flatMap(({ claims }) => claims.filter((claim) => claim.case_id === caseId));
    const got = sumOf(own, 'amount_fen') + sumOf(handed, 'executed_fen');
    if (got > lost) fail(`the victim of case ${caseId} lost ${lost} and got ${got}`);
  }
}

function ledgerSaysTheSame(fulls, pieces) {
  const given = fulls.reduce((sum, { round }) => sum + round.executed_fen, 0);
  const told = sumOf(pieces, 'amount_fen');
  if (given !== told) fail(`the rounds gave ${given}, the ledger says ${told}`);
}
