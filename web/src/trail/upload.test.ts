import { expect, test } from 'vitest';

import { NoConnection, Problem } from '../platform/api';
import type { Upload } from './types';
import { fileKey, missingParts, sendFile, sentBytes, type Door, type Memory } from './upload';

const kPart = 10;

// A server that holds what it was sent; its line breaks when it is told to.
class Server implements Door {
  uploads: (Upload & { bytes: Map<number, string> })[] = [];
  puts: number[] = [];
  breaksAt: number[] = []; // Counted in parts sent.
  opens = 0;

  open(name: string, size_bytes: number) {
    this.opens += 1;
    const id = `u${this.uploads.length + 1}`;
    const made = { id, name, size_bytes, part_bytes: kPart, parts_received: [], whole: false };
    this.uploads.push({ ...made, bytes: new Map() });
    return this.read(id);
  }
  read(id: string): Promise<Upload> {
    const found = this.uploads.find((each) => each.id === id);
    if (!found) return Promise.reject(new Problem(404, 'not_found', '', [], ''));
    const parts_received = [...found.bytes.keys()].sort((one, other) => one - other);
    return Promise.resolve({ ...found, parts_received });
  }
  async put(id: string, part: number, bytes: Blob) {
    this.puts.push(part);
    if (this.breaksAt.includes(this.puts.length)) throw new NoConnection('cut');
    this.uploads.find((each) => each.id === id)!.bytes.set(part, await bytes.text());
    return this.read(id);
  }
  textOf(id: string) {
    const { bytes } = this.uploads.find((each) => each.id === id)!;
    return [...bytes].sort(([one], [other]) => one - other).map(([, text]) => text);
  }
}

function memory(): Memory & { known: Map<string, string> } {
  const known = new Map<string, string>();
  return {
    known,
    get: (file) => known.get(file),
    set: (file, id) => void (id === undefined ? known.delete(file) : known.set(file, id)),
  };
}

const kText = 'abcdefghijABCDEFGHIJ01234';
const kFile = new File([kText], '明细.csv', { lastModified: 1 });
const pause = () => Promise.resolve();

function sending(door: Door, more: Partial<Parameters<typeof sendFile>[2]> = {}) {
  return { door, memory: memory(), onSent: () => undefined, pause, ...more };
}

test('a file goes in parts of the size the server names, the last one shorter', async () => {
  const server = new Server();
  const sent: number[] = [];
  const upload = await sendFile(
    '明细.csv',
    kFile,
    sending(server, { onSent: (n) => sent.push(n) }),
  );
  expect(server.textOf(upload.id)).toEqual(['abcdefghij', 'ABCDEFGHIJ', '01234']);
  expect(sent).toEqual([0, 10, 20, 25]);
});

test('after a lost connection only what is missing is sent', async () => {
  const server = new Server();
  server.breaksAt = [2, 3];
  const upload = await sendFile('明细.csv', kFile, sending(server));
  expect(server.puts).toEqual([0, 1, 1, 1, 2]);
  expect(server.textOf(upload.id).join('')).toBe(kText);
  expect(server.opens).toBe(1);
});

test('the same file dropped again goes on where it stopped', async () => {
  const server = new Server();
  const kept = memory();
  const stop = new AbortController();
  const onSent = (bytes: number) => bytes === 10 && stop.abort();
  const first = sendFile(
    '明细.csv',
    kFile,
    sending(server, { memory: kept, onSent, signal: stop.signal }),
  );
  await expect(first).rejects.toThrow();
  const upload = await sendFile('明细.csv', kFile, sending(server, { memory: kept }));
  expect(server.opens).toBe(1);
  expect(server.puts).toEqual([0, 1, 2]);
  expect(server.textOf(upload.id).join('')).toBe(kText);
  expect(kept.known.size).toBe(0);
});

test('an upload the server no longer knows is begun anew', async () => {
  const server = new Server();
  const kept = memory();
  kept.set(fileKey('明细.csv', kFile), 'gone');
  await sendFile('明细.csv', kFile, sending(server, { memory: kept }));
  expect(server.opens).toBe(1);
});

test('a refusal is no lost connection: it is not tried again', async () => {
  const server = new Server();
  server.put = () => Promise.reject(new Problem(507, 'storage_full', '', [], ''));
  await expect(sendFile('明细.csv', kFile, sending(server))).rejects.toThrow(Problem);
});

test('a line that stays cut ends in an error a person is told of', async () => {
  const server = new Server();
  server.breaksAt = Array.from({ length: 100 }, (_, n) => n + 1);
  await expect(sendFile('明细.csv', kFile, sending(server))).rejects.toThrow(NoConnection);
});

test('what is missing and what is sent are told by the parts', () => {
  const upload = { id: 'u1', name: '', size_bytes: 25, part_bytes: 10, whole: false };
  expect(missingParts({ ...upload, parts_received: [1] })).toEqual([0, 2]);
  expect(sentBytes({ ...upload, parts_received: [0, 2] })).toBe(15);
  expect(missingParts({ ...upload, size_bytes: 1, parts_received: [] })).toEqual([0]);
});

test('nothing of a file name is kept to find its upload again', () => {
  expect(fileKey('张三.csv', kFile)).toMatch(/^[0-9a-f]+$/);
});
