// What the first page costs: the JavaScript the browser must have before it can draw the duty desk
// after sign-in, gzip. The limit is the issue's.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const kLimit = 450 * 1024;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));

const files = new Set();
function take(name) {
  const chunk = manifest[name];
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const needed of chunk.imports ?? []) take(needed);
}
take('index.html');
take('src/intake/DutyDesk.tsx');

let total = 0;
for (const file of files) {
  const size = gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;
  total += size;
  console.log(`${(size / 1024).toFixed(1).padStart(8)} KB  ${file}`);
}
console.log(`${(total / 1024).toFixed(1).padStart(8)} KB  first load, of ${kLimit / 1024} KB`);
if (total > kLimit) process.exit(1);
