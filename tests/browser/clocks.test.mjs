// Clocks, their rules and approvals on the real page, with a clock that the test sets.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Centre } from './centre.mjs';
import { openBrowser, Person, send } from './hands.mjs';

const start = Date.parse('2026-05-06T09:30:00+08:00');
const minutes = 60_000;

// The banks answer an hour later: until then their clocks run.
const delay = '3600000:3600000';

let browser, centre, leader, duty;

before(async () => {
  [browser, centre] = await Promise.all([
    openBrowser(),
    Centre.start({ stories: 6, now: start, delay }),
  ]);
  leader = await (await Person.at(browser, centre)).signIn('leader');
  duty = await (await Person.at(browser, centre)).signIn('duty');
});

after(async () => {
  await browser?.close();
  await centre?.stop();
});

describe('the board', () => {
  test('counts down by the clock of the server and shows the overdue on top', async () => {
    const { page } = leader;
    await leader.goTo('/clocks');
    const rows = page.getByRole('table').locator('tbody tr');
    await rows.first().waitFor();
    assert.equal(await page.locator('tr.overdue').count(), 0);
    centre.clock.advance(6 * minutes);
    await page.locator('tr.overdue').first().waitFor();
    assert.match(await rows.first().innerText(), /已超时/);
    assert.match(await rows.last().innerText(), /\d+ 天|\d:\d\d/);
  });

  test('is narrowed to a rule and opens a clock from the keyboard', async () => {
    const { page } = leader;
    const chips = page.getByRole('group', { name: '按时限种类' });
    const filing = chips.getByRole('button', { name: /^立案审查/ });
    const count = Number(await filing.locator('strong').innerText());
    await filing.click();
    await page.waitForURL(/rule=filing/);
    const rows = page.getByRole('table').locator('tbody tr');
    await page.waitForFunction(
      (wanted) => document.querySelectorAll('tbody tr').length === wanted,
      count,
    );
    assert.match(await rows.first().innerText(), /立案审查/);
    await page.keyboard.press('w');
    await page.waitForURL(/whose=unit/);
    await page.getByRole('radio', { name: '本单位', checked: true }).waitFor({ state: 'attached' });
    await page.keyboard.press('w');
    await page.waitForURL(/whose=mine/);
    await page.getByText('没有在走的时限。').waitFor(); // A leader files no cases.
    await page.keyboard.press('w');
    await rows.first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/register\/cases\/\d+/);
  });

  test('opens the very order that a clock belongs to', async () => {
    const { page } = leader;
    await leader.goTo('/clocks?rule=bank_answer');
    const first = page.getByRole('table').locator('tbody tr').first();
    await first.getByRole('link').click();
    await page.waitForURL(/register\/cases\/\d+#order-\d+/);
    const id = new URL(page.url()).hash.slice(1);
    await page.waitForFunction((wanted) => document.activeElement?.id === wanted, id);
  });

  test('is subscribed to by an address that can be taken back', async () => {
    const { page } = duty;
    await duty.goTo('/clocks?whose=mine');
    await page.getByRole('button', { name: '日历订阅' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('还没有日历地址。').waitFor();
    await drawer.getByRole('button', { name: '生成地址' }).click();
    const address = await drawer.getByLabel('日历地址').inputValue();
    const calendar = await fetch(address);
    assert.equal(calendar.status, 200);
    assert.match(await calendar.text(), /SUMMARY:立案审查 AJ\d+\r\n/);
    await drawer.getByRole('button', { name: '收回' }).click();
    await drawer.getByText('还没有日历地址。').waitFor();
    assert.equal((await fetch(address)).status, 404);
    await page.keyboard.press('Escape');
  });
});

describe('the rules', () => {
  test('a clock is counted in working days', async () => {
    const { page } = leader;
    await leader.goTo('/funds/rules');
    const line = page.getByRole('table', { name: '时限规则' }).getByRole('row', {
      name: /^立案审查 /,
    });
    await line.getByRole('button', { name: '修改' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('计算单位').click();
    await page.getByTitle('工作日', { exact: true }).click();
    await form.getByRole('button', { name: '保存' }).click();
    await form.getByText('✕ 超出范围').waitFor();
    await form.getByLabel('月数或工作日数').fill('3');
    await form.getByRole('button', { name: '保存' }).click();
    await form.waitFor({ state: 'hidden' });
    await line.getByText('3 个工作日').waitFor();
  });

  test('a year without holidays says so and is entered by lines', async () => {
    const { page } = leader;
    await page.getByLabel('年份').click();
    await page.getByTitle('2027', { exact: true }).click();
    await page.getByText(/2027 年还没有节假日表/).waitFor();
    const section = page.locator('section', {
      has: page.getByRole('heading', { name: '节假日与调休' }),
    });
    await section.getByRole('button', { name: '修改' }).click();
    const form = page.getByRole('dialog');
    const lines = form.getByLabel('每行：日期,名称,类别');
    await lines.fill('2027-01-01,元旦,放假\n2027-01-32,元旦,放假');
    await form.getByRole('button', { name: '保存' }).click();
    await form.getByText(/line 2/).waitFor();
    await lines.fill('2027-01-01,元旦,放假\n2027-02-20,调休,上班');
    await form.getByRole('button', { name: '保存' }).click();
    await form.waitFor({ state: 'hidden' });
    await section.getByText('调休上班').waitFor();
  });

  test('an act gets a rule from an amount on, and loses it again', async () => {
    const { page } = leader;
    const table = page.getByRole('table', { name: '审批规则' });
    const filing = table.getByRole('row', { name: /登记 · 立案 / });
    await filing.getByRole('button', { name: '按金额增加' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('金额起点（元）').fill('200,000');
    await form.getByRole('button', { name: '保存' }).click();
    await form.waitFor({ state: 'hidden' });
    const step = table.getByRole('row', { name: /¥200,000\.00/ });
    await step.waitFor();
    await step.getByRole('button', { name: '删除' }).click();
    await step.waitFor({ state: 'hidden' });
  });
});

test('an approval shows its evidence and is given from the keyboard', async () => {
  const cases = await send(duty, 'GET', '/register/cases');
  const record = cases.body.items[0];
  const asked = await send(duty, 'POST', `/register/cases/${record.id}/filing`, {
    decision: 'file',
    filing_unit_id: 1,
    grounds: '数额较大，事实清楚',
  });
  assert.equal(asked.status, 200, JSON.stringify(asked.body));
  const { page } = leader;
  await leader.goTo('/approvals');
  const card = page.getByRole('article').filter({ hasText: '数额较大' });
  await card.waitFor();
  const text = await card.innerText();
  assert.match(text, /韦青禾/);
  assert.match(text, /¥[\d,]+\.\d\d/);
  assert.ok(text.includes(record.number), text);
  assert.match(text, /编立案号/);
  for (let i = 0; i < 20 && (await card.getAttribute('aria-current')) !== 'true'; ++i) {
    await page.keyboard.press('j');
  }
  await page.keyboard.press('r');
  await page.keyboard.type('同意立案');
  await page.keyboard.press('Control+Enter');
  await card.waitFor({ state: 'hidden' });
  const filed = await send(leader, 'GET', `/register/cases/${record.id}`);
  assert.equal(filed.body.record.state, 'filed');
});

test('nothing went wrong in the pages', () => {
  assert.deepEqual([...duty.faults, ...leader.faults], []);
});
