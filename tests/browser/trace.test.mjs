// From a paste to a third-level stop, with the real program and the simulated banks, while the
// money moves on.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { Centre } from './centre.mjs';
import { faintTexts } from './contrast.mjs';
import { kPhone, openBrowser, Person } from './hands.mjs';

// A card number of this issuer that passes its check.
function cardOf(prefix, serial) {
  const body = `${prefix}${String(serial).padStart(18 - prefix.length, '0')}`;
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return body + ((10 - (sum % 10)) % 10);
}

const kMinute = 60_000;
const kLeaves = 45_000; // After the report the rest of the money leaves the third level in cash.
const kVictim = cardOf('623052', 7000001);
const kFirst = cardOf('623052', 7000002);
const kSecond = cardOf('621700', 7000003);
const kThird = cardOf('622588', 7000004);
const kAccounts = [
  { bank: '中国农业银行', account: kVictim, name: '钱多多', balance_fen: 7_000_000 },
  { bank: '中国农业银行', account: kFirst, name: '赵小明', balance_fen: 0 },
  { bank: '中国建设银行', account: kSecond, name: '孙小华', balance_fen: 0 },
  { bank: '招商银行', account: kThird, name: '李小光', balance_fen: 0 },
];

function beijing(moment) {
  return `${new Date(moment + 8 * 60 * kMinute).toISOString().slice(0, 19)}+08:00`;
}

// The victim paid eight minutes ago; since then the money went on to the third level.
function movementsFrom(now) {
  const moved = (id, minutes, from, to, amount_fen) => ({
    ...{ id, at: beijing(now - minutes * kMinute), from, to, amount_fen },
  });
  return [
    moved('t1', 8, kVictim, kFirst, 6_600_000),
    moved('t2', 6, kFirst, kSecond, 6_500_000),
    moved('t3', 4, kSecond, kThird, 6_000_000),
    ...[1, 2, 3].map((part) => ({
      ...{ id: `cash${part}`, at_offset_ms: kLeaves + part * 1000, way: 'cash' },
      ...{ from: kThird, to: 'ATM0001', amount_fen: 2_000_000 },
    })),
  ];
}

let centre;
let browser;
before(async () => {
  centre = await Centre.start();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await centre?.stop();
});

async function truthOf(account) {
  const reply = await fetch(`${centre.banks}/truth/accounts/${account}`);
  assert.equal(reply.status, 200);
  return reply.json();
}

async function begin() {
  const now = Date.now();
  const lines = [...kAccounts, ...movementsFrom(now)].map((line) => JSON.stringify(line));
  const loaded = await fetch(`${centre.banks}/truth/load`, {
    method: 'POST',
    body: lines.join('\n'),
  });
  assert.equal(loaded.status, 200, await loaded.text());
  const [, month, day, time] = /-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(beijing(now - 8 * kMinute));
  return (
    `${Number(month)}月${Number(day)}日${time}我往对方农业银行卡${kFirst}转了66000元，` +
    '收款人赵小明，我叫钱多多。'
  );
}

describe('from a paste to a third-level stop', () => {
  let duty;
  let watcher;
  let page;
  let began;
  before(async () => {
    duty = await (await Person.at(browser, centre)).signIn('duty');
    watcher = await (await Person.at(browser, centre)).signIn('duty2');
    page = duty.page;
  });
  after(() => Promise.all([duty?.leave(), watcher?.leave()]));

  const accountsOf = (person, level) =>
    person.page.getByRole('button', { name: new RegExp(`^${level} 级账户`) });

  // Ticks the first of a list by its key, sends, and reads what became of it.
  async function send(tick, key) {
    await duty.press(tick);
    await duty.press(key);
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const named = await dialog.getByRole('listitem').first().innerText();
    await dialog.locator('.ant-btn-primary:focus').waitFor();
    await duty.press('Enter');
    await dialog.getByText('已发出').first().waitFor();
    await dialog.locator('.ant-btn-primary:focus').waitFor();
    await duty.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    return named;
  }

  test('the report is pasted and the first level stopped', async () => {
    await duty.goTo('/intake');
    await page.getByRole('textbox', { name: '报警内容' }).waitFor();
    await duty.paste(await begin());
    began = Date.now();
    await duty.marked().waitFor();
    await duty.press('Control+Enter');
    await duty
      .confirmation()
      .getByRole('button', { name: /发出止付/ })
      .waitFor();
    await duty.press('Enter');
    await duty.orders().first().waitFor();
  });

  test('the trace of the case knows the payee, and that nothing is known of it', async () => {
    await page.getByRole('link', { name: /^AJ/ }).first().click();
    await page.getByRole('link', { name: '资金穿透' }).click();
    await accountsOf(duty, 1).first().waitFor();
    assert.equal(await accountsOf(duty, 2).count(), 0);
    await watcher.goTo(new URL(page.url()).pathname);
    await accountsOf(watcher, 1).first().waitFor();
  });

  test('the answer about the first level shows the second, in every open page', async () => {
    await send('Alt+1', 'q');
    await accountsOf(duty, 2).first().waitFor();
    await accountsOf(watcher, 2).first().waitFor();
  });

  test('the answer about the second level shows the third', async () => {
    await send('Alt+1', 'q');
    await accountsOf(duty, 3).first().waitFor();
  });

  test('every figure leads to the row it comes from', async () => {
    await accountsOf(duty, 3).first().click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: '¥60,000.00', exact: true }).first().click();
    await drawer
      .getByText(/第 \d+ 行/)
      .first()
      .waitFor();
    await duty.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
  });

  test('the third level is stopped, naming account, bank and amount', async () => {
    const named = await send('1', 's');
    assert.match(named, /\d{4}/);
    assert.match(named, /招商银行/);
    assert.match(named, /¥60,000\.00/);
    await accountsOf(duty, 3).filter({ hasText: '止付成功' }).first().waitFor();
  });

  test('money is saved, as the banks themselves tell it', async () => {
    // The cash would have been taken by now.
    await pause(Math.max(0, began + kLeaves + 6000 - Date.now()));
    const { account, stops } = await truthOf(kThird);
    assert.equal(stops.length, 1);
    assert.equal(account.balance_fen, 6_000_000);
    await page.reload();
    await accountsOf(duty, 3).filter({ hasText: '止付成功' }).first().waitFor();
  });

  test('the page keeps to its colours, its languages and a narrow screen', async () => {
    const path = new URL(page.url()).pathname;
    for (const look of [{}, { dark: true }, { language: 'en' }, { viewport: kPhone }]) {
      const person = await (await Person.at(browser, centre, look)).signIn('duty');
      await person.goTo(path);
      await person.page.locator('[data-box]').first().waitFor();
      for (const key of ['v', 'i', 'y']) {
        assert.deepEqual(await person.page.evaluate(faintTexts), []);
        await person.press(key);
      }
      const wide = await person.page.evaluate(() => {
        const main = document.querySelector('main');
        return main.scrollWidth - main.clientWidth;
      });
      assert.equal(wide, 0);
      assert.deepEqual(person.faults, []);
      await person.leave();
    }
  });

  test('nothing went wrong in the pages', () => {
    assert.deepEqual([...duty.faults, ...watcher.faults], []);
  });
});
