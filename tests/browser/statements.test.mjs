// Files that banks handed over, in the real page: uploaded in parts and accounted for row by row, a
// table mapped by hand, doubts settled, claims made and taken back, a trace kept and exported.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { Centre, kBuild } from './centre.mjs';
import { gb18030, row, statement, zip } from './files.mjs';
import { openBrowser, Person } from './hands.mjs';

// Cards that pass their check; nobody's.
const [kVictim, kFirst, kSecond, kThird, kFourth] = [
  '6230520000007000019',
  '6230520000007000027',
  '6217000000007000031',
  '6225880000007000047',
  '6225880000007000054',
];
const kDay = '2026-03-02';
const kPart = 8 * 1024 * 1024;

let centre;
let browser;
let folder;
before(async () => {
  centre = await Centre.start();
  browser = await openBrowser();
  folder = await mkdtemp(join(tmpdir(), 'hetang-files-'));
});
after(async () => {
  await browser?.close();
  await centre?.stop();
  await rm(folder, { recursive: true, force: true });
});

// The first card's bank: the money came and went on. One amount cannot be read.
function firstFile() {
  return gb18030(
    statement([
      row(kFirst, `${kDay} 10:00:05`, '66000.00', '进', kVictim, 'F1'),
      row(kFirst, `${kDay} 10:03:00`, '60000.00', '出', kSecond, 'F2'),
      row(kFirst, `${kDay} 10:04:00`, '许多', '出', kSecond, 'F3'),
    ]),
  );
}

// The second card's bank: two equal payments to the third, which tells of one.
function secondFile() {
  return Buffer.from(
    '\ufeff' +
      statement([
        row(kSecond, `${kDay} 10:03:01`, '60000.00', '进', kFirst, 'S1'),
        row(kSecond, `${kDay} 10:05:00`, '20000.00', '出', kThird, 'S2'),
        row(kSecond, `${kDay} 10:05:40`, '20000.00', '出', kThird, 'S3'),
      ]),
  );
}
function thirdFile() {
  return Buffer.from(statement([row(kThird, `${kDay} 10:05:20`, '20000.00', '进', kSecond, 'T1')]));
}

// More than two parts of rows in which banks say that they found nothing.
function longFile() {
  const line = row('', '', '', '', '', '', `查无此卡${'。'.repeat(60)}`);
  const rows = Math.ceil((2 * kPart + 1000) / (Buffer.byteLength(line) + 2));
  return { rows, bytes: Buffer.from(statement(Array.from({ length: rows }, () => line))) };
}

const file = (name, buffer) => ({ name, mimeType: 'application/octet-stream', buffer });

describe('files of banks in the page', () => {
  let duty;
  let analyst;
  let page;
  let path;
  before(async () => {
    duty = await (await Person.at(browser, centre)).signIn('duty');
    analyst = await (await Person.at(browser, centre)).signIn('analyst');
    page = analyst.page;
  });
  after(() => Promise.all([duty?.leave(), analyst?.leave()]));

  const imports = () => page.getByRole('list', { name: '导入记录' }).locator('> li');
  const boxesOf = (level) =>
    page.getByRole('button', { name: new RegExp(`^${level} 级账户`) }).and(page.locator('.act'));
  const choose = (files) => page.locator('input[type=file][multiple]').setInputFiles(files);

  // The counts of one file in the newest import, by the heads of their columns.
  async function countsOf(name) {
    const line = imports().first().locator('tbody tr').filter({ hasText: name });
    const cells = await line
      .locator('td')
      .evaluateAll((all) =>
        all.map((cell) => [cell.getAttribute('data-title'), cell.textContent.trim()]),
      );
    return Object.fromEntries(cells);
  }
  async function imported() {
    await page.getByRole('region', { name: '正在上传' }).waitFor({ state: 'hidden' });
    await imports().first().getByText('已导入').waitFor({ timeout: 60_000 });
  }
  async function downloaded(act) {
    const [download] = await Promise.all([page.waitForEvent('download'), act()]);
    return readFile(await download.path());
  }
  // A dialog that asks for words.
  async function say(words, button) {
    const dialog = page.getByRole('dialog').last();
    await dialog.getByRole('textbox').first().fill(words);
    await dialog.getByRole('button', { name: button, exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  test('a case is taken in and its trace opened', async () => {
    await duty.goTo('/intake');
    await duty.page.getByRole('textbox', { name: '报警内容' }).waitFor();
    await duty.paste(
      `3月2日10点我往对方农业银行卡${kFirst}转了66000元，收款人赵小明，我叫钱多多。`,
    );
    await duty.marked().waitFor();
    await duty.press('Control+Enter');
    const send = duty.confirmation().getByRole('button').last();
    await send.waitFor();
    await duty.press('Enter');
    const opened = duty.page.getByRole('link', { name: /^AJ/ }).first();
    await opened.waitFor();
    const id = /cases\/(\d+)/.exec(await opened.getAttribute('href'))[1];
    path = `/cases/${id}/trace`;
    await analyst.goTo(path);
    await boxesOf(1).first().waitFor();
  });

  test('files and a zip travel in parts, with a bar of their progress', async () => {
    const parts = [];
    await page.route('**/uploads/*/parts/*', async (route) => {
      parts.push(route.request().url());
      await pause(60);
      await route.continue();
    });
    await analyst.press('i');
    const long = longFile();
    await choose([
      file('农行 第一级.csv', firstFile()),
      file('二三级.zip', zip({ '建行/第二级.csv': secondFile(), '第三级.csv': thirdFile() })),
      file('没有查到.csv', long.bytes),
    ]);
    const bar = page.getByRole('region', { name: '正在上传' });
    await bar.getByRole('progressbar').first().waitFor();
    await imported();
    await page.unroute('**/uploads/*/parts/*');
    assert.equal(parts.length, 5); // One of each small file, three of the long one.
    const all = await countsOf('没有查到.csv');
    assert.equal(all['行数'], String(long.rows));
    assert.equal(all['查询失败'], String(long.rows));
  });

  test('every row is accounted for, and the refused ones come as a file', async () => {
    const first = await countsOf('农行 第一级.csv');
    assert.deepEqual([first['行数'], first['新增'], first['拒绝']], ['3', '2', '1']);
    const second = await countsOf('第二级.csv');
    assert.deepEqual([second['行数'], second['新增'], second['印证']], ['3', '3', '1']);
    const text = await downloaded(() =>
      page.getByRole('link', { name: /下载被拒绝的 1 行/ }).click(),
    );
    assert.match(text.toString(), /农行 第一级\.csv,,4,wrong_amount/);
  });

  test('files of the simulated town are counted as their truth says', async () => {
    const town = join(folder, 'town');
    execFileSync(join(kBuild, 'hetang-sim'), [
      ...['statements', '--seed', '3', '--out', town],
      ...['--accounts', '80', '--transfers', '300'],
    ]);
    const truth = JSON.parse(readFileSync(join(town, 'truth.json')));
    const names = await readdir(join(town, 'statements'), { recursive: true, withFileTypes: true });
    await choose(
      names
        .filter((each) => each.isFile())
        .map((each) => join(each.parentPath ?? each.path, each.name)),
    );
    await imports().nth(1).waitFor();
    await imported();
    const rows = await imports()
      .first()
      .locator('tbody td[data-title="行数"]')
      .evaluateAll((cells) => cells.map((cell) => Number(cell.textContent)));
    const told = truth.files.reduce((sum, each) => sum + each.rows, 0);
    assert.equal(
      rows.reduce((sum, each) => sum + each, 0),
      told,
    );
  });

  const alien = (serial, hour) =>
    gb18030(
      [
        '甲栏,乙栏,丙栏,丁栏,戊栏,己栏',
        `${kThird},${kDay} ${hour}:00:00,5000.00,出,${kFourth},U${serial}`,
        `${kThird},${kDay} ${hour}:10:00,1000.00,出,${kFourth},V${serial}`,
        '',
      ].join('\r\n'),
    );

  test('a table nobody knows is mapped by hand, after the page was loaded again too', async () => {
    await choose([file('怪表.csv', alien(1, '11'))]);
    await imports().nth(2).waitFor();
    await imported();
    await page.reload();
    await boxesOf(1).first().waitFor();
    await analyst.press('i');
    await imports().first().getByText('不认识的表').first().waitFor();
    await imports().first().getByRole('button', { name: '指定各列含义' }).click();
    const dialog = page.getByRole('dialog');
    const meanings = ['卡号', '交易时间', '金额', '收付标志', '对方账卡号', '流水号'];
    for (const [index, meaning] of meanings.entries()) {
      const select = dialog.getByRole('combobox', { name: `“${'甲乙丙丁戊己'[index]}栏”列的含义` });
      await select.click();
      await select.fill(meaning);
      await page
        .locator('.ant-select-item-option')
        .getByText(meaning, { exact: true })
        .last()
        .click();
    }
    await dialog.getByRole('button', { name: '记住并重新导入' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await imports().nth(3).waitFor();
    await imported();
    const mapped = await countsOf('怪表.csv');
    assert.deepEqual([mapped['行数'], mapped['新增']], ['2', '2']);
  });

  test('what was mapped once is known in the next file', async () => {
    await choose([file('怪表二.csv', alien(2, '12'))]);
    await imports().nth(4).waitFor();
    await imported();
    const known = await countsOf('怪表二.csv');
    assert.deepEqual([known['行数'], known['新增'], known['拒绝']], ['2', '2', '0']);
  });

  test('a doubt is settled by a person, and taken back', async () => {
    const doubts = page.getByRole('region', { name: '存疑的对应' });
    const mine = doubts.locator('li.doubt').filter({ hasText: '第三级.csv' });
    await mine.getByRole('checkbox', { name: /第二级\.csv 第 4 行/ }).check();
    await mine.getByRole('button', { name: '是同一笔', exact: true }).click();
    await say('银行电话核实', '是同一笔');
    const settled = doubts.locator('li.doubt').filter({ hasText: '银行电话核实' });
    await settled.getByText('S3').waitFor();
    assert.equal(await settled.getByText('苗知秋').count(), 1);
    await settled.getByRole('button', { name: '撤回' }).click();
    await say('记错了', '撤回');
    await settled.waitFor({ state: 'hidden' });
    await mine.getByRole('checkbox').first().waitFor();
  });

  test('a trace is kept as it is', async () => {
    await analyst.press('v');
    await boxesOf(4).first().waitFor();
    await analyst.press('b');
    const form = page.getByRole('dialog');
    await form.getByLabel('名称').fill('第一批明细');
    await form.getByRole('button', { name: '保存' }).click();
    await form.waitFor({ state: 'hidden' });
  });

  test('a claim is seen in the picture, and goes when it is taken back', async () => {
    const before = await page.locator('[data-box]').count();
    await analyst.press('y');
    await page.getByRole('button', { name: '补充一笔转账' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('付款账号').fill(kFirst);
    await form.getByLabel('收款账号').fill('6225880000007000062');
    await form.getByLabel('金额（元）').fill('6000');
    await form.getByLabel(/^时间/).fill('03-02 10:20');
    await form.getByLabel('依据').fill('取现后当面交给');
    await form.getByRole('button', { name: '保存' }).click();
    await form.waitFor({ state: 'hidden' });
    const claim = page.getByRole('region', { name: '补充说明' }).getByRole('listitem');
    await claim.getByText('苗知秋').waitFor();
    await analyst.press('v');
    await page.locator('[data-box]').nth(before).waitFor();
    await page.locator('text.sum', { hasText: '✎ ¥6,000.00' }).waitFor();
    await analyst.press('y');
    await claim.getByRole('button', { name: '撤回' }).click();
    await say('说错了', '撤回');
    await claim.getByText('已撤回').waitFor();
    await analyst.press('v');
    await page.waitForFunction(
      (count) => document.querySelectorAll('[data-box]').length === count,
      before,
    );
  });

  test('an account of the same person is one to query next', async () => {
    await analyst.press('y');
    await page.getByRole('button', { name: '补充同一人的账户' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('账号', { exact: true }).fill(kFirst);
    await form.getByLabel('同一人的另一个账号').fill('6225880000007000070');
    await form.getByLabel('依据').fill('同一身份证');
    await form.getByRole('button', { name: '保存' }).click();
    await form.waitFor({ state: 'hidden' });
    await analyst.press('v');
    const next = page.getByRole('region', { name: '下一步查询' });
    await next.getByText(/是同一人，钱可能也到了这里/).waitFor();
  });

  test('a kept trace is opened as it was, and set beside what is known now', async () => {
    await analyst.press('l');
    await page.getByRole('link', { name: '第一批明细' }).click();
    await page.getByText(/这是存档，不是现在的情况/).waitFor();
    await boxesOf(4).first().waitFor();
    await analyst.press('d');
    await page.getByText('与存档时相同').waitFor();
    await page.getByRole('link', { name: '看现在的穿透' }).click();
    await boxesOf(1).first().waitFor();
  });

  test('each format can be taken away', async () => {
    const begins = {
      'CSV 表格': /^\ufeffid,level,number/,
      'Excel 工作簿 (XLSX)': /^PK\u0003\u0004/,
      'GEXF (Gephi)': /^<\?xml[^>]*>\s*<gexf [^]*<\/gexf>\s*$/,
      GraphML: /^<\?xml[^>]*>\s*<graphml [^]*<\/graphml>\s*$/,
      FollowTheMoney: /^\{"id":"a\d+","schema":"BankAccount"/,
    };
    for (const [name, begin] of Object.entries(begins)) {
      await page.getByRole('button', { name: '导出' }).click();
      const bytes = await downloaded(() => page.getByRole('link', { name, exact: true }).click());
      assert.match(bytes.toString(), begin, name);
    }
    const png = await downloaded(() => page.getByRole('button', { name: 'PNG' }).click());
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
  });

  test('nothing went wrong in the pages', () => {
    assert.deepEqual([...duty.faults, ...analyst.faults], []);
  });
});
