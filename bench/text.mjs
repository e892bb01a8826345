// How many narratives `hetang text` reads in a second, and how well by kind: exact spans, as the
// set's labels say. Reads ../shared/data/narratives and says so when it is not there.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const file = resolve(process.env.HETANG_SHARED ?? '../shared', 'data/narratives/train.jsonl');
if (!existsSync(file)) {
  console.log(`skipped: ${file} is not here`);
  process.exit(0);
}
const program = join(resolve(process.env.HETANG_BUILD ?? 'build'), 'hetang');
const gold = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const input = gold
  .map(({ id, text, report_time }) => JSON.stringify({ id, text, report_time }))
  .join('\n');

function read(lines) {
  const done = spawnSync(program, ['text', '--jsonl', '-'], {
    input: lines,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const repeats = 40;
const many = Array.from({ length: repeats }, () => input).join('\n');
const rates = [];
for (let round = 0; round < 3; ++round) {
  const start = process.hrtime.bigint();
  read(many);
  rates.push((gold.length * repeats) / (Number(process.hrtime.bigint() - start) / 1e9));
}
rates.sort((a, b) => a - b);
console.log(`${rates[1].toFixed(0)} documents/s (median of 3, the process and its JSON included)`);

const strict = ['card', 'account', 'phone', 'id_number', 'url', 'amount'];
const found = new Map(read(input).map((answer) => [answer.id, answer]));
const score = (hit, said, wanted) => {
  const precision = said === 0 ? 0 : hit / said;
  const recall = wanted === 0 ? 0 : hit / wanted;
  const f1 = hit === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return `precision ${precision.toFixed(3)}  recall ${recall.toFixed(3)}  F1 ${f1.toFixed(3)}`;
};
const tally = (keysOf) => {
  let [hit, said, wanted] = [0, 0, 0];
  for (const one of gold) {
    const open = keysOf(one);
    const answers = keysOf(found.get(one.id));
    wanted += open.length;
    said += answers.length;
    for (const key of answers) {
      const at = open.indexOf(key);
      if (at < 0) continue;
      open.splice(at, 1);
      ++hit;
    }
  }
  return score(hit, said, wanted);
};
const spans = (kinds) => (one) =>
  one.entities
    .filter(({ kind, hotline }) => kinds.includes(kind) && !hotline)
    .map(({ kind, start, end }) => `${kind} ${start} ${end}`);
for (const kind of strict) console.log(`${kind.padEnd(10)} ${tally(spans([kind]))}`);
console.log(`${'all six'.padEnd(10)} ${tally(spans(strict))}`);
const payments = (one) =>
  one.payments.map(({ amount_fen, to_account }) => `${amount_fen} ${to_account}`);
console.log(`${'payments'.padEnd(10)} ${tally(payments)}`);
