// What the measurements of statements share: a file of invented rows, an import, a bank whose
// accounts have passed money on.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';

import { card, reportForm, until } from '../tests/scenario/programs.mjs';

const build = resolve(process.env.HETANG_BUILD ?? 'build');
export const bankCode = '900000000001';
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
export const note = (result) => console.log(JSON.stringify(result));

const header =
  '交易卡号,交易账号,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,' +
  '对手户名,对手开户银行,摘要说明,交易流水号\n';

// Statements of 400 accounts with 20,000 counterparties, in order of time. The same number writes
// the same rows, another one others of the same accounts.
export function writeStatement(path, rows, number = 7) {
  let state = number;
  const below = (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const accounts = Array.from({ length: 400 }, (_, i) => card('622202', 1_000_000 + i));
  const others = Array.from({ length: 20_000 }, (_, i) => card('621700', 5_000_000 + i));
  const balances = accounts.map(() => 1_000_000_000);
  const yuan = (fen) => (fen / 100).toFixed(2);
  let second = Date.UTC(2021, 0, number) / 1000;
  const file = openSync(path, 'w');
  let text = header;
  for (let i = 0; i < rows; ++i) {
    second += below(61);
    const own = below(accounts.length);
    const fen = 1 + below(5_000_000);
    const out = below(2) === 0 && balances[own] > fen;
    balances[own] += out ? -fen : fen;
    const at = new Date(second * 1000).toISOString().replace(/[-T:]/g, '').slice(0, 14);
    text +=
      `${accounts[own]},${accounts[own].slice(4)},${at},${yuan(fen)},${yuan(balances[own])},` +
      `${out ? '出' : '进'},${others[below(others.length)]},邬望舒,虚构银行某某支行,转账,` +
      `${number}${String(i).padStart(12, '0')}\n`;
    if (text.length > 1 << 20) {
      writeSync(file, text);
      text = '';
    }
  }
  writeSync(file, text);
  closeSync(file);
}

export function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
export function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => Number(sorted[Math.floor(share * (sorted.length - 1))]?.toFixed(1));
  return { count: sorted.length, p50_ms: at(0.5), p99_ms: at(0.99), max_ms: at(1) };
}

// Seconds for `hetang import` of a file with so many new rows.
export function importOnce(where, file, rows) {
  const start = performance.now();
  const done = spawnSync(join(build, 'hetang'), ['import', ...where, file], {
    cwd: dirname(file), // Without a data directory the originals are kept in the working one.
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seconds = (performance.now() - start) / 1000;
  if (done.status !== 0) throw new Error(`hetang import: ${done.stderr}`);
  const taken = JSON.parse(done.stdout).files[0].entries_new;
  if (taken !== rows) throw new Error(`${taken} of ${rows} rows were taken`);
  return seconds;
}

export async function takeReport(duty, payee, i) {
  const form = reportForm({
    payee,
    holder: '邬望舒',
    bank: bankCode,
    amountFen: 800_000,
    phone: `197${String(i).padStart(8, '0')}`,
  });
  form.payments[0].stop = false;
  const { status, body } = await duty.post('/api/v1/intake/reports', form);
  if (status !== 200) throw new Error(`report: ${status} ${JSON.stringify(body)}`);
  return body.case_id;
}

export const firstHand = (i) => card('622202', 40_000_000 + i);
export const secondHand = (i) => card('622202', 50_000_000 + i);

// Each account has received the money of one report and passed it on to five.
export async function prepareBank(world, count) {
  const lines = [];
  const open = (account) => lines.push({ bank: bankCode, account, name: '邬望舒', balance_fen: 0 });
  for (let i = 0; i < count; ++i) {
    open(firstHand(i));
    for (let k = 0; k < 5; ++k) open(secondHand(i * 5 + k));
  }
  for (let i = 0; i < count; ++i) {
    const to = firstHand(i);
    lines.push({ at_offset_ms: 0, from: 'outside', to, amount_fen: 800_000 });
    for (let k = 0; k < 5; ++k) {
      lines.push({ at_offset_ms: 50, from: to, to: secondHand(i * 5 + k), amount_fen: 150_000 });
    }
  }
  const bank = world.bankDoor();
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  const { status, body } = await bank.call('POST', '/truth/load', text);
  if (status !== 200) throw new Error(`bank: ${status} ${JSON.stringify(body)}`);
  for (let i = 0; i < count; ++i) {
    await until('the money has moved', async () => {
      const { body: seen } = await bank.get(`/truth/accounts/${firstHand(i)}`);
      return seen.movements.every((movement) => movement.state !== 'waiting');
    });
  }
}
