// The real program with its simulated banks, in a folder of its own and on ports nobody else has.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { SetClock } from '../scenario/programs.mjs';

const kRoot = join(import.meta.dirname, '../..');
export const kBuild = process.env.HETANG_BUILD ?? join(kRoot, 'build');
const kPatience = 60_000;

export const kPassword = 'hetang-demo-2020'; // Of the demo officers only.

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

export class Centre {
  // `now`: milliseconds since 1970; the time then stands until `clock` is set.
  static async start({ stories = 0, delay = '300:900', now } = {}) {
    const centre = new Centre();
    centre.folder = await mkdtemp(join(tmpdir(), 'hetang-browser-'));
    const listen = `127.0.0.1:${await freePort()}`;
    const banks = `127.0.0.1:${await freePort()}`;
    centre.url = `http://${listen}`;
    centre.banks = `http://${banks}`;
    centre.arguments = [
      ...['demo', '--data', centre.folder, '--listen', listen],
      ...['--bank-listen', banks],
      ...['--bank-delay-ms', delay, '--stories', String(stories)],
    ];
    if (now !== undefined) {
      centre.clock = new SetClock(join(centre.folder, 'clock'), now);
      centre.arguments.push('--clock', centre.clock.file);
    }
    await centre.resume();
    return centre;
  }

  // Starts the program, or starts it again on the same data.
  async resume() {
    this.said = '';
    this.program = spawn(join(kBuild, 'hetang'), this.arguments, { cwd: this.folder });
    for (const stream of [this.program.stdout, this.program.stderr]) {
      stream.on('data', (bytes) => (this.said += bytes));
    }
    const end = Date.now() + kPatience;
    // The demo says its welcome when all of it is up.
    while (!(this.said.includes(this.url) && (await answers(`${this.url}/readyz`)))) {
      if (this.program.exitCode !== null || Date.now() > end) {
        throw new Error(`the centre does not come up: ${this.said}`);
      }
      await pause(50);
    }
  }

  async halt() {
    if (this.program.exitCode !== null) return;
    this.program.kill('SIGTERM');
    await once(this.program, 'exit');
  }

  async stop() {
    await this.halt();
    await rm(this.folder, { recursive: true, force: true });
  }
}
