// Takes the guide's pictures of the pages as they are: node tests/browser/pictures.mjs [FOLDER]
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { Centre } from './centre.mjs';
import { row, statement } from './files.mjs';
import { kPhone, kWide, openBrowser, Person, send } from './hands.mjs';

const kFolder = process.argv[2] ?? join(import.meta.dirname, '../../docs/guide/pictures');
const kText =
  '我叫钱多多，电话13800138000。今天早上有个自称客服的人加我微信kefu_2020，让我下载“云会议”，' +
  '我用农业银行卡6228480402564890018先转了5000元，又转了1万2到对方建设银行卡6217000010012345677，' +
  '户名赵小明，他还要我再交3万保证金，网址是 www.example.com/login 。';
const kLooks = [
  { name: 'zh-light', language: 'zh-CN', dark: false, viewport: kWide },
  { name: 'en-dark', language: 'en', dark: true, viewport: kWide },
  { name: 'zh-phone', language: 'zh-CN', dark: false, viewport: kPhone },
];
const kPages = {
  duty: { cases: '/register/cases', orders: '/funds/orders', banks: '/funds/banks' },
  analyst: {},
  leader: {
    clocks: '/clocks',
    approvals: '/approvals',
    rota: '/roster/rota',
    rules: '/funds/rules',
    templates: '/document/templates',
  },
  admin: { officers: '/roster/officers' },
  auditor: { journal: '/journal' },
};

await mkdir(kFolder, { recursive: true });
const centre = await Centre.start({ stories: 8 });
const browser = await openBrowser();

async function quiet(page) {
  await page.getByRole('main').waitFor();
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"], .door-wait'));
  await page.evaluate(() => document.fonts.ready);
}

async function take(person, look, name) {
  await quiet(person.page);
  await person.page.screenshot({
    path: join(kFolder, `${name}-${look.name}.png`),
    animations: 'disabled',
  });
}

async function takeDesk(person, look) {
  const { page } = person;
  await person.goTo('/intake');
  await page.locator('textarea:focus').waitFor();
  await take(person, look, 'desk-waiting');
  await person.paste(kText);
  await person.marked().waitFor();
  await take(person, look, 'desk-read');
  await person.press('Control+Enter');
  const confirm = person.confirmation().getByRole('button').last();
  await confirm.waitFor();
  await take(person, look, 'desk-confirm');
  await confirm.press('Enter');
  const separate = page.getByRole('radio').last();
  await separate.or(person.orders().first()).first().waitFor();
  if (await separate.isVisible()) {
    await separate.check();
    await person.press('Enter');
  }
  await person
    .orders()
    .first()
    .getByText(/^\d{4}$/)
    .waitFor();
  await take(person, look, 'desk-answered');
  await page.getByRole('link', { name: /^AJ/ }).first().click();
  await take(person, look, 'case');
}

// Queries the banks twice, so that the second and third level come to light.
async function takeTrace(person, look) {
  const { page } = person;
  await person.goTo('/cases/1/trace');
  await page.locator('[data-box]').first().waitFor();
  const list = page.locator('.rank-list.query li');
  for (const level of [2, 3]) {
    const count = Math.min(9, await list.count());
    for (let rank = 1; rank <= count; ++rank) await person.press(`Alt+${rank}`);
    if (count === 0) break;
    await person.press('q');
    const dialog = page.getByRole('dialog');
    const answer = dialog.locator('.ant-btn-primary:focus');
    await answer.waitFor();
    await answer.press('Enter');
    await dialog
      .getByText(/已发出|未发出|Sent|Not sent/)
      .first()
      .waitFor();
    await answer.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    const next = page.getByRole('button', {
      name: new RegExp(`^(${level} 级账户|Level ${level})`),
    });
    await next
      .first()
      .waitFor({ timeout: 8000 })
      .catch(() => undefined); // It rests there.
  }
  await person.press('1');
  await take(person, look, 'trace');
  await person.press('v');
  await take(person, look, 'trace-table');
}

// Two banks' files in which two rows may be the other side of one, and a trace that is kept.
async function takeAnalysis(person, look) {
  const { page } = person;
  const [first, second] = ['6217000000007000031', '6225880000007000047'];
  const day = '2026-03-02 10:05';
  const texts = {
    '建行 流水.csv': statement([
      row(first, `${day}:00`, '20000.00', '出', second, 'S2'),
      row(first, `${day}:40`, '20000.00', '出', second, 'S3'),
    ]),
    '招行 流水.csv': statement([row(second, `${day}:20`, '20000.00', '进', first, 'T1')]),
  };
  await person.goTo('/cases/1/trace');
  await page.locator('[data-box]').first().waitFor();
  await person.press('i');
  await page.locator('input[type=file][multiple]').setInputFiles(
    Object.entries(texts).map(([name, text]) => ({
      ...{ name, mimeType: 'text/csv', buffer: Buffer.from(text) },
    })),
  );
  await page.locator('li.doubt').first().waitFor();
  await page.locator('.doubts').scrollIntoViewIfNeeded();
  await take(person, look, 'trace-doubts');
  await person.press('b');
  await page.locator('#record-name').fill('第二次反馈后');
  await page.locator('#record-name').press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await person.press('l');
  await page.locator('.saved-traces a').first().click();
  await page.locator('.not-live').waitFor();
  await page.locator('[data-box]').first().waitFor();
  await take(person, look, 'trace-saved');
}

let warned = 0;

// Four people who are warned of, the gravest of them called.
async function takeWarnings(person, look) {
  const { page } = person;
  const begin = async (level, fraud_type, name) => {
    warned += 1;
    const answer = await send(person, 'POST', '/warning/instructions', {
      ...{ source: '国家平台', level, fraud_type, name },
      phones: [`1990000${4000 + warned}`, `1990001${4000 + warned}`],
      address: `荷花小区${warned}栋2单元`,
      unit_code: '990201010001',
      workplace: '步行街超市',
      contacts: [{ kind: 'family', name: '王知行', phone: '19900002222' }],
      seen: '与境外号码通话40分钟，手机银行两次登录失败',
      ...{ call_minutes: 40, transfers_tried: 2, tried_fen: 1_500_000 },
    });
    return answer.body.warning_id;
  };
  await begin('high', 'investment', '张望舒');
  await begin('middle', 'task_rebate', '孙若水');
  await begin('low', 'fake_service', '赵清和');
  await person.goTo('/warning');
  await page.locator('.warning-queue li').nth(2).waitFor();
  const id = await begin('red', 'authority', '李采薇');
  await page.locator('.interrupt').waitFor();
  await take(person, look, 'warning-queue');
  await page.keyboard.press('t');
  await page.locator('.call-view').waitFor();
  await page.keyboard.press('r');
  await page.locator('a.phone').first().waitFor();
  await page.mouse.move(0, 0);
  await take(person, look, 'warning-call');
  await page.keyboard.press('2');
  await page.locator('.call-view').waitFor({ state: 'hidden' });
  await person.goTo(`/warning/${id}`);
  await page.locator('.warning-ladder').waitFor();
  await take(person, look, 'warning-page');
}

try {
  for (const look of kLooks) {
    for (const [login, pages] of Object.entries(kPages)) {
      const person = await Person.at(browser, centre, look);
      if (login === 'duty') {
        await person.goTo('/');
        await person.page.locator('#login').waitFor();
        await person.page.screenshot({ path: join(kFolder, `sign-in-${look.name}.png`) });
      }
      await person.signIn(login);
      if (login === 'duty') {
        await takeDesk(person, look);
        await takeTrace(person, look);
        await takeWarnings(person, look);
      }
      if (login === 'analyst') await takeAnalysis(person, look);
      for (const [name, path] of Object.entries(pages)) {
        await person.goTo(path);
        await take(person, look, name);
      }
      await person.leave();
    }
  }
} finally {
  await browser.close();
  await centre.stop();
}
