// Reading tables alone: the statement of a bank as CSV in UTF-8 and GB18030 and as XLSX, against
// DuckDB's CSV reader, iconv, exceljs and SheetJS. The peers are put into a folder that is removed
// again; they are no packages of this project.
//
// usage: node bench/import_parse.mjs [--rows N] [--sheet-rows N] [--rounds N]
import { execFileSync, spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '1000000' },
    'sheet-rows': { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
  },
});
const rounds = Number(values.rounds);
// Whatever else the machine does only makes a reading slower: the fastest says most about it.
const fastest = (times) => Math.min(...times);
const columns = [
  '交易卡号,交易账号,交易时间,交易金额,交易余额,收付标志,交易对手账卡号',
  '对手户名,对手开户银行,摘要说明,交易流水号',
].join(',');

// The same rows each time, from a generator of 32 bits (mulberry32).
function* statement(count) {
  let state = 7;
  const random = (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % most;
  };
  const pick = (list) => list[random(list.length)];
  const digits = (length) =>
    Array.from({ length }, (_, i) => (i === 0 ? 1 + random(9) : random(10))).join('');
  const two = (most, from = 0) => String(from + random(most)).padStart(2, '0');
  const memos = ['转账', '网银转账', '跨行汇款', '快捷支付-财付通', '支付宝提现', '货款', '工资'];
  yield columns;
  for (let i = 0; i < count; ++i) {
    yield [
      `6222${digits(15)}`,
      digits(16),
      `2021${two(12, 1)}${two(28, 1)}${two(24)}${two(60)}${two(60)}`,
      (random(5_000_000) / 100).toFixed(2),
      (random(90_000_000) / 100).toFixed(2),
      pick(['进', '出']),
      `62${digits(17)}`,
      pick([...'邬郗闵亓']) + pick([...'望若舒晚']) + pick([...'水之言']),
      `中国${pick(['工商', '农业', '建设'])}银行股份有限公司株洲荷塘支行`,
      pick(memos),
      String(i).padStart(12, '0'),
    ].join(',');
  }
}

async function write(path, count) {
  const file = createWriteStream(path);
  let text = '';
  for (const line of statement(count)) {
    text += `${line}\n`;
    if (text.length < 1 << 20) continue;
    if (!file.write(text)) await new Promise((done) => file.once('drain', done));
    text = '';
  }
  await new Promise((done) => file.end(text, done));
}

async function timed(run) {
  const times = [];
  for (let round = 0; round < rounds; ++round) {
    const start = process.hrtime.bigint();
    await run();
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  return { ms: fastest(times), peak_mb: process.resourceUsage().maxRSS / 1024 };
}

// Each peer runs in a process of its own, so that its memory is its own.
const peers = {
  async duckdb(load, path, threads) {
    const { DuckDBInstance } = load('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:', { threads })).connect();
    // Every cell is looked at, as ours are.
    const lengths = columns.split(',').map((name) => `sum(strlen("${name}"))`);
    const query = `SELECT count(*), ${lengths} FROM read_csv('${path}', all_varchar = true)`;
    return timed(async () => (await connection.run(query)).getRows());
  },
  async exceljs(load, path) {
    const { stream } = load('exceljs');
    return timed(async () => {
      const options = { sharedStrings: 'cache', worksheets: 'emit' };
      for await (const sheet of new stream.xlsx.WorkbookReader(path, options)) {
        for await (const row of sheet) void row.cellCount;
      }
    });
  },
  async sheetjs(load, path) {
    const { readFile } = load('xlsx');
    return timed(() => readFile(path, { dense: true }));
  },
  async write(load, csv, path, count) {
    const { stream } = load('exceljs');
    const book = new stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings: true });
    const sheet = book.addWorksheet('流水');
    for (const line of statement(Number(count))) sheet.addRow(line.split(',')).commit();
    sheet.commit();
    await book.commit();
    return {};
  },
};
if (positionals[0] === 'peer') {
  const [, name, packages, ...rest] = positionals;
  const load = createRequire(join(packages, 'x.js'));
  console.log(JSON.stringify(await peers[name](load, ...rest)));
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'hetang-import-'));
function peer(name, ...rest) {
  const self = fileURLToPath(import.meta.url);
  const done = spawnSync(
    process.execPath,
    [self, '--rounds', String(rounds), 'peer', name, folder, ...rest.map(String)],
    { encoding: 'utf8' },
  );
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout);
}
function ours(path) {
  const program = join(resolve(process.env.HETANG_BUILD ?? 'build'), 'parse_tables');
  return JSON.parse(execFileSync(program, [path, String(rounds)], { encoding: 'utf8' }));
}
function iconv(path) {
  const times = Array.from({ length: rounds }, () => {
    const start = process.hrtime.bigint();
    execFileSync('sh', ['-c', 'iconv -f gb18030 -t utf-8 "$0" > /dev/null', path]);
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  return { ms: fastest(times) };
}

try {
  const packages = ['@duckdb/node-api@1.5.6-r.1', 'exceljs@4', 'xlsx@0.18'];
  const install = ['install', '--no-audit', '--no-fund', '--silent', '--prefix', folder];
  execFileSync('npm', [...install, ...packages], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [utf8, gb18030, book] = ['a.utf8.csv', 'a.gb.csv', 'a.xlsx'].map((n) => join(folder, n));
  await write(utf8, Number(values.rows));
  execFileSync('sh', ['-c', 'iconv -f utf-8 -t gb18030 "$0" > "$1"', utf8, gb18030]);
  peer('write', utf8, book, values['sheet-rows']);
  const runs = [
    ['UTF-8: ours, one thread', utf8, () => ours(utf8)],
    ['UTF-8: DuckDB, one thread', utf8, () => peer('duckdb', utf8, 1)],
    ['UTF-8: DuckDB, two threads', utf8, () => peer('duckdb', utf8, 2)],
    ['GB18030: ours, decoded and parsed', gb18030, () => ours(gb18030)],
    ['GB18030: iconv, decoded only', gb18030, () => iconv(gb18030)],
    ['XLSX: ours', book, () => ours(book)],
    ['XLSX: exceljs, streaming', book, () => peer('exceljs', book)],
    ['XLSX: SheetJS', book, () => peer('sheetjs', book)],
  ];
  console.log('| run | rows/s | GB/s | ms | peak MB |\n| --- | --- | --- | --- | --- |');
  for (const [name, path, run] of runs) {
    const { ms, peak_mb: peak } = run();
    const rows = Number(path === book ? values['sheet-rows'] : values.rows);
    const rate = Math.round((rows / ms) * 1000).toLocaleString('en');
    const bytes = (statSync(path).size / ms / 1e6).toFixed(2);
    console.log(`| ${name} | ${rate} | ${bytes} | ${ms.toFixed(0)} | ${peak?.toFixed(0) ?? ''} |`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
