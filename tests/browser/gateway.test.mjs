// The wire to each bank: holding it up and letting it go with words, the telephone first while it
// is down, and the bytes a bank would get.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Centre } from './centre.mjs';
import { openBrowser, kPhone, Person } from './hands.mjs';

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

test('a paused bank stands first with its telephone, and says who paused it and why', async () => {
  const liaison = await (await Person.at(browser, centre)).signIn('liaison');
  const { page } = liaison;
  await liaison.goTo('/funds/banks');
  await page.getByRole('button', { name: '暂停发送 中国工商银行' }).click();
  const dialog = page.getByRole('dialog');
  const pause = dialog.getByRole('button', { name: '暂停发送' });
  assert.ok(await pause.isDisabled());
  await page.keyboard.type('银行系统升级');
  await page.keyboard.press('Enter');
  const down = page.getByRole('region', { name: /通道中断或已暂停/ });
  await down.getByText('银行系统升级').waitFor();
  await dialog.waitFor({ state: 'detached' });
  await down.getByRole('link', { name: '000-0000-0001' }).waitFor();
  await down.getByRole('button', { name: '恢复发送 中国工商银行' }).focus();
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  await page.keyboard.type('已恢复');
  await page.keyboard.press('Enter');
  await down.waitFor({ state: 'detached' });
  assert.deepEqual(liaison.faults, []);
  await liaison.leave();
});

test('a sample shows what a bank would get, also on a narrow screen', async () => {
  const liaison = await (await Person.at(browser, centre, { viewport: kPhone })).signIn('liaison');
  const { page } = liaison;
  await liaison.goTo('/funds/banks');
  await page.getByRole('button', { name: '中信银行的报文样例' }).click();
  const bytes = page.getByLabel('报文内容');
  await bytes.getByText('<TxCode>100101</TxCode>').waitFor();
  await page.getByLabel('报文种类').click();
  await page.getByText('冻结 100201', { exact: true }).last().click();
  await bytes.getByText('<FreezeType>01</FreezeType>').waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= kPhone.width, `${wide}`);
  assert.deepEqual(liaison.faults, []);
  await liaison.leave();
});
