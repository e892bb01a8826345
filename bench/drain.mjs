// The outbox drained: orders that wait for twelve banks are let go at once, and the time is taken
// until the last bank has its last one. Everything is real: the program, its database with fsync,
// signed HTTP to one hetang-bank that plays all twelve, a receipt for each order, the orders marked
// as sent. The banks' answers come back meanwhile and are taken too.
//
// usage: node bench/drain.mjs [--orders N]; prints one JSON line.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { World, card, reportForm, until } from '../tests/scenario/programs.mjs';

const { values } = parseArgs({ options: { orders: { type: 'string', default: '100000' } } });
const build = resolve(process.env.HETANG_BUILD ?? 'build');
const bankCount = 12;
const caseCount = 400;
const codes = Array.from(
  { length: bankCount },
  (_, i) => `9000000000${String(i + 1).padStart(2, '0')}`,
);

async function must(promise) {
  const { status, body } = await promise;
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}

// The banks that World does not bring, and the keys of all.
async function addBanks(world, liaison) {
  const known = (await must(liaison.get('/api/v1/funds/banks'))).items;
  for (const code of codes.filter((wanted) => !known.some((bank) => bank.code === wanted))) {
    await must(
      liaison.post('/api/v1/funds/banks', {
        ...known[0],
        id: 0,
        version: 0,
        code,
        name: `银行${code.slice(-2)}`,
        address: `${world.bankUrl}/banks/${code}/messages`,
      }),
    );
  }
  world.run(['bank', 'keys', ...world.where, world.keys]);
}

async function openCases(duty) {
  const ids = [];
  for (let i = 0; i < caseCount; ++i) {
    const form = reportForm({
      payee: card('622202', 9_000_000 + i),
      holder: '邬望舒',
      bank: codes[i % bankCount],
      amountFen: 100_000,
      phone: `197${String(i).padStart(8, '0')}`,
    });
    ids.push((await must(duty.post('/api/v1/intake/reports', form))).case_id);
  }
  return { first: ids[0], last: ids.at(-1) };
}

function placeOrders(world, duty, cases) {
  const each = Math.ceil(Number(values.orders) / bankCount);
  codes.forEach((code, i) => {
    const done = spawnSync(
      join(build, 'load'),
      [
        ...[new URL(world.centreUrl).host, '--cookie', duty.cookie, '--csrf', duty.csrf],
        ...['--bank', code, '--requests', String(each)],
        ...['--first-case', String(cases.first), '--last-case', String(cases.last)],
        ...['--first-account', String(i * 10_000_000)],
      ],
      { encoding: 'utf8' },
    );
    if (!done.stdout) throw new Error(done.stderr);
  });
}

async function main() {
  const world = await World.make();
  try {
    const [duty, liaison] = [await world.client('duty'), await world.client('liaison')];
    await addBanks(world, liaison);
    // While orders are placed nothing is read here, and the server ends a connection that is idle.
    const lines = () =>
      until('the gateway answers', async () =>
        (await must(liaison.get('/api/v1/funds/gateway'))).items.filter((line) =>
          codes.includes(line.bank_code),
        ),
      );
    const banks = await lines();
    for (const { bank_id } of banks) {
      await must(liaison.post(`/api/v1/funds/gateway/${bank_id}/pause`, { note: 'measured' }));
    }
    placeOrders(world, duty, await openCases(duty));
    const waiting = async () => (await lines()).reduce((sum, line) => sum + line.waiting, 0);
    const messages = await waiting();
    const begun = performance.now();
    for (const { bank_id } of banks) {
      await must(liaison.post(`/api/v1/funds/gateway/${bank_id}/resume`, { note: 'measured' }));
    }
    while ((await waiting()) > 0) await new Promise((done) => setTimeout(done, 200));
    const seconds = (performance.now() - begun) / 1000;
    console.log(
      JSON.stringify({
        messages,
        banks: bankCount,
        seconds: Number(seconds.toFixed(1)),
        messages_per_second: Math.round(messages / seconds),
      }),
    );
  } finally {
    await world.end();
  }
}

await main();
