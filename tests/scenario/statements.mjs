// What the tests of statement files share: folders, the two programs as commands, and zips made
// byte by byte.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';

const build = resolve(process.env.HETANG_BUILD ?? 'build');

export class Folder {
  constructor() {
    this.path = mkdtempSync(join(tmpdir(), 'hetang-statements-'));
  }
  at(...names) {
    return join(this.path, ...names);
  }
  remove() {
    rmSync(this.path, { recursive: true, force: true });
  }
}

const limits = { encoding: 'utf8', maxBuffer: 1 << 30 };

export function simulate(seed, out, ...more) {
  const args = ['statements', '--seed', String(seed), '--out', out, ...more];
  const done = spawnSync(join(build, 'hetang-sim'), args, limits);
  if (done.status !== 0) throw new Error(`hetang-sim ${args.join(' ')}: ${done.stderr}`);
}

// Runs `hetang import`; `answer` is what it printed, when that is JSON.
export function importInto(data, paths, { under = [] } = {}) {
  const hetang = [join(build, 'hetang'), 'import', '--data', data, '--json', ...paths];
  const [program, ...args] = [...under, ...hetang];
  const done = spawnSync(program, args, limits);
  let answer;
  try {
    answer = JSON.parse(done.stdout);
  } catch {
    answer = undefined;
  }
  return { status: done.status, signal: done.signal, answer, errors: done.stderr };
}

// The same, going on by itself.
export function startImport(data, paths) {
  const args = ['import', '--data', data, '--json', ...paths];
  return spawn(join(build, 'hetang'), args, { stdio: 'ignore' });
}

export function transfersIn(data) {
  const done = spawnSync(join(build, 'hetang'), ['transfers', '--data', data, '--json'], limits);
  if (done.status !== 0) throw new Error(`hetang transfers: ${done.status} ${done.stderr}`);
  return JSON.parse(done.stdout).transfers;
}

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; ++k) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

// A zip with exactly the names given, whatever they are: [[name, bytes], ...].
export function zipOf(members) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, bytes] of members) {
    const nameBytes = Buffer.from(name);
    const packed = deflateRawSync(bytes);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(nameBytes.length, 22);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), facts, nameBytes, packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, tail, nameBytes);
    offset += 4 + facts.length + nameBytes.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listing, end]);
}
