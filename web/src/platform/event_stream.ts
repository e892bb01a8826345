// The event stream behind every open page: opens it, keeps it open, says whether it is up.
//
// A broken connection is resumed by the browser with Last-Event-ID. When the browser gives up (the
// server answered no), a new stream is opened after a pause. What happened before a new stream is
// unknown, so the listener is told to read everything again.
import type { Entry } from '../api/types';

export type Message =
  | { kind: 'connected' }
  | { kind: 'lost' }
  | { kind: 'read_again' }
  | { kind: 'clock'; time: number }
  | { kind: 'entry'; entry: Entry };

const kPause = 3000;

export class EventStream {
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  state: 'connected' | 'lost' = 'lost';

  constructor(private readonly listener: (message: Message) => void) {}

  open() {
    const source = new EventSource('/api/v1/events');
    this.source = source;
    let resumed = false;
    source.addEventListener('open', () => {
      this.say('connected');
      if (!resumed) this.listener({ kind: 'read_again' });
      resumed = true;
    });
    source.addEventListener('entry', (event) => {
      const entry = JSON.parse((event as MessageEvent<string>).data) as Entry;
      this.listener({ kind: 'entry', entry });
    });
    source.addEventListener('clock', (event) => {
      this.listener({ kind: 'clock', time: Number((event as MessageEvent<string>).data) });
    });
    source.addEventListener('error', () => {
      this.say('lost');
      if (source.readyState !== EventSource.CLOSED) return;
      this.timer = setTimeout(() => this.open(), kPause);
    });
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = undefined;
    this.state = 'lost';
  }

  private say(state: 'connected' | 'lost') {
    this.state = state;
    this.listener({ kind: state });
  }
}
