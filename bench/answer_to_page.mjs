// From a bank's answer to the picture in the page: Chromium is open on the trace of a case while
// the bank answers a query about the first-level account; the time runs from the moment the centre
// took the answer until the page has drawn a second-level account. Once in a centre that holds
// nothing else and once in one that holds many rows.
//
// usage: node bench/answer_to_page.mjs [--answers N] [--rows N]; prints one JSON line a run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { openBrowser } from '../tests/browser/hands.mjs';
import { World } from '../tests/scenario/programs.mjs';
import {
  firstHand,
  importOnce,
  note,
  pause,
  prepareBank,
  summary,
  takeReport,
  writeStatement,
} from './statements.mjs';

const { values } = parseArgs({
  options: {
    answers: { type: 'string', default: '100' },
    rows: { type: 'string', default: '1000000' },
  },
});
const answers = Number(values.answers);
const rows = Number(values.rows);

async function openPage(browser, world, duty) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const [name, value] = duty.cookie.split('=');
  await context.addCookies([{ name, value, url: world.centreUrl }]);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  return page;
}

// Resolves in the page with the moment at which an account of the level is drawn.
const drawn = (page, level) =>
  page.evaluate(
    (name) =>
      new Promise((done) => {
        const look = () => {
          const found = document.querySelector(`[aria-label^="${name}"]`);
          if (found) done(Date.now());
          return found;
        };
        if (look()) return;
        const observer = new MutationObserver(() => look() && observer.disconnect());
        observer.observe(document, { subtree: true, childList: true, attributes: true });
      }),
    `${level} 级账户`,
  );

async function askAndWatch(world, duty, page, i) {
  const caseId = await takeReport(duty, firstHand(i), i);
  await page.goto(`${world.centreUrl}/cases/${caseId}/trace`);
  await drawn(page, 1);
  await pause(400); // The stream of events is open by then, and what it brought is read.
  const second = drawn(page, 2);
  const { status, body } = await duty.post(`/api/v1/funds/cases/${caseId}/queries`, {
    kind: 'transactions',
    mode: 'quick',
    accounts: [{ number: firstHand(i), holder: '邬望舒' }],
  });
  if (status !== 200 || body.placed.length !== 1) throw new Error(JSON.stringify(body));
  const seenAt = await second;
  const { body: order } = await duty.get(`/api/v1/funds/orders/${body.placed[0].order.id}`);
  return seenAt - Date.parse(order.answered_at);
}

async function measure(browser, held, file) {
  const world = await World.make({ bankArgs: ['--delay-ms', '0:0'] });
  try {
    if (held) {
      await world.centre.end('SIGTERM');
      importOnce(world.where, file, rows);
      await world.startCentre();
    }
    await prepareBank(world, answers);
    const duty = await world.client('duty');
    const page = await openPage(browser, world, duty);
    const times = [];
    for (let i = 0; i < answers; ++i) times.push(await askAndWatch(world, duty, page, i));
    await page.context().close();
    const name = held ? `${rows} rows held` : 'nothing else held';
    note({ run: `answer to picture in the page, ${name}`, ...summary(times) });
  } finally {
    await world.end();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'hetang-bench-page-'));
const browser = await openBrowser();
try {
  const file = join(folder, 'statement.csv');
  writeStatement(file, rows);
  await measure(browser, false, file);
  await measure(browser, true, file);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
