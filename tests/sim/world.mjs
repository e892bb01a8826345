// One centre and its twelve banks under a simulated clock: starting, killing, waiting until nothing
// is due, moving the time. The programs are the real ones and are spoken to from outside.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { Program, freePort } from '../scenario/programs.mjs';
import { Centre } from './centre.mjs';
import { Door } from './door.mjs';
import { SimFailure } from './limit.mjs';
import { Peek } from './peek.mjs';
import { banks } from './town.mjs';
import { Wire } from './wire.mjs';

const never = Number.MAX_SAFE_INTEGER;

// The first due step of everything that goes on in both programs by itself, and what is not yet
// taken.
const duesSql = `SELECT
  (SELECT COALESCE(MAX(id), 0) FROM journal_entry),
  (SELECT COALESCE(MAX(entry_id), 0) FROM journal_seal),
  (SELECT COALESCE(MAX(position), 0) FROM journal_seal),
  (SELECT COALESCE(MIN(position), 0) FROM journal_subscriber),
  (SELECT COALESCE(MIN(next_at), ${never}) FROM (SELECT MIN(id), next_at FROM outbox_message
    WHERE state = 'waiting' GROUP BY channel, destination)),
  (SELECT COALESCE(MIN(next_at), ${never}) FROM deadline_clock WHERE next_at IS NOT NULL),
  (SELECT COUNT(*) FROM trail_import WHERE state IN ('waiting', 'loading')),
  (SELECT COALESCE(MIN(due_at), ${never}) FROM bank.sandbox_order
    WHERE state IN ('received', 'answered')),
  (SELECT COALESCE(MIN(due_at), ${never}) FROM bank.sandbox_movement WHERE state = 'waiting');`;

export class SimWorld extends Centre {
  static officers = [
    ['duty', 'duty', '900101'],
    ['night', 'duty,analyst', '900102'],
    ['leader', 'leader', '900103'],
    ['liaison', 'bank_liaison', '900104'],
    ['auditor', 'auditor', '900105'],
  ];

  async startPrograms(seed) {
    const bankPort = await freePort();
    const wire = (this.wire = new Wire(seed));
    await wire.listen();
    wire.now = () => this.now;
    wire.bankUrl = this.bankUrl = `http://127.0.0.1:${bankPort}`;
    const keys = join(this.folder, 'keys');
    mkdirSync(join(this.folder, 'bank'));
    this.bank = new Program('hetang-bank', [
      ...['--listen', `127.0.0.1:${bankPort}`, '--data', join(this.folder, 'bank')],
      ...['--keys', keys, '--centre', wire.url, '--delay-ms', '2000:2000'],
      ...['--seed', String(seed), '--clock', this.clockFile],
    ]);
    this.bankDoor = new Door(this.bankUrl, this.agent);
    await this.start('bank');
    await this.startCentre();
    wire.centreUrl = this.centreUrl;
    this.bankFile = join(this.folder, 'bank', 'bank.db');
    this.peek = new Peek(this.centreFile, { bank: this.bankFile });
    for (const [code, name, , profile] of banks) {
      await this.addBank(code, name, `${wire.url}/banks/${code}/messages`, profile);
    }
    this.run(['bank', 'keys', ...this.where, keys]);
  }
  doorOf(which) {
    return which === 'centre' ? super.doorOf() : [this.bankDoor, '/truth/ledger'];
  }
  programs() {
    return [this.centre, this.bank];
  }

  // When something falls due in one of the programs, in the time of the month.
  async dues() {
    const [row] = await this.peek.ask(duesSql);
    const [entries, sealed, position, fed, outbox, deadline, imports, orders, movements] =
      row.map(Number);
    const clock = this.now + this.skew;
    // The outbox takes a time further ahead than any of its pauses for one from before a jump back.
    const ahead = outbox > clock + 75_000 && outbox !== never ? clock : outbox;
    const waiting = [];
    if (entries > sealed || fed < position) waiting.push('journal');
    if (imports > 0) waiting.push('imports');
    if (ahead <= clock) waiting.push('outbox');
    if (deadline <= clock) waiting.push('deadlines');
    if (orders <= clock) waiting.push('orders');
    if (movements <= clock) waiting.push('movements');
    if (this.wire.passing > 0) waiting.push('wire');
    return {
      waiting,
      exact: Math.min(outbox, orders) - this.skew,
      deadline: deadline - this.skew,
      mark: row.join(),
    };
  }

  // Waits until nothing is due in either program. Answers what stays due.
  settle({ patienceMs = 3000 } = {}) {
    const look = async () => {
      // The two databases are not read at one moment: they are at rest together if nothing passed
      // between them meanwhile.
      const { moves } = this.wire;
      const dues = await this.dues();
      return { ...dues, atRest: dues.waiting.length === 0 && moves === this.wire.moves };
    };
    return this.restBy(look, patienceMs);
  }

  async truth(path) {
    const { status, body } = await this.bankDoor.get(`/truth/${path}`);
    if (status !== 200) throw new SimFailure('reading works', `/truth/${path}: ${status}`);
    return body;
  }

  async end() {
    await super.end();
    this.wire.end();
  }
}
