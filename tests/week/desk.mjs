// The centre of the week: two stations with an officer each, one who drives wherever no station is
// known, and two at the desk; and when something falls due by itself.
import { freePort } from '../scenario/programs.mjs';
import { Centre } from '../sim/centre.mjs';
import { Peek, breakRows } from '../sim/peek.mjs';
import { floodShare, stations } from './people.mjs';

const never = Number.MAX_SAFE_INTEGER;

const duesSql = `SELECT
  (SELECT COALESCE(MAX(id), 0) FROM journal_entry),
  (SELECT COALESCE(MAX(entry_id), 0) FROM journal_seal),
  (SELECT COALESCE(MAX(position), 0) FROM journal_seal),
  (SELECT COALESCE(MIN(position), 0) FROM journal_subscriber),
  (SELECT COALESCE(MIN(next_at), ${never}) FROM deadline_clock WHERE next_at IS NOT NULL),
  (SELECT COALESCE(MIN(next_at), ${never}) FROM warning_record WHERE next_at IS NOT NULL),
  (SELECT COALESCE(MIN(CASE WHEN s.taken < s.per_minute THEN 0 ELSE s.minute_from + 60000 END),
    ${never}) FROM warning_instruction i JOIN warning_source s ON s.name = i.source
    WHERE i.state = 'held');`;

// What lies before each group of officers, in a form that differs when it has changed.
const workSql = `SELECT role, unit_id, group_concat(id || phase) FROM warning_step
    WHERE phase IN ('open', 'taken', 'reached', 'late') GROUP BY role, unit_id
  UNION ALL SELECT 'with_leader', 0, group_concat(id) FROM warning_record
    WHERE state = 'with_leader'
  UNION ALL SELECT 'paid', 0, group_concat(id) FROM warning_record
    WHERE state = 'paid' AND case_id IS NULL;`;

export class Desk extends Centre {
  static officers = [
    ['duty', 'duty', '900101'],
    ['second', 'duty,analyst', '900102'],
    ['leader', 'leader', '900103'],
    ['liaison', 'bank_liaison', '900104'],
    ['driver', 'station_officer', '900105'],
    ['first', 'station_officer', '910001', stations[0]],
    ['other', 'station_officer', '910002', stations[1]],
  ];
  static beforeOfficers(file) {
    for (const [i, code] of stations.entries()) {
      breakRows(
        file,
        `INSERT OR IGNORE INTO roster_unit (code, name, kind, parent_id, version)
         VALUES ('${code}', '第${i + 1}派出所', 'station', 1, 1)`,
      );
    }
  }

  async startPrograms() {
    await this.startCentre();
    this.peek = new Peek(this.centreFile, {});
    this.peek.child.stdin.write(`.timeout 5000\n`);
    breakRows(
      this.centreFile,
      `INSERT INTO warning_source (name, per_minute, minute_from, taken)
       VALUES ('flood', ${floodShare}, 0, 0)`,
    );
    // Nobody answers there: this week is about the people, not about the banks.
    await this.addBank('900000000001', '某银行', `http://127.0.0.1:${await freePort()}/`);
    const units = await this.peek.ask('SELECT id, code FROM roster_unit;');
    this.unitOf = new Map(units.map(([id, code]) => [code, Number(id)]));
  }

  async dues() {
    const [row] = await this.peek.ask(duesSql);
    const [entries, sealed, position, fed, deadline, warning, held] = row.map(Number);
    const clock = this.now + this.skew;
    const next = Math.min(deadline, warning, held);
    const waiting = [];
    if (entries > sealed || fed < position) waiting.push('journal');
    if (deadline <= clock) waiting.push('deadlines');
    if (warning <= clock) waiting.push('warnings');
    if (held <= clock) waiting.push('held');
    const atRest = waiting.length === 0;
    return { waiting, atRest, entries, next: next - this.skew, mark: row.join() };
  }
  settle() {
    return this.restBy(() => this.dues(), 20_000); // So that a busy machine is no fault.
  }

  // By group of officers, what has changed since it was last asked.
  async news() {
    if (this.last.entries === this.seenEntries) return [];
    this.seenEntries = this.last.entries;
    const before = this.work ?? new Map();
    const rows = await this.peek.ask(workSql);
    this.work = new Map(rows.map(([role, unit, mark]) => [`${role}|${unit}`, mark]));
    return [...this.work].filter(([group, mark]) => mark && mark !== before.get(group));
  }
}
