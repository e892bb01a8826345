// What every page keeps: languages, brightness, narrow screens, contrast, rights, states.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Centre } from './centre.mjs';
import { openBrowser, kPhone, Person, send } from './hands.mjs';
import { faintTexts } from './contrast.mjs';

let centre;
let browser;
before(async () => {
  centre = await Centre.start({ stories: 6 });
  browser = await openBrowser();
  const duty = await (await Person.at(browser, centre)).signIn('duty');
  const warned = { source: '国家平台', level: 'high', name: '张望舒', phones: ['19900003001'] };
  assert.equal((await send(duty, 'POST', '/warning/instructions', warned)).status, 200);
  await duty.leave();
});
after(async () => {
  await browser?.close();
  await centre?.stop();
});

const kPages = {
  duty: [
    '/intake',
    '/warning',
    '/warning?view=all',
    '/warning/1',
    '/warning/1/steps/1',
    '/clocks',
    '/register/cases',
    '/funds/orders',
    '/funds/answers',
    '/funds/banks',
  ],
  leader: [
    '/approvals',
    '/funds/rules',
    '/document/templates',
    '/roster/rota',
    '/roster/officers',
    '/journal',
    '/settings',
  ],
};

async function settled(page) {
  await page.getByRole('main').waitFor();
  await page.waitForFunction(
    () =>
      !document.querySelector('[aria-busy="true"], .door-wait') &&
      document.querySelector('h1, .desk'),
  );
}

async function firstCase(person) {
  await person.goTo('/register/cases');
  await person.page.getByRole('link', { name: /^AJ/ }).first().click();
  await person.page.getByRole('heading', { name: '时间线' }).waitFor();
}

test('Chinese is first, English is complete, and the choice is remembered', async () => {
  const duty = await (await Person.at(browser, centre)).signIn('duty');
  const { page } = duty;
  await page.getByRole('link', { name: '接警台' }).waitFor();
  await duty.goTo('/settings');
  await page.getByText('English', { exact: true }).click();
  await page.getByRole('link', { name: 'Duty desk' }).waitFor();
  await page.reload();
  await page.getByRole('link', { name: 'Duty desk' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  for (const path of [...kPages.duty, '/settings']) {
    await duty.goTo(path);
    await settled(page);
    const menu = await page.getByRole('navigation').innerText();
    assert.doesNotMatch(menu, /[\u4e00-\u9fff]/);
    // Dotted keys are words nobody has written.
    assert.doesNotMatch(
      await page.getByRole('main').innerText(),
      /\b(app|intake|funds|platform)\.\w+\.\w+/,
    );
  }
  await duty.leave();
});

test('dark and light are remembered', async () => {
  const duty = await (await Person.at(browser, centre)).signIn('duty');
  const { page } = duty;
  await duty.goTo('/settings');
  await page.getByText('深色', { exact: true }).click();
  await page.reload();
  await settled(page);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await duty.leave();
});

for (const [login, paths] of Object.entries(kPages)) {
  test(`no page of ${login} is wider than a phone`, async () => {
    const person = await (await Person.at(browser, centre, { viewport: kPhone })).signIn(login);
    const wide = [];
    for (const path of paths) {
      await person.goTo(path);
      await settled(person.page);
      const [page, content] = await person.page.evaluate(() => {
        const main = document.querySelector('main');
        return [
          document.documentElement.scrollWidth - innerWidth,
          main.scrollWidth - main.clientWidth,
        ];
      });
      if (page > 0 || content > 0) wide.push(`${path}: ${page}, ${content}`);
    }
    assert.deepEqual(wide, []);
    await person.leave();
  });

  for (const dark of [false, true]) {
    test(`text of ${login}'s pages keeps its contrast in ${dark ? 'dark' : 'light'}`, async () => {
      const person = await (await Person.at(browser, centre, { dark })).signIn(login);
      const faint = [];
      for (const path of paths) {
        await person.goTo(path);
        await settled(person.page);
        faint.push(...(await person.page.evaluate(faintTexts)).map((text) => `${path}: ${text}`));
      }
      assert.deepEqual(faint, []);
      await person.leave();
    });
  }
}

test('the menu holds what the rights allow: the administrator sees no case', async () => {
  const admin = await (await Person.at(browser, centre)).signIn('admin');
  const menu = admin.page.getByRole('navigation');
  await menu.getByRole('link', { name: '排班' }).waitFor();
  const words = await menu.innerText();
  for (const hidden of ['接警台', '案件', '止付指令', '日志'])
    assert.ok(!words.includes(hidden), hidden);
  await admin.goTo('/register/cases');
  await admin.page.getByText('没有打开它的权限').waitFor();
  await admin.leave();
});

test('personal values are masked, and a look in full asks why and leaves its trace', async () => {
  const leader = await (await Person.at(browser, centre)).signIn('leader');
  const { page } = leader;
  await firstCase(leader);
  const accounts = page.getByRole('article').first();
  assert.match(await accounts.innerText(), /\*/);
  await page.getByRole('button', { name: '显示完整信息' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('核对收款账户');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /遮盖/ }).waitFor();
  assert.match(await accounts.innerText(), /\d{4} \d{4} \d{4}/);
  const timeline = page.getByRole('region', { name: '时间线' });
  await timeline.getByText('查看完整信息').first().waitFor();
  await timeline.getByText('核对收款账户').first().waitFor();
  await page.getByRole('button', { name: /遮盖/ }).click();
  await page.getByRole('button', { name: '显示完整信息' }).waitFor();
  assert.match(await accounts.innerText(), /\*/);
  await leader.leave();
});

test('the auditor proves the journal', async () => {
  const auditor = await (await Person.at(browser, centre)).signIn('auditor');
  const { page } = auditor;
  await auditor.goTo('/journal');
  await page.getByRole('button', { name: '验证日志' }).click();
  await page.getByText(/日志完整：共 \d+ 条/).waitFor();
  await auditor.leave();
});

test('the leader sees the open clocks, the first due first', async () => {
  const leader = await (await Person.at(browser, centre)).signIn('leader');
  await leader.goTo('/clocks');
  const table = leader.page.getByRole('table', { name: '时限看板' });
  await table.getByText('立案审查').first().waitFor();
  const due = await table
    .getByRole('row')
    .locator('time')
    .evaluateAll((times) => times.map((time) => Date.parse(time.dateTime)));
  assert.ok(due.length > 0);
  assert.deepEqual(
    due,
    [...due].sort((a, b) => a - b),
  );
  await leader.leave();
});

test('a list says that it loads, or that it failed and why, and reads again', async () => {
  const duty = await (await Person.at(browser, centre)).signIn('duty');
  const { page } = duty;
  const list = '**/api/v1/register/cases?*';
  const bare = '**/api/v1/register/cases';
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const hold = async (route) => {
    await held;
    await route.abort();
  };
  await page.route(list, hold);
  await page.route(bare, hold);
  await duty.goTo('/register/cases');
  await page.locator('[aria-busy="true"]').waitFor();
  release();
  await page.getByRole('alert').getByText('没有读到数据').waitFor();
  await page.getByText('连不上服务器').waitFor();
  await page.unroute(list);
  await page.unroute(bare);
  await page.getByRole('button', { name: '重试' }).click();
  await page.getByRole('link', { name: /^AJ/ }).first().waitFor();
  await duty.leave();
});

test('an empty list says what to do', async () => {
  const duty = await (await Person.at(browser, centre)).signIn('duty');
  await duty.goTo('/funds/answers');
  await duty.page.getByText('没有需要处理的反馈').waitFor();
  await duty.leave();
});

test('a lost connection is said, and found again by itself', async () => {
  const duty = await (await Person.at(browser, centre)).signIn('duty');
  const { page } = duty;
  await page.getByText('实时连接').waitFor();
  await centre.halt();
  await page.getByRole('alert').getByText('与服务器的连接已断开').waitFor();
  await centre.resume();
  await page.getByText('实时连接').waitFor();
  await duty.leave();
});
