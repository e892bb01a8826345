// Time to usable: from the address to the cursor in the duty desk's text field, signed in, with the
// real program. `cold` fetches and compiles everything, `warm` has the files in the cache already.
// usage: node bench/page.mjs [RUNS]   (HETANG_BUILD names the folder of the programs)
import { Centre } from '../tests/browser/centre.mjs';
import { openBrowser, Person } from '../tests/browser/hands.mjs';

const kRuns = Number(process.argv[2] ?? 11);

async function timeTo(page, url) {
  const begin = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('textarea:focus').waitFor();
  return performance.now() - begin;
}

function median(times) {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

const centre = await Centre.start();
const browser = await openBrowser();
try {
  const cold = [];
  const warm = [];
  const first = await (await Person.at(browser, centre)).signIn('duty');
  const signedIn = await first.context.storageState();
  for (let run = 0; run < kRuns; ++run) {
    const context = await browser.newContext({ storageState: signedIn });
    cold.push(await timeTo(await context.newPage(), `${centre.url}/intake`));
    warm.push(await timeTo(await context.newPage(), `${centre.url}/intake`));
    await context.close();
  }
  const figures = { runs: kRuns, cold_ms: median(cold), warm_ms: median(warm) };
  console.log(JSON.stringify(figures, (_, value) => (value > 99 ? Math.round(value) : value)));
} finally {
  await browser.close();
  await centre.stop();
}
