// Files that are not what they seem, and an import that is cut off: what cannot be read is said to
// be so, nothing half read is shown, and the next import works.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';

import { Folder, importInto, simulate, startImport, transfersIn, zipOf } from './statements.mjs';
import { card } from './programs.mjs';

const folder = new Folder();
after(() => folder.remove());

const header = '交易卡号,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,交易流水号';
const own = card('622202', 77);
const other = (i) => card('622848', i);

// Row `i` of a statement, each of one yuan more than the last.
function line(i, { amount = `${i + 1}.00`, direction = '进' } = {}) {
  const at = new Date(Date.UTC(2026, 2, 1, 0, 0, i)).toISOString().slice(0, 19).replace('T', ' ');
  return `${own},${at},${amount},,${direction},${other(i)},瞿安澜,S${i}`;
}
const statement = (...lines) => [header, ...lines, ''].join('\n');
const good = statement(line(0), line(1), line(2));

let made = 0;
function given(name, bytes) {
  const path = folder.at(`${++made}`);
  mkdirSync(path);
  writeFileSync(`${path}/${name}`, bytes);
  return { path: `${path}/${name}`, data: `${path}/data` };
}

// A file of which nothing can be read.
function refusesWhole(name, bytes) {
  const { path, data } = given(name, bytes);
  const { status, answer, errors } = importInto(data, [path]);
  assert.equal(status, 1, errors);
  const bad = answer.files.find((file) => file.error);
  assert.ok(bad, JSON.stringify(answer.files));
  for (const count of ['rows', 'entries_new', 'entries_known', 'failed', 'other']) {
    assert.equal(bad[count], 0, count);
  }
  assert.deepEqual(bad.refused, []);
  assert.equal(answer.transfers_new, 0);
  assert.deepEqual(transfersIn(data), []);
  // The same data directory goes on.
  const next = given('good.csv', good);
  const later = importInto(data, [next.path]);
  assert.equal(later.status, 0, later.errors);
  assert.equal(later.answer.transfers_new, 3);
  return bad;
}

function workbook() {
  const out = folder.at('book');
  if (!existsSync(out)) simulate(1, out);
  const name = readdirSync(`${out}/statements`).find((one) => one.endsWith('.xlsx'));
  return readFileSync(`${out}/statements/${name}`);
}

test('a picture named .xlsx cannot be read', () => {
  const bytes = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256)),
  ]);
  refusesWhole('statement.xlsx', bytes);
});

test('a document named .xlsx cannot be read', () => {
  refusesWhole('statement.xlsx', '%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj << >> endobj\n');
});

test('a page of HTML named .xls cannot be read', () => {
  const row = line(0)
    .split(',')
    .map((cell) => `<td>${cell}</td>`)
    .join('');
  refusesWhole('statement.xls', `<html><body><table><tr>${row}</tr></table></body></html>\n`);
});

test('a workbook that was cut off cannot be read', () => {
  const bytes = workbook();
  refusesWhole('statement.xlsx', bytes.subarray(0, Math.floor(bytes.length / 2)));
  refusesWhole('statement.xlsx', bytes.subarray(0, bytes.length - 40));
});

test('an empty file cannot be read', () => {
  refusesWhole('statement.csv', '');
});

test('text that was encoded twice cannot be read', () => {
  const twice = Buffer.from(Buffer.from(good, 'utf8').toString('latin1'), 'utf8');
  refusesWhole('statement.csv', twice);
});

test('a zip that would unpack to more than it can hold is not unpacked', () => {
  const lines = (line(0) + '\n').repeat(1000);
  const bomb = Buffer.concat([Buffer.from(header + '\n'), ...Array(3000).fill(Buffer.from(lines))]);
  refusesWhole('statement.zip', zipOf([['statement.csv', bomb]]));
});

test('a member of a zip that climbs out of it is refused, and the others are read', () => {
  const { path, data } = given(
    'statement.zip',
    zipOf([
      ['../../climbed.csv', Buffer.from(statement(line(7)))],
      ['good.csv', Buffer.from(good)],
    ]),
  );
  const { status, answer, errors } = importInto(data, [path]);
  assert.equal(status, 1, errors);
  assert.equal(answer.files.length, 2);
  const [bad] = answer.files.filter((file) => file.error);
  assert.ok(bad.file.endsWith('climbed.csv'), bad.file);
  assert.equal(bad.rows, 0);
  assert.equal(answer.transfers_new, 3);
  for (const place of [folder.at('climbed.csv'), `${folder.path}/../climbed.csv`]) {
    assert.ok(!existsSync(place), place);
  }
});

test('a row of three million cells is refused and the rest is read', () => {
  const wide = ','.repeat(3_000_000);
  const { path, data } = given('wide.csv', statement(line(0), wide, line(1)));
  const { status, answer, errors } = importInto(data, [path]);
  assert.equal(status, 0, errors);
  const [file] = answer.files;
  assert.equal(file.rows, 3);
  assert.equal(file.entries_new, 2);
  assert.deepEqual(
    file.refused.map(({ row }) => row),
    [3],
  );
});

test('a header of three million columns ends in an answer', () => {
  const columns = Array.from({ length: 3_000_000 }, (_, i) => `列${i}`).join(',');
  const { path, data } = given('wide.csv', `${columns}\n${line(0)}\n`);
  const { status, answer, errors } = importInto(data, [path]);
  assert.ok(status === 0 || status === 1, errors);
  assert.equal(answer.transfers_new, 0);
});

test('an open quote costs its own row only', () => {
  const open = line(1).replace('瞿安澜', '"瞿安澜');
  const { path, data } = given('quote.csv', statement(line(0), open, line(2), line(3)));
  const { status, answer, errors } = importInto(data, [path]);
  assert.equal(status, 0, errors);
  const [file] = answer.files;
  assert.deepEqual([file.rows, file.entries_new], [4, 3]);
  assert.deepEqual(
    file.refused.map(({ row, reason }) => [row, reason]),
    [[3, 'unterminated_quote']],
  );
});

test('a line of another encoding is refused, the others are read', () => {
  const gb = Buffer.from([0xba, 0xc9, 0xcc, 0xc1, 0xd7, 0xaa, 0xd5, 0xcb]); // 荷塘转账
  const [before, behind] = line(1).split('瞿安澜');
  const bytes = Buffer.concat([
    Buffer.from(`${header}\n${line(0)}\n${before}`),
    gb,
    Buffer.from(`${behind}\n${line(2)}\n`),
  ]);
  const { path, data } = given('mixed.csv', bytes);
  const { status, answer, errors } = importInto(data, [path]);
  assert.equal(status, 0, errors);
  const [file] = answer.files;
  assert.equal(file.encoding, 'utf-8');
  assert.deepEqual([file.rows, file.entries_new], [3, 2]);
  assert.deepEqual(
    file.refused.map(({ row, reason }) => [row, reason]),
    [[3, 'other_encoding']],
  );
});

test('a header alone is a statement without rows', () => {
  const { path, data } = given('header.csv', `${header}\n`);
  const { status, answer, errors } = importInto(data, [path]);
  assert.equal(status, 0, errors);
  assert.equal(answer.files[0].kind, 'transactions');
  assert.equal(answer.files[0].rows, 0);
  assert.equal(answer.transfers_new, 0);
});

test('the same file twice is known, in one import and in the next', () => {
  const { path, data } = given('one.csv', good);
  const { answer } = importInto(data, [path, path]);
  assert.deepEqual(
    answer.files.map((file) => [file.entries_new, file.entries_known]),
    [
      [3, 0],
      [0, 3],
    ],
  );
  const again = importInto(data, [path]);
  assert.equal(again.answer.files[0].entries_known, 3);
  assert.equal(transfersIn(data).length, 3);
});

test('an amount that no account can hold is refused, the largest that one can is kept', () => {
  const { path, data } = given(
    'large.csv',
    statement(
      line(0, { amount: '92233720368547758.07' }),
      line(1, { amount: '92233720368547758.08' }),
      line(2, { amount: '-92233720368547758.08' }),
      line(3, { amount: '184467440737095516.16' }),
      line(4, { amount: '10000000000000.00' }),
    ),
  );
  const { status, answer, errors } = importInto(data, [path]);
  assert.equal(status, 0, errors);
  const [file] = answer.files;
  assert.deepEqual(
    file.refused.map(({ row, reason }) => [row, reason]),
    [2, 3, 4, 5].map((row) => [row, 'amount_too_large']),
  );
  assert.deepEqual(
    transfersIn(data).map(({ amount_fen }) => amount_fen),
    [1_000_000_000_000_000],
  );
});

const manyRows = 150_000;
function manyLines() {
  const lines = [header];
  for (let i = 0; i < manyRows; ++i) lines.push(line(i));
  return lines.join('\n') + '\n';
}

test('an import that is killed shows nothing, and the next one works', async () => {
  const { path, data } = given('many.csv', manyLines());
  const first = given('good.csv', statement(line(0, { amount: '0.77' })));
  assert.equal(importInto(data, [first.path]).status, 0);
  let killed = 0;
  for (const afterMs of [30, 120, 300, 600, 1000, 1500]) {
    const child = startImport(data, [path]);
    const ended = new Promise((done) => child.once('exit', (_, signal) => done(signal)));
    const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
    const signal = await ended;
    clearTimeout(timer);
    if (signal !== 'SIGKILL') break; // It was done before.
    ++killed;
    assert.equal(transfersIn(data).length, 1, `killed after ${afterMs} ms`);
  }
  assert.ok(killed > 0);
  const { status, answer, errors } = importInto(data, [path]);
  assert.equal(status, 0, errors);
  assert.equal(answer.files[0].rows, manyRows);
  assert.equal(answer.files[0].entries_new + answer.files[0].entries_known, manyRows);
  assert.equal(transfersIn(data).length, 1 + manyRows);
});

test('an import onto a full disk fails and shows nothing, and works when there is room', () => {
  const { path, data } = given('many.csv', manyLines());
  const first = given('good.csv', statement(line(0, { amount: '0.77' })));
  assert.equal(importInto(data, [first.path]).status, 0);
  const full = importInto(data, [path], { under: ['prlimit', '--fsize=4000000:unlimited'] });
  assert.equal(full.status, 1, `${full.status} ${full.signal} ${full.errors}`);
  assert.equal(transfersIn(data).length, 1);
  const { status, answer, errors } = importInto(data, [path]);
  assert.equal(status, 0, errors);
  assert.equal(answer.files[0].entries_new, manyRows);
  assert.equal(transfersIn(data).length, 1 + manyRows);
});
