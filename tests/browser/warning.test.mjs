// The warning desk on the real page, with a clock that the test sets: an instruction is taken in
// and seen by everybody, one officer gets the step and another is told who, outcomes by one key,
// the ladder going on, a red warning over somebody's typing, what was paid, a leader's decision.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Centre } from './centre.mjs';
import { openBrowser, Person, send } from './hands.mjs';

const start = Date.parse('2026-05-06T09:30:00+08:00');
const minute = 60_000;

let browser, centre, leader, duty, second;

before(async () => {
  [browser, centre] = await Promise.all([openBrowser(), Centre.start({ now: start })]);
  [leader, duty, second] = await Promise.all(
    ['leader', 'duty', 'duty2'].map(async (login) =>
      (await Person.at(browser, centre)).signIn(login),
    ),
  );
  await Promise.all([leader, duty, second].map((person) => person.goTo('/warning')));
});

after(async () => {
  await browser?.close();
  await centre?.stop();
});

const dialog = ({ page }) => page.getByRole('dialog').last();
const queue = ({ page }) => page.locator('.warning-queue li');
const callView = ({ page }) => page.getByRole('region', { name: '处置', exact: true });

let sentBefore = 0;

// Somebody warned of, as the national platform tells it.
async function begin(more) {
  sentBefore += 1;
  const form = {
    source: '国家平台',
    external_number: `T-${sentBefore}`,
    level: 'high',
    fraud_type: 'authority',
    name: '张望舒',
    phones: [`1990000${String(3000 + sentBefore)}`],
    address: `荷花小区${sentBefore}栋`,
    unit_code: '990201010001',
    ...more,
  };
  const { status, body } = await send(duty, 'POST', '/warning/instructions', form);
  assert.equal(status, 200, JSON.stringify(body));
  return body.warning_id;
}

async function viewOf(id) {
  return (await send(leader, 'GET', `/warning/warnings/${id}`)).body;
}

async function choose({ page }, label, option) {
  await page.getByRole('dialog').last().getByLabel(label, { exact: true }).click();
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')
    .getByTitle(option, { exact: true })
    .click();
}

describe('an instruction', () => {
  test('is refused field by field, and taken in when it is right', async () => {
    const { page } = leader;
    await page.getByRole('button', { name: '录入指令' }).waitFor();
    await page.keyboard.press('n');
    const form = dialog(leader);
    await form.getByLabel('来源', { exact: true }).fill('市局值班室');
    await form.getByLabel('姓名').fill('李采薇');
    await form.getByLabel('出生日期（年-月-日）').fill('2027-01-01');
    await form.getByLabel('电话（一行一个）').fill('19900001001\nabc');
    await form.getByRole('button', { name: '录入指令' }).click();
    await form.locator('.field', { hasText: '级别' }).getByText('本中心没有该级别').waitFor();
    await form.locator('.field', { hasText: '电话' }).locator('.said.wrong').waitFor();
    await form.locator('.field', { hasText: '出生日期' }).getByText('时间在将来').waitFor();
    await choose(leader, '级别', '高危');
    await choose(leader, '诈骗类型', '冒充公检法及政府机关类');
    await choose(leader, '辖区派出所', '藕塘派出所');
    await form.getByLabel('出生日期（年-月-日）').fill('1970-01-01');
    await form.getByLabel('电话（一行一个）').fill('19900001001\n19900001002');
    await form.getByRole('button', { name: '加联系人' }).click();
    await form.getByLabel('联系人姓名').fill('王知行');
    await form.getByLabel('联系人电话').fill('19900002222');
    await form.getByLabel('发现的情况', { exact: true }).fill('与境外号码通话40分钟');
    await form.getByRole('button', { name: '录入指令' }).click();
    await form.getByText('已录入，处置阶梯已开始。').waitFor();
    await form.getByRole('button', { name: '关闭', exact: true }).last().click();
  });

  test('is in the queue of every officer without a reload', async () => {
    await Promise.all(
      [duty, second].map((person) => queue(person).filter({ hasText: '打电话给本人' }).waitFor()),
    );
    const line = await queue(duty).first().innerText();
    assert.match(line, /李\*+/);
    assert.match(line, /199\*+1001/);
  });
});

describe('a step', () => {
  test('goes to one officer by a key, and the other is told who has it', async () => {
    // The other's page has not heard of it yet.
    await second.page.route('**/api/v1/warning/queue*', (route) => route.abort());
    await duty.page.keyboard.press('t');
    await callView(duty).waitFor();
    await second.page.keyboard.press('t');
    await second.page.getByText('已由韦青禾领取。').waitFor();
    await second.page.unroute('**/api/v1/warning/queue*');
    await second.goTo('/warning');
    await queue(second).getByText('韦青禾正在处置').waitFor();
  });

  test('shows the person in full by a key, and the journal knows', async () => {
    const view = callView(duty);
    await view.getByText(/李\*+/).first().waitFor();
    assert.equal(await duty.page.locator('a[href^="tel:"]').count(), 0);
    await duty.page.keyboard.press('r');
    await duty.page.locator('a[href="tel:19900001001"]').waitFor();
    await view.getByRole('heading', { name: '李采薇' }).waitFor();
    await view.getByText('与境外号码通话40分钟').waitFor();
    const journal = await send(leader, 'GET', '/journal/entries');
    assert.ok(journal.body.items.some(({ act }) => act === 'warning_revealed'));
  });

  test('is told by one key with its notes, and the ladder goes on by itself', async () => {
    const view = callView(duty);
    await view.getByText('公安、检察院、法院不会在电话里办案', { exact: false }).waitFor();
    await view.getByRole('checkbox', { name: '对方是否自称公检法？' }).check();
    await view.getByLabel('记录').fill('一直占线，打了两遍');
    // Figures typed into the notes are no outcome.
    await duty.page.keyboard.type('，共2遍');
    await duty.page.keyboard.press('Escape');
    await duty.page.keyboard.press('2');
    await duty.page.waitForURL(/\/warning$/);
    centre.clock.advance(2 * minute); // The next try waits for one.
    await queue(second).filter({ hasText: '第2次' }).waitFor();
    const { told } = await viewOf(1);
    assert.deepEqual(
      told.map(({ outcome }) => outcome),
      ['busy'],
    );
  });

  test('is given up at once when somebody else has reached the person', async () => {
    const { page } = second;
    await queue(second).filter({ hasText: '第2次' }).getByRole('button', { name: '领取' }).click();
    await callView(second).waitFor();
    const { steps } = await viewOf(1);
    const visit = steps.find(({ act, phase }) => act === 'visit' && phase === 'open');
    const station = await (await Person.at(browser, centre)).signIn('station');
    const told = await send(station, 'POST', `/warning/steps/${visit.id}/tell`, {
      outcome: 'reached',
    });
    assert.equal(told.status, 200, JSON.stringify(told.body));
    await page.getByText('谷长风已联系上当事人（上门），请停止拨打。').waitFor();
    assert.equal(await page.getByRole('button', { name: /占线/ }).count(), 0);
    await page.keyboard.press('2'); // Nothing is told any more.
    const dissuaded = await send(station, 'POST', `/warning/steps/${visit.id}/tell`, {
      outcome: 'dissuaded',
    });
    assert.equal(dissuaded.status, 200, JSON.stringify(dissuaded.body));
    await page.getByText('预警已结束：已劝阻。请停止拨打。').waitFor();
    const { warning, told: words } = await viewOf(1);
    assert.equal(warning.state, 'watched');
    assert.equal(words.filter(({ outcome }) => outcome === 'busy').length, 1);
    await station.leave();
    await second.goTo('/warning');
  });
});

describe('a red warning', () => {
  test('is shown over another page, taken by a key, and nothing typed is lost', async () => {
    const { page } = duty;
    await duty.goTo('/intake');
    await page.locator('textarea:focus').waitFor();
    await page.keyboard.type('我刚才被骗了，钱转到');
    await begin({ level: 'red', name: '孙若水' });
    const bar = page.getByRole('alert', { name: '等待领取的红色预警' });
    await bar.getByText('打电话给本人').waitFor();
    await page.keyboard.type('一个建行账户');
    await page.keyboard.press('F8');
    await callView(duty).waitFor();
    await bar.waitFor({ state: 'hidden' });
    // The keys of the page underneath are deaf: no report is taken in.
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('8');
    await page.getByLabel('地点').fill('步行街超市一楼');
    await page.keyboard.press('Enter');
    await callView(duty).waitFor({ state: 'hidden' });
    const text = page.locator('textarea').first();
    assert.equal(await text.inputValue(), '我刚才被骗了，钱转到一个建行账户');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    assert.equal(await duty.confirmation().count(), 0);
    const { contacts } = await viewOf(2);
    assert.ok(contacts.some(({ kind }) => kind === 'elsewhere'));
  });

  test('is put off and not forgotten', async () => {
    const { page } = second;
    await begin({ level: 'red', name: '赵清和' });
    const bar = page.getByRole('alert', { name: '等待领取的红色预警' });
    await bar.waitFor();
    while (await bar.isVisible()) await bar.getByRole('button', { name: '稍后' }).click();
    await page.getByRole('button', { name: /红色预警 \d/ }).click();
    await bar.waitFor();
  });
});

test('what was paid becomes a case with its stop, in one act', async () => {
  const { page } = leader;
  const id = await begin({ name: '钱如意' });
  const sheet = duty.page;
  const [call] = (await viewOf(id)).steps;
  await duty.goTo(`/warning/${id}/steps/${call.id}`);
  await callView(duty).getByRole('button', { name: '领取' }).click();
  await callView(duty).getByRole('button', { name: '钱已转出' }).waitFor();
  await sheet.keyboard.press('0');
  const form = dialog(duty);
  await form.getByText('五分钟从现在起算', { exact: false }).waitFor();
  await form.getByLabel('金额').fill('30000');
  await form.getByLabel('时间').fill('09:25');
  await form.getByLabel('收款账号').fill('6217000010012345677');
  await form.getByLabel('收款银行').fill('中国建设银行');
  await form.getByLabel('收款户名').fill('赵小明');
  await sheet.keyboard.press('Control+Enter');
  const sendIt = form.getByRole('region', { name: '确认' }).getByRole('button').last();
  await sendIt.waitFor();
  await form.getByRole('region', { name: '确认' }).getByText('¥30,000.00').waitFor();
  await sendIt.press('Enter');
  await form.getByRole('link', { name: /^AJ/ }).waitFor();
  await form.getByRole('timer').waitFor();
  assert.equal(await form.getByRole('article').count(), 1);
  await form.getByRole('button', { name: '完成' }).click();
  await sheet.waitForURL(/\/warning$/);
  await duty.goTo(`/warning/${id}`);
  await sheet.locator('h1').getByText('钱已转出').waitFor();
  const { warning } = await viewOf(id);
  assert.equal(warning.state, 'paid');
  await page.goto(`${centre.url}/register/cases/${warning.case_id}`);
  await page.getByText('中国建设银行').first().waitFor();
});

test('a leader decides about a warning with every rung used', async () => {
  const { page } = leader;
  const id = await begin({ level: 'red', name: '周明远' });
  // Nobody calls, visits or asks the family in time.
  for (let i = 0; i < 3; ++i) {
    centre.clock.advance(15 * minute);
    await viewOf(id);
  }
  await leader.goTo('/warning?view=all&state=with_leader');
  await page.getByText('周*').waitFor();
  await leader.goTo('/warning');
  await page.getByText(/^待领导决定 \d/).click();
  const { warning } = await viewOf(id);
  assert.equal(warning.state, 'with_leader');
  await page.getByRole('link', { name: warning.number }).click();
  await page.getByText('手段已用尽，等待领导决定。').waitFor();
  await page.getByRole('button', { name: '重新处置' }).click();
  await dialog(leader).getByRole('button', { name: '重新处置' }).click();
  await dialog(leader).locator('.said.wrong').waitFor();
  await dialog(leader).getByLabel('理由').fill('家属说今晚回来');
  await dialog(leader).getByRole('button', { name: '重新处置' }).click();
  await page.locator('h1').getByText('处置中').waitFor();
  await page.getByText('第2轮').waitFor();
  // An officer's page offers nothing of the kind.
  await second.goTo(`/warning/${id}`);
  await second.page.getByText('第2轮').waitFor();
  assert.equal(await second.page.getByRole('button', { name: '了结' }).count(), 0);
  await page.getByRole('button', { name: '了结' }).click();
  await dialog(leader).getByLabel('理由').fill('本人来电，已当面核实');
  await dialog(leader).getByRole('button', { name: '了结' }).click();
  await second.page.locator('h1').getByText('已了结').waitFor();
});

test('nothing went wrong in the pages', () => {
  assert.deepEqual([...duty.faults, ...second.faults, ...leader.faults], []);
});
