// Shared by all pages of one browser, so that ten open pages cost the server one stream.
import { EventStream, type Message } from './event_stream';

type FromPage = { kind: 'join'; officer: number } | { kind: 'leave' };

const ports = new Set<MessagePort>();
let officer = 0;
let stream: EventStream | undefined;

function tellAll(message: Message) {
  for (const port of ports) port.postMessage(message);
}

function join(port: MessagePort, who: number) {
  ports.add(port);
  if (stream && officer === who) {
    port.postMessage({ kind: stream.state });
    return;
  }
  stream?.close();
  officer = who;
  stream = new EventStream(tellAll);
  stream.open();
}

function leave(port: MessagePort) {
  ports.delete(port);
  if (ports.size > 0) return;
  stream?.close();
  stream = undefined;
}

self.addEventListener('connect', (event) => {
  const port = (event as MessageEvent).ports[0]!;
  port.addEventListener('message', ({ data }: MessageEvent<FromPage>) => {
    if (data.kind === 'join') join(port, data.officer);
    else leave(port);
  });
  port.start();
});
