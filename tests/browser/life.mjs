// The people of one long story, each at a page of their own, under a clock that the story moves:
// what they do is done by role and label.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import { Centre } from './centre.mjs';
import { openBrowser, Person } from './hands.mjs';

export const kHour = 3_600_000;
export const kDay = 24 * kHour;
const kShift = 11 * kHour; // A session ends after twelve.
const kPatience = 30_000;

// A card number of this issuer that passes its check.
export function cardOf(prefix, serial) {
  const body = `${prefix}${String(serial).padStart(18 - prefix.length, '0')}`;
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return body + ((10 - (sum % 10)) % 10);
}

export function yuan(fen) {
  const [whole, cents] = (fen / 100).toFixed(2).split('.');
  return `¥${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}

export class Life {
  static async begin(now) {
    const life = new Life();
    [life.browser, life.centre] = await Promise.all([
      openBrowser(),
      Centre.start({ now, delay: '1:5' }),
    ]);
    life.people = new Map();
    return life;
  }
  async end() {
    await this.browser?.close();
    await this.centre?.stop();
  }
  get clock() {
    return this.centre.clock;
  }

  // The page of this officer, who signs in again when a shift is over.
  async as(login) {
    const known = this.people.get(login) ?? {
      person: await Person.at(this.browser, this.centre),
      until: 0,
    };
    this.people.set(login, known);
    if (this.clock.now >= known.until) {
      await known.person.signIn(login);
      known.until = this.clock.now + kShift;
    }
    return known.person;
  }
  async at(login, path) {
    const person = await this.as(login);
    await person.goTo(path);
    return person;
  }
  get faults() {
    return [...this.people.values()].flatMap(({ person }) => person.faults);
  }

  // Lets seconds pass until this is seen: what the banks answer takes a little of the set time.
  async seen(locator, what) {
    const end = Date.now() + kPatience;
    while (!(await locator.first().isVisible())) {
      if (Date.now() > end) assert.fail(`waited in vain for ${what}`);
      this.clock.advance(1000);
      await pause(50);
    }
  }

  async bank(path, lines) {
    const answer = await fetch(`${this.centre.banks}/truth/${path}`, {
      ...(lines
        ? { method: 'POST', body: lines.map((each) => JSON.stringify(each)).join('\n') }
        : {}),
    });
    const body = await answer.json();
    assert.ok(answer.ok, JSON.stringify(body));
    return body;
  }

  // Pastes what was said, adds to the form what the text does not tell, and takes the report in.
  async takeIn(login, text, { stop, more }) {
    const person = await this.at(login, '/intake');
    const { page } = person;
    await page.getByRole('textbox', { name: '报警内容' }).waitFor();
    await person.paste(text);
    await person.marked().waitFor();
    await more?.(page);
    if (!stop) await page.getByRole('checkbox', { name: '止付收款账户' }).uncheck();
    await person.press('Control+Enter');
    const named = await person.confirmation().innerText();
    await person.press('Enter');
    const opened = page.getByRole('heading', { level: 2 }).getByRole('link', { name: /^AJ/ });
    const separate = page.getByRole('radio', { name: '另立新案' });
    await opened.or(separate).first().waitFor();
    if (await separate.isVisible()) {
      await separate.check();
      await person.press('Enter');
    }
    await opened.waitFor();
    const number = await opened.innerText();
    const id = Number(/cases\/(\d+)/.exec(await opened.getAttribute('href'))[1]);
    return { id, number, named };
  }

  // The leader finds the request by what it says and approves it from the keyboard.
  async approve(words, reason = '') {
    const leader = await this.at('leader', '/approvals');
    const { page } = leader;
    const card = page.getByRole('article').filter({ hasText: words });
    await card.waitFor();
    const text = await card.innerText();
    for (let i = 0; i < 30 && (await card.getAttribute('aria-current')) !== 'true'; ++i) {
      await page.keyboard.press('j');
    }
    if (reason) {
      await page.keyboard.press('r');
      await page.keyboard.type(reason);
    }
    await page.keyboard.press('Control+Enter');
    await card.waitFor({ state: 'hidden' });
    return text;
  }

  // Fills the form that this button opens, by label, and sends it from the keyboard.
  async fill(page, button, values, within = page.getByRole('main'), submit = button) {
    // An icon may stand before the words.
    const opens = new RegExp(`(^|plus )${button}$`);
    await within.getByRole('button', { name: opens }).first().click();
    const form = page.getByRole('dialog');
    for (const [label, value] of Object.entries(values)) {
      const field = form.getByLabel(label);
      if ((await field.getAttribute('role')) === 'combobox') {
        await field.click();
        await page.getByTitle(value, { exact: true }).click();
      } else {
        await field.fill(value);
      }
    }
    await form.getByRole('button', { name: submit, exact: true }).focus();
    await page.keyboard.press('Enter');
    const refused = form.locator('.said.wrong');
    await refused.or(page.locator('body:not(:has([role=dialog]))')).first().waitFor();
    if (await refused.count()) assert.fail(`${button}: ${await refused.allInnerTexts()}`);
    await form.waitFor({ state: 'hidden' });
  }

  // Shows what is masked, for a reason.
  async reveal(page, why) {
    await page.getByRole('button', { name: '显示完整信息' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').waitFor();
    await page.keyboard.type(why);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
  }

  // Says yes to what this button asks once.
  async sayYes(page, button, within = page.getByRole('main')) {
    await within.getByRole('button', { name: button, exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const said = await dialog.innerText();
    await dialog.getByRole('button', { name: button, exact: true }).focus();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    return said;
  }
}

// A table as it is read: each row by the heads of its columns.
export async function rowsOf(table) {
  await table.waitFor();
  return table
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) =>
        Object.fromEntries(
          [...row.querySelectorAll('td')].map((cell) => [
            cell.dataset.title,
            cell.innerText.trim().replace(/\s+/g, ' '),
          ]),
        ),
      ),
    );
}

// Divides by ratio: floors, then a fen each by largest remainder, ties in order.
export function shareOut(total, weights) {
  const sum = weights.reduce((so_far, each) => so_far + BigInt(each), 0n);
  const parts = weights.map((each) => BigInt(total) * BigInt(each));
  const shares = parts.map((part) => part / sum);
  let missing = BigInt(total) - shares.reduce((so_far, each) => so_far + each, 0n);
  const order = parts
    .map((part, index) => ({ index, rest: part % sum }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const { index } of order) if (missing-- > 0n) shares[index] += 1n;
  return shares.map(Number);
}
