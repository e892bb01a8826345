// Sends a large file in parts. What the server has is never sent again: after a lost connection, or
// when the same file is dropped again later, it goes on with the parts that are missing.
import { NoConnection, Problem } from '../platform/api';
import type { Upload } from './types';

// How the server is spoken to.
export interface Door {
  open: (name: string, size_bytes: number) => Promise<Upload>;
  read: (id: string) => Promise<Upload>;
  put: (id: string, part: number, bytes: Blob, signal?: AbortSignal) => Promise<Upload>;
}

// Which upload a file began, by what tells the file; an own memory so that it outlives the page.
export interface Memory {
  get: (file: string) => string | undefined;
  set: (file: string, upload: string | undefined) => void;
}

export type SentFile = Pick<File, 'size' | 'lastModified' | 'slice'>;

export interface Sending {
  door: Door;
  memory: Memory;
  onSent: (bytes: number) => void;
  signal?: AbortSignal;
  pause?: (tried: number) => Promise<void>;
}

const kTries = 8;

export function partsOf(upload: Pick<Upload, 'size_bytes' | 'part_bytes'>): number {
  return Math.max(1, Math.ceil(upload.size_bytes / upload.part_bytes));
}

export function missingParts(upload: Upload): number[] {
  const there = new Set(upload.parts_received);
  return Array.from({ length: partsOf(upload) }, (_, part) => part).filter((n) => !there.has(n));
}

export function sentBytes(upload: Upload): number {
  return upload.parts_received.reduce((sum, part) => {
    const begin = part * upload.part_bytes;
    return sum + Math.min(upload.part_bytes, upload.size_bytes - begin);
  }, 0);
}

// A name may hold a person's name: only a digest of it is kept.
export function fileKey(name: string, file: SentFile): string {
  let hash = 0xcbf29ce484222325n;
  for (const letter of `${name}|${file.size}|${file.lastModified}`) {
    hash = ((hash ^ BigInt(letter.codePointAt(0)!)) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash.toString(16);
}

async function begun(name: string, file: SentFile, { door, memory }: Sending): Promise<Upload> {
  const key = fileKey(name, file);
  const known = memory.get(key);
  if (known !== undefined) {
    try {
      const upload = await door.read(known);
      if (upload.size_bytes === file.size) return upload;
    } catch (error) {
      // Swept meanwhile, or of another officer: it is begun anew.
      if (!(error instanceof Problem)) throw error;
    }
  }
  const upload = await door.open(name, file.size);
  memory.set(key, upload.id);
  return upload;
}

function rest(tried: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.min(10_000, 400 * 2 ** tried)));
}

// Sends what is missing and gives the whole upload. A lost connection is waited for, several times.
export async function sendFile(name: string, file: SentFile, sending: Sending): Promise<Upload> {
  const { door, memory, onSent, signal, pause = rest } = sending;
  let upload: Upload | undefined;
  for (let tried = 0; ;) {
    try {
      upload = upload ? await door.read(upload.id) : await begun(name, file, sending);
      onSent(sentBytes(upload));
      for (const part of missingParts(upload)) {
        signal?.throwIfAborted();
        const begin = part * upload.part_bytes;
        const bytes = file.slice(begin, Math.min(file.size, begin + upload.part_bytes));
        upload = await door.put(upload.id, part, bytes, signal);
        onSent(sentBytes(upload));
        tried = 0;
      }
      memory.set(fileKey(name, file), undefined);
      return upload;
    } catch (error) {
      if (!(error instanceof NoConnection) || ++tried >= kTries) throw error;
      await pause(tried);
    }
  }
}
