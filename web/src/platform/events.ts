// News from the journal: every entry makes the queries it touches read again.
import type { QueryClient, QueryKey } from '@tanstack/react-query';

import type { Entry } from '../api/types';
import { holdSetTime } from './api';
import { EventStream, type Message } from './event_stream';
import { storeOf } from './store';

export const connection = storeOf<'connecting' | 'connected' | 'lost'>('connecting');

// Which queries an entry of a desk touches; keys begin with the desk that owns the data.
const kTouched: Record<string, QueryKey[]> = {
  intake: [['intake'], ['register'], ['funds', 'orders'], ['deadline']],
  register: [['register'], ['deadline'], ['approval']],
  funds: [['funds'], ['register'], ['intake', 'reports'], ['deadline'], ['approval']],
  trail: [['trail', 'imports'], ['trail', 'entries'], ['register']],
  document: [['document'], ['register', 'timeline']],
  deadline: [['deadline']],
  approval: [['approval'], ['register'], ['funds', 'orders'], ['deadline']],
  roster: [['roster']],
  warning: [['warning'], ['deadline']],
};

// A trace is much to read: only those of the entry's case are read again. Statements are shared, so
// an import that is of no one case touches all.
function traces({ desk, case_id }: Entry): QueryKey[] {
  if (desk !== 'trail' && desk !== 'funds') return [];
  return [case_id > 0 && desk === 'funds' ? ['trail', 'case', case_id] : ['trail', 'case']];
}

export function touchedBy(entry: Entry): QueryKey[] {
  return [...(kTouched[entry.desk] ?? []), ...traces(entry), ['journal', 'entries']];
}

const kGather = 150; // Milliseconds; a burst of entries becomes one reading.

function gatherer(client: QueryClient) {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (keys: QueryKey[]) => {
    for (const key of keys) waiting.set(JSON.stringify(key), key);
    timer ??= setTimeout(() => {
      timer = undefined;
      const due = [...waiting.values()];
      waiting.clear();
      for (const queryKey of due) void client.invalidateQueries({ queryKey });
    }, kGather);
  };
}

// Listens until the returned function is called.
export function listen(client: QueryClient, officer: number): () => void {
  const touch = gatherer(client);
  const hear = (message: Message) => {
    if (message.kind === 'entry') touch(touchedBy(message.entry));
    else if (message.kind === 'clock') holdSetTime(message.time);
    else if (message.kind === 'read_again') void client.invalidateQueries();
    else connection.set(message.kind);
    // The session may have ended while nobody could tell us.
    if (message.kind === 'lost') void client.invalidateQueries({ queryKey: ['session'] });
  };
  connection.set('connecting');
  return typeof SharedWorker === 'undefined' ? listenAlone(hear) : listenShared(hear, officer);
}

function listenAlone(hear: (message: Message) => void) {
  const stream = new EventStream(hear);
  stream.open();
  return () => stream.close();
}

function listenShared(hear: (message: Message) => void, officer: number) {
  const worker = new SharedWorker(new URL('./events.worker.ts', import.meta.url), {
    type: 'module',
    name: 'hetang-events',
  });
  const join = () => worker.port.postMessage({ kind: 'join', officer });
  const leave = () => worker.port.postMessage({ kind: 'leave' });
  worker.port.addEventListener('message', ({ data }: MessageEvent<Message>) => hear(data));
  worker.port.start();
  join();
  // A page that is put away and comes back (the back button) must rejoin.
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', join);
  return () => {
    window.removeEventListener('pagehide', leave);
    window.removeEventListener('pageshow', join);
    leave();
    worker.port.close();
  };
}
