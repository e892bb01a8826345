// From starting the program to its first ready answer, with a million entries in the journal and
// with a few. The entries are written by SQL; their hashes are not real, and none is read at start.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { World } from '../tests/scenario/programs.mjs';

const count = Number(process.argv[2] ?? 1_000_000);

function fill(file) {
  const columns = spawnSync(
    'sqlite3',
    [file, "SELECT name FROM pragma_table_info('journal_entry')"],
    {
      encoding: 'utf8',
    },
  )
    .stdout.trim()
    .split('\n');
  const values = columns.map((name) => {
    if (name === 'id') return 'n + 1000000';
    if (name === 'at') return '1767225600000 + n';
    if (name === 'facts') return `'{}'`;
    return /_id$/.test(name) ? '0' : `'x'`;
  });
  const seals = spawnSync('sqlite3', [file, "SELECT name FROM pragma_table_info('journal_seal')"], {
    encoding: 'utf8',
  })
    .stdout.trim()
    .split('\n');
  const sealed = seals.map((name) => {
    if (name === 'position') return '(SELECT COALESCE(MAX(position), 0) FROM journal_seal) + n';
    return name === 'entry_id' ? 'n + 1000000' : `printf('%064d', n)`;
  });
  const range = `SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ${count}`;
  const numbers = `WITH RECURSIVE c(n) AS (${range})`;
  const done = spawnSync('sqlite3', [file], {
    input: `BEGIN;
INSERT INTO journal_entry (${columns}) ${numbers} SELECT ${values} FROM c;
INSERT INTO journal_seal (${seals}) ${numbers} SELECT ${sealed} FROM c;
COMMIT;`,
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(done.stderr);
}

async function startTimes(world) {
  const times = [];
  for (let round = 0; round < 5; ++round) {
    await world.centre.end('SIGTERM');
    const start = process.hrtime.bigint();
    await world.startCentre(5);
    times.push(Number(process.hrtime.bigint() - start) / 1e6);
  }
  return times.sort((a, b) => a - b)[2].toFixed(0);
}

const world = await World.make();
try {
  console.log(`a few entries: ready in ${await startTimes(world)} ms (median of 5)`);
  await world.centre.end('SIGTERM');
  fill(join(world.where[1], 'hetang.sqlite'));
  await world.startCentre();
  console.log(`${count} entries: ready in ${await startTimes(world)} ms (median of 5)`);
} finally {
  await world.end();
}
