// Open pages for `bench/warnings.mjs`: so many event streams in a process of their own, each entry
// of each stream looked at. The parent first says {url, cookie, pages}; to any other message the
// answer is what has come.
//
// A position that comes twice or is left out is counted. How long it took to come is counted from
// the moment that stands in the entry, which is before its commit: never too short.
import { connect } from 'node:net';

const longest = 20_000; // Milliseconds; later ones count as this.
const waits = new Uint32Array(longest + 1);
const idMark = Buffer.from('\nid: ');
const atMark = Buffer.from('"at":"');
const streams = [];
let twice = 0;
let left = 0;
let entries = 0;
let ended = 0;

class Stream {
  constructor({ url, cookie }) {
    const { hostname, port } = new URL(url);
    this.rest = Buffer.alloc(0);
    this.last = 0;
    this.socket = connect(Number(port), hostname, () => {
      const head = `GET /api/v1/events HTTP/1.1\r\nHost: ${hostname}\r\nCookie: ${cookie}\r\n\r\n`;
      this.socket.write(head);
    });
    this.socket.setNoDelay(true);
    this.socket.on('data', (bytes) => this.take(bytes));
    this.socket.on('error', () => this.socket.destroy());
    this.socket.on('close', () => ++ended);
  }
  take(bytes) {
    const now = Date.now();
    const text = this.rest.length > 0 ? Buffer.concat([this.rest, bytes]) : bytes;
    let from = 0;
    for (;;) {
      const mark = text.indexOf(idMark, from);
      if (mark < 0) break;
      const end = text.indexOf('\n\n', mark + 5);
      if (end < 0) break;
      this.see(text, mark + 5, end, now);
      from = end;
    }
    // What may be the beginning of an entry waits for its end.
    const open = text.lastIndexOf(idMark);
    this.rest = text.subarray(open >= from ? open : Math.max(from, text.length - 5));
  }
  see(text, from, end, now) {
    let id = 0;
    let i = from;
    for (; text[i] >= 48 && text[i] <= 57; ++i) id = id * 10 + (text[i] - 48);
    if (this.last !== 0 && id <= this.last) ++twice;
    else if (this.last !== 0) left += id - this.last - 1;
    this.last = id;
    ++entries;
    const at = text.indexOf(atMark, i);
    if (at < 0 || at > end) return;
    const time = Date.parse(text.toString('latin1', at + 6, text.indexOf('"', at + 6)));
    ++waits[Math.min(longest, Math.max(0, now - time))];
  }
}

function share(of) {
  let count = entries * of;
  for (let wait = 0; wait <= longest; ++wait) if ((count -= waits[wait]) <= 0) return wait;
  return longest;
}

process.on('message', async (asked) => {
  if (asked.pages) {
    for (let i = 0; i < asked.pages; ++i) {
      streams.push(new Stream(asked));
      if (i % 50 === 49) await new Promise((done) => setTimeout(done, 50));
    }
    process.send('open');
  } else {
    const lasts = streams.map(({ last }) => last);
    const { user, system } = process.cpuUsage();
    process.send({
      entries,
      twice,
      left,
      ended,
      last: [Math.min(...lasts), Math.max(...lasts)],
      p50: share(0.5),
      p99: share(0.99),
      longest: share(1),
      cpuSeconds: (user + system) / 1e6,
    });
  }
});
process.on('disconnect', () => process.exit());
