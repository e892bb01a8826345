// The rota on the real page, with a clock that the test sets: a pattern laid, a swap agreed to, an
// officer replaced, a gap shouted about and filled, a shift handed over.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Centre } from './centre.mjs';
import { openBrowser, Person } from './hands.mjs';

// The demo's rota has 韦青禾 (duty) by day and 蓝一舟 (duty2) by night, until 20 May, 08:00.
const start = Date.parse('2026-05-06T09:30:00+08:00');

let browser, centre, leader, duty, night;

before(async () => {
  [browser, centre] = await Promise.all([
    openBrowser(),
    Centre.start({ stories: 6, now: start, delay: '3600000:3600000' }),
  ]);
  [leader, duty, night] = await Promise.all(
    ['leader', 'duty', 'duty2'].map(async (login) =>
      (await Person.at(browser, centre)).signIn(login),
    ),
  );
  await Promise.all([leader, duty, night].map((person) => person.goTo('/roster/rota')));
});

after(async () => {
  await browser?.close();
  await centre?.stop();
});

const dialog = ({ page }) => page.getByRole('dialog').last();

async function choose({ page }, label, option) {
  await dialog({ page }).getByLabel(label, { exact: true }).click();
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')
    .getByTitle(option, { exact: true })
    .click();
}

describe('a pattern', () => {
  test('is shown first, and is refused as a whole when a shift of it overlaps', async () => {
    const { page } = leader;
    await page.getByRole('heading', { name: '正在值班' }).waitFor();
    await page.keyboard.press('n');
    await choose(leader, '民警（按先后轮转）', '韦青禾');
    await choose(leader, '民警（按先后轮转）', '蓝一舟');
    await dialog(leader).getByLabel('第一天').fill('2026-05-18');
    await dialog(leader).getByLabel('最后一天').fill('2026-05-31');
    await dialog(leader).getByRole('button', { name: '预览' }).click();
    await dialog(leader)
      .getByText(/个班次与已有排班冲突，全部不存/)
      .waitFor();
    assert.ok((await dialog(leader).locator('li.taken').count()) > 0);
    assert.ok(await dialog(leader).getByRole('button', { name: '存入排班' }).isDisabled());
  });

  test('is stored when nothing stands in its way', async () => {
    const { page } = leader;
    const form = dialog(leader);
    await form.getByLabel('第一天').fill('2026-05-31');
    await form.getByLabel('最后一天').fill('2026-05-20');
    await form.getByRole('button', { name: '预览' }).click();
    await form.getByText('✕ 必须晚于开始').waitFor();
    await form.getByLabel('第一天').fill('2026-05-25');
    await form.getByLabel('最后一天').fill('2026-05-31');
    await form.getByRole('button', { name: '预览' }).click();
    await form.getByText(/共 \d+ 个班次，没有冲突/).waitFor();
    await form.getByRole('button', { name: '存入排班' }).click();
    await form.waitFor({ state: 'hidden' });
    for (let week = 0; week < 3; ++week) await page.keyboard.press(']');
    await page.getByText('2026-05-25 至 2026-05-31').waitFor();
    await page.locator('.week').getByText('韦青禾').first().waitFor();
    await page.keyboard.press('t');
  });
});

test('a swap is asked for, agreed to, and the shift is the other one’s', async () => {
  const ask = night.page.locator('.week').getByRole('button', { name: '请同事顶 蓝一舟 的班' });
  await ask.last().click();
  await choose(night, '民警', '韦青禾');
  await dialog(night).getByLabel('理由').fill('家里有事');
  await dialog(night).getByRole('button', { name: '换班' }).click();
  await dialog(night).waitFor({ state: 'hidden' });
  const asked = duty.page.locator('.swaps li').filter({ hasText: '家里有事' });
  await asked.getByText('待答复').waitFor();
  assert.equal(await asked.getByRole('button', { name: '指定执行' }).count(), 0);
  await asked.getByRole('button', { name: '同意', exact: true }).click();
  await night.page
    .locator('.swaps li')
    .filter({ hasText: '家里有事' })
    .getByText('已同意')
    .waitFor();
});

test('a leader replaces whoever is on duty, and says why', async () => {
  const post = leader.page.locator('.on-duty');
  await post.getByText('韦青禾').waitFor();
  await post.getByRole('button', { name: '顶替正在值班的 韦青禾' }).click();
  await choose(leader, '民警', '蓝一舟');
  await dialog(leader).getByRole('button', { name: /顶替$/ }).click();
  await dialog(leader).locator('.said.wrong').first().waitFor();
  await dialog(leader).getByLabel('理由').fill('突发疾病');
  await dialog(leader).getByRole('button', { name: /顶替$/ }).click();
  await dialog(leader).waitFor({ state: 'hidden' });
  await post.getByText('顶替 韦青禾：突发疾病').waitFor();
});

test('a shift is handed over, and the next one confirms the note', async () => {
  const { page } = duty;
  await page.locator('.week').getByRole('button', { name: '韦青禾 的交班' }).last().click();
  await dialog(duty).getByRole('button', { name: /交班$/ }).click();
  await dialog(duty).locator('.said.wrong').first().waitFor();
  const item = dialog(duty).getByRole('checkbox').first();
  await item.check();
  await dialog(duty).getByLabel('交班内容').fill('两家银行还没有反馈，请继续催办。');
  await dialog(duty).getByRole('button', { name: /交班$/ }).click();
  await dialog(duty).waitFor({ state: 'hidden' });
  // It meets the next one on whatever page that is.
  await night.goTo('/clocks');
  await night.page.getByRole('link', { name: '去阅读' }).click();
  const note = night.page.locator('.note').filter({ hasText: '请继续催办' });
  await note.getByText('等你阅读').waitFor();
  await note.getByRole('link', { name: /AJ\d+/ }).waitFor();
  await note.getByRole('button', { name: '确认已读' }).click();
  await note.getByText('等你阅读').waitFor({ state: 'hidden' });
  await night.page.getByRole('link', { name: '去阅读' }).waitFor({ state: 'hidden' });
  await page.locator('.note footer').getByText('蓝一舟').waitFor();
});

describe('a gap', () => {
  test('is shouted about when it lies within a day', async () => {
    const { page } = leader;
    assert.equal(await page.locator('.rota-gaps li').count(), 0);
    // Tonight's.
    await page.getByRole('button', { name: '取消 蓝一舟 的班次' }).first().click();
    const gaps = page.getByRole('list', { name: '排班空缺' });
    await gaps.getByText('值班民警').waitFor();
    await page.getByRole('button', { name: /^通知/ }).click();
    await page.getByText('排班有空缺，请安排人值班').first().waitFor();
    await page.keyboard.press('Escape');
  });

  test('is gone with its notices when it is filled', async () => {
    const { page } = leader;
    await page.getByRole('button', { name: '排班 2026-05-06 夜班' }).click();
    await choose(leader, '民警', '韦青禾');
    await dialog(leader).getByRole('button', { name: '保存' }).click();
    await dialog(leader).waitFor({ state: 'hidden' });
    await page.locator('.rota-gaps').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: /^通知/ }).click();
    await page.getByText('排班有空缺，请安排人值班').waitFor({ state: 'hidden' });
    await page.keyboard.press('Escape');
  });
});

test('an officer’s own shifts are a calendar', async () => {
  const { page } = duty;
  await duty.goTo('/roster/rota');
  await page.getByRole('button', { name: '日历订阅' }).click();
  await dialog(duty).getByRole('button', { name: '生成地址' }).click();
  const address = await dialog(duty).getByLabel('日历地址').inputValue();
  const calendar = await (await fetch(address)).text();
  assert.match(calendar, /SUMMARY:值班民警 荷塘区反诈中心\r\n/);
  assert.match(calendar, /DTSTART:\d{8}T000000Z\r\nDTEND:\d{8}T120000Z\r\n/);
  await dialog(duty).getByRole('button', { name: '收回' }).click();
  await dialog(duty).getByText('还没有日历地址。').waitFor();
  assert.equal((await fetch(address)).status, 404);
});

test('a delegation is ended early', async () => {
  const { page } = leader;
  await leader.goTo('/approvals');
  await page.getByLabel('受托人').click();
  await page.getByTitle('韦青禾', { exact: true }).click();
  await page.getByRole('button', { name: '委托他人审批' }).click();
  const lines = page.locator('.delegations li');
  await lines.getByRole('button', { name: /^提前结束/ }).click();
  await lines.filter({ hasText: '已结束' }).waitFor();
});

test('nothing went wrong in the pages', () => {
  assert.deepEqual([...duty.faults, ...night.faults, ...leader.faults], []);
});
