// The files on their way to the server, outside the components: a look at another page does not
// stop them.
import { get, newKey, post, putBytes } from '../platform/api';
import { storeOf } from '../platform/store';
import type { Dropped } from './dropped';
import type { Import, Upload } from './types';
import { sendFile, type Door, type Memory } from './upload';

export interface Batch {
  caseId: number;
  names: string[];
  at: number; // Which of them is on its way.
  sent: number;
  total: number;
  error?: unknown;
}

export const sendingNow = storeOf<Batch | undefined>(undefined);
// Empty files of the last drop: there is nothing to send, and that is said.
export const emptyFiles = storeOf<string[]>([]);

const door: Door = {
  open: (name, size_bytes) => post<Upload>('/trail/uploads', { name, size_bytes }),
  read: (id) => get<Upload>(`/trail/uploads/${id}`),
  put: (id, part, bytes, signal) =>
    putBytes<Upload>(`/trail/uploads/${id}/parts/${part}`, bytes, signal),
};

const memory: Memory = {
  get: (file) => {
    try {
      return localStorage.getItem(`hetang.upload.${file}`) ?? undefined;
    } catch {
      return undefined; // Storage may be switched off; a dropped file is then sent from its start.
    }
  },
  set: (file, upload) => {
    try {
      if (upload === undefined) localStorage.removeItem(`hetang.upload.${file}`);
      else localStorage.setItem(`hetang.upload.${file}`, upload);
    } catch {
      // As above.
    }
  },
};

let stop = new AbortController();
let waiting: { caseId: number; files: Dropped[]; done: (made: Import) => void } | undefined;

// Sends the files one after the other and begins their import. After a failure `sendAgain` goes on
// where it stopped.
export async function sendFiles(
  caseId: number,
  dropped: Dropped[],
  done: (made: Import) => void,
): Promise<void> {
  const files = dropped.filter(({ file }) => file.size > 0);
  emptyFiles.set(dropped.filter(({ file }) => file.size === 0).map(({ name }) => name));
  if (files.length === 0 || (sendingNow.get() && sendingNow.get()?.error === undefined)) return;
  waiting = { caseId, files, done };
  stop = new AbortController();
  const { signal } = stop;
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  const names = files.map(({ name }) => name);
  sendingNow.set({ caseId, names, at: 0, sent: 0, total });
  const ids: string[] = [];
  let before = 0;
  try {
    for (const [at, { name, file }] of files.entries()) {
      const onSent = (bytes: number) =>
        sendingNow.set((batch) => batch && { ...batch, at, sent: before + bytes });
      const upload = await sendFile(name, file, { door, memory, onSent, signal });
      ids.push(upload.id);
      before += file.size;
    }
    const body = { case_id: caseId, upload_ids: ids };
    const made = await post<Import>('/trail/imports', body, newKey());
    sendingNow.set(undefined);
    waiting = undefined;
    done(made);
  } catch (error) {
    if (signal.aborted) return;
    sendingNow.set((batch) => batch && { ...batch, error });
  }
}

export function sendAgain(): void {
  if (waiting) void sendFiles(waiting.caseId, waiting.files, waiting.done);
}

// What was sent stays at the server; the same files dropped again go on from there.
export function stopSending(): void {
  stop.abort();
  waiting = undefined;
  sendingNow.set(undefined);
}
