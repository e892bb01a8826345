// A window into a program's SQLite: what is due, so that the month goes on when all is quiet. Only
// `break` writes, and only to show that the simulation notices.
import { spawn, spawnSync } from 'node:child_process';

export class Peek {
  constructor(file) {
    this.file = file;
    this.text = '';
    this.child = spawn('sqlite3', ['-batch', '-readonly', file], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.child.stdin.on('error', () => {});
    this.child.stdin.write('.timeout 2000\n');
    this.child.stdout.on('data', (bytes) => {
      this.text += bytes;
      const end = this.text.indexOf('END\n');
      if (end < 0) return;
      const rows = this.text.slice(0, end).split('\n').filter(Boolean);
      this.text = '';
      this.answer?.(rows.map((row) => row.split('|')));
    });
  }
  // Rows of texts. One question at a time.
  ask(sql) {
    return new Promise((done) => {
      this.answer = done;
      this.child.stdin.write(`${sql}\n.print END\n`);
    });
  }
  break(sql) {
    const done = spawnSync('sqlite3', ['-batch', '-cmd', '.timeout 5000', this.file, sql], {
      encoding: 'utf8',
    });
    if (done.status !== 0) throw new Error(`sqlite3: ${done.stderr}`);
    return done.stdout.trim();
  }
  end() {
    this.child.stdin.end();
  }
}
