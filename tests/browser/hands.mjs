// A person at the page: a browser of their own, two hands that are counted, and eyes that look by
// role and label.
import { chromium } from 'playwright-core';

import { kPassword } from './centre.mjs';

export async function openBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'], // Tests may run as root.
  });
}

export const kWide = { width: 1440, height: 900 };
export const kPhone = { width: 390, height: 844 };

export class Person {
  static async at(browser, centre, { viewport = kWide, dark = false, language } = {}) {
    const person = new Person();
    person.centre = centre;
    person.context = await browser.newContext({
      viewport,
      locale: 'zh-CN',
      colorScheme: dark ? 'dark' : 'light',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    person.page = await person.context.newPage();
    person.page.setDefaultTimeout(15_000);
    person.faults = [];
    person.page.on('pageerror', (error) => person.faults.push(error.message));
    if (language) {
      await person.page.addInitScript(
        (chosen) => localStorage.setItem('hetang.language', chosen),
        language,
      );
    }
    return person;
  }

  async signIn(login) {
    const { page } = this;
    await page.goto(this.centre.url);
    await page.locator('#login').fill(login);
    await page.locator('#password').fill(kPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').or(page.getByRole('banner')).first().waitFor();
    return this;
  }

  goTo(path) {
    return this.page.goto(`${this.centre.url}${path}`);
  }

  // From here on every act of the hand is counted.
  beginCounting() {
    this.acts = 0;
  }

  async press(key) {
    this.acts += 1;
    await this.page.keyboard.press(key);
  }

  // What the victim sent is on the clipboard already; pasting it is one act.
  async paste(text) {
    await this.page.evaluate((words) => navigator.clipboard.writeText(words), text);
    await this.press('Control+v');
  }

  marked() {
    return this.page.getByRole('group', { name: /已标出识别内容的原文|with what was found/ });
  }

  confirmation() {
    return this.page.getByRole('region', { name: /^(确认|Confirm)$/ });
  }

  orders() {
    return this.page.getByRole('article');
  }

  leave() {
    return this.context.close();
  }
}

// What the page would send, as this person.
export async function send(person, method, path, body) {
  return person.page.evaluate(
    async ([how, where, what]) => {
      const session = await (await fetch('/api/v1/session')).json();
      const answer = await fetch(`/api/v1${where}`, {
        method: how,
        headers: {
          'content-type': 'application/json',
          'x-csrf-token': session.csrf_token,
          'idempotency-key': `${Math.random()}-${where}`,
        },
        ...(what ? { body: JSON.stringify(what) } : {}),
      });
      return { status: answer.status, body: await answer.json() };
    },
    [method, path, body],
  );
}
