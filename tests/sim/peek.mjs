// A window into the SQLite of the programs: what is due, so that the month goes on when all is
// quiet. Only `breakRows` writes, and only to show that the simulation notices.
import { spawn, spawnSync } from 'node:child_process';

import { within } from './limit.mjs';

// Writes into a program's database, past the program; answers what the last statement says.
export function breakRows(file, sql) {
  const done = spawnSync('sqlite3', ['-batch', '-cmd', '.timeout 5000', file, sql], {
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`sqlite3: ${done.stderr}`);
  return done.stdout.trim();
}

export class Peek {
  // `others`: files of more databases by the names they go by.
  constructor(file, others) {
    this.text = '';
    this.child = spawn('sqlite3', ['-batch', '-readonly', file], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.child.stdin.on('error', () => {});
    this.child.stdin.write('.timeout 2000\n');
    for (const [name, other] of Object.entries(others)) {
      this.child.stdin.write(`ATTACH '${other}' AS ${name};\n`);
    }
    this.child.stdout.setEncoding('utf8');
    this.child.stdout.on('data', (chunk) => {
      this.text += chunk;
      if (!this.text.endsWith('END\n')) return;
      const rows = this.text.split('\n').slice(0, -2);
      this.text = '';
      this.answer?.(rows.map((row) => row.split('|')));
    });
  }
  // Rows of texts. One question at a time.
  ask(sql) {
    const rows = new Promise((done) => {
      this.answer = done;
      this.child.stdin.write(`${sql}\n.print END\n`);
    });
    return within(20_000, 'a look into the databases', rows);
  }
  end() {
    this.child.stdin.end();
  }
}
