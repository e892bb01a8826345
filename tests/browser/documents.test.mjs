// Documents as paper: every kind, in both languages, with the longest values that are to be
// expected, fits its sheets; and what an officer does with the documents of an order.
//
// HETANG_PAPERS=FOLDER keeps the printed papers as PDF, to be looked at.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Centre } from './centre.mjs';
import { openBrowser, Person } from './hands.mjs';

const kMostSheets = 2;
// A4 without the margins of the sheet (26 and 24 mm), at 96 points an inch.
const kPrinted = { width: Math.round(((210 - 50) / 25.4) * 96), height: 1000 };

let centre;
let browser;
before(async () => {
  centre = await Centre.start({ stories: 3 });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await centre?.stop();
});

// Asks the server as the page does, with the session of this person.
async function api(person, method, path, body) {
  const { request } = person.context;
  const { csrf_token } = await (await request.get(`${centre.url}/api/v1/session`)).json();
  const answer = await request.fetch(`${centre.url}/api/v1${path}`, {
    method,
    headers: { 'x-csrf-token': csrf_token, 'idempotency-key': crypto.randomUUID() },
    ...(body ? { data: body } : {}),
  });
  assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json();
}

function sheetsOf(pdf) {
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g).length;
}

// What sticks out of the printed width or of its own cell, by its text.
function tooWide() {
  const edge = document.body.getBoundingClientRect().right + 0.5;
  return [...document.body.querySelectorAll('*')]
    .filter(
      (each) =>
        each.getBoundingClientRect().right > edge ||
        (each.matches('td, th') && each.scrollWidth > each.clientWidth),
    )
    .map((each) => `${each.tagName} ${each.textContent.slice(0, 40)}`);
}

async function keep(pdf, name) {
  const folder = process.env.HETANG_PAPERS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.pdf`), pdf);
}

test('every document fits on two sheets, in both languages, with the longest values', async () => {
  const leader = await (await Person.at(browser, centre)).signIn('leader');
  const { items } = await api(leader, 'GET', '/document/templates');
  assert.equal(items.length, 20);
  const paper = await browser.newPage({ viewport: kPrinted });
  await paper.emulateMedia({ media: 'print' });
  const wrong = [];
  for (const { kind, language, title, number_format, body } of items) {
    for (const sample of ['usual', 'crowded']) {
      const words = { title, number_format, body };
      const { html } = await api(leader, 'POST', '/document/preview', {
        kind,
        language,
        sample,
        words,
      });
      await paper.setContent(html);
      const pdf = await paper.pdf({ preferCSSPageSize: true, printBackground: true });
      const name = `${kind}_${language}_${sample}`;
      await keep(pdf, name);
      if (sheetsOf(pdf) > kMostSheets) wrong.push(`${name}: ${sheetsOf(pdf)} sheets`);
      for (const wide of await paper.evaluate(tooWide)) wrong.push(`${name}: ${wide}`);
    }
  }
  assert.deepEqual(wrong, []);
  await paper.close();
  await leader.leave();
});

test('an officer makes the document of an order, opens it, and declares it void', async () => {
  const duty = await (await Person.at(browser, centre)).signIn('duty');
  const { page } = duty;
  await duty.goTo('/register/cases');
  await page.getByRole('link', { name: /^AJ/ }).first().click();
  await page.getByRole('article').first().getByRole('button', { name: '法律文书' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: '紧急止付申请表' }).click();
  const row = drawer.getByRole('listitem').filter({ hasText: '止付申请〔' });
  await row.waitFor();

  const [paper] = await Promise.all([
    duty.context.waitForEvent('page'),
    row.getByRole('link', { name: '打开并打印' }).click(),
  ]);
  await paper.getByRole('heading', { name: '紧急止付申请表' }).waitFor();
  const answer = await duty.context.request.get(paper.url());
  assert.match(answer.headers()['content-type'], /^text\/html/);
  assert.match(answer.headers()['content-security-policy'], /sandbox/);
  const pdf = await paper.pdf({ preferCSSPageSize: true });
  assert.equal(sheetsOf(pdf), 1);
  await paper.close();

  await row.getByRole('button', { name: '作废' }).click();
  await page.getByRole('textbox', { name: '作废原因' }).fill('金额填写有误');
  await page.getByRole('dialog').last().getByRole('button', { name: '作废' }).click();
  await row.getByText('已作废').waitFor();
  assert.match(await (await duty.context.request.get(paper.url())).text(), /作废 VOID/);

  // The number stays used.
  await drawer.getByRole('button', { name: '紧急止付申请表' }).click();
  await drawer.getByText(/〕2号/).waitFor();
  await page.keyboard.press('Escape');
  const timeline = page.getByRole('region', { name: '时间线' });
  await timeline.getByText('查看文书').first().waitFor();
  await duty.leave();
});

test('a leader edits a template, sees what is wrong by name, and cannot save it', async () => {
  const leader = await (await Person.at(browser, centre)).signIn('leader');
  const { page } = leader;
  await leader.goTo('/document/templates');
  const body = page.getByLabel('正文（HTML）');
  await body.waitFor();
  const sample = page.frameLocator('iframe');
  await sample.getByRole('heading', { name: '紧急止付申请表' }).waitFor();
  const before = await body.inputValue();
  await body.fill(before.replace('{{victim}}', '{{vitcim}}') + '<script>1</script>');
  const faults = page.getByRole('alert');
  await faults.getByText('文书没有这个字段').waitFor();
  assert.match(await faults.innerText(), /vitcim/);
  assert.match(await faults.innerText(), /script/);
  const save = page.getByRole('button', { name: '保存' });
  assert.ok(await save.isDisabled());
  await body.fill(before.replace('本人所述属实', '所述均属实'));
  // A frame out of sight may not be laid out: what counts is what is written in it.
  const drawn = { state: 'attached' };
  await sample.getByText('所述均属实').waitFor(drawn);
  await save.click();
  await page.getByText('已保存').waitFor();
  await page.getByRole('button', { name: '恢复原文' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '恢复原文' }).click();
  await sample.getByText('本人所述属实').waitFor(drawn);
  await leader.leave();
});
