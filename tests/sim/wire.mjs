// The wire between the centre and its banks, held by the simulation: it loses, doubles and delays
// messages, is cut, and is where programs are killed at the worst moments. What goes wrong depends
// on the seed and on the message, not on the order of arrival.
import http from 'node:http';

import { dice } from './dice.mjs';

// What is the same in each run of a seed: serials and application ids are not.
const stable = (text) => text.replace(/\d{20,}/g, '');

export class Wire {
  constructor(seed) {
    this.seed = seed;
    this.seen = new Map();
    this.passing = 0;
    this.moves = 0; // How often something began or ended to pass.
    this.cutUntil = 0; // Nothing passes before this time of the month.
    this.faults = true;
    this.trap = undefined; // { direction, moment, spring }: springs at the next message.
    this.agent = new http.Agent({ keepAlive: false });
    this.server = http.createServer((request, response) => this.take(request, response));
    this.server.keepAliveTimeout = 0;
  }
  async listen() {
    await new Promise((done) => this.server.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }
  end() {
    this.agent.destroy();
    this.server.closeAllConnections();
    this.server.close();
  }

  async take(request, response) {
    ++this.passing;
    ++this.moves;
    try {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      await this.pass(request, response, Buffer.concat(chunks));
    } catch {
      response.destroy();
    } finally {
      --this.passing;
      ++this.moves;
    }
  }

  async pass(request, response, body) {
    const direction = request.url.startsWith('/banks/') ? 'order' : 'answer';
    if (this.now() < this.cutUntil) return response.destroy();
    const draw = this.drawFor(direction, request.url, body);
    await this.spring(direction, 'before', body);
    if (this.faults && draw.chance(0.02)) return response.destroy();
    const first = await this.forward(direction, request, body);
    if (this.faults && draw.chance(0.03)) await this.forward(direction, request, body);
    await this.spring(direction, 'after', body);
    if (this.faults && draw.chance(0.02)) return response.destroy();
    response.writeHead(first.status, { 'content-type': first.type ?? 'text/plain' });
    response.end(first.body);
  }

  // Each coming of the same message draws anew.
  drawFor(direction, url, body) {
    const key = `${direction}|${url}|${stable(body.toString('latin1'))}`;
    const times = (this.seen.get(key) ?? 0) + 1;
    this.seen.set(key, times);
    return dice(this.seed, 'wire', key, times);
  }

  async spring(direction, moment, body) {
    const trap = this.trap;
    if (!trap || trap.direction !== direction || trap.moment !== moment) return;
    this.trap = undefined;
    await trap.spring(/<ApplicationID>(\d+)</.exec(body)?.[1]);
    throw new Error('a program was killed meanwhile');
  }

  forward(direction, request, body) {
    const target = direction === 'order' ? this.bankUrl : this.centreUrl;
    const headers = { ...request.headers, 'content-length': body.length };
    delete headers.host;
    delete headers.expect;
    delete headers.connection;
    delete headers['transfer-encoding'];
    return new Promise((done, failed) => {
      const onward = http.request(
        target + request.url,
        { method: request.method, headers, agent: this.agent, timeout: 15_000 },
        (answer) => {
          const chunks = [];
          answer.on('data', (chunk) => chunks.push(chunk));
          answer.on('error', failed);
          answer.on('end', () => {
            const { 'content-type': type } = answer.headers;
            done({ status: answer.statusCode, type, body: Buffer.concat(chunks) });
          });
        },
      );
      onward.on('error', failed);
      onward.on('timeout', () => onward.destroy(new Error('timeout')));
      onward.end(body);
    });
  }
}
