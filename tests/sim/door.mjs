// The door of a program: as Client, but quicker, for a month knocks thousands of times, and with a
// limit that holds whatever the other side does.
import http from 'node:http';

import { Client } from '../scenario/programs.mjs';
import { SimFailure } from './limit.mjs';

const limitMs = 20_000;

// JSON becomes what it holds, all else stays text.
function read(text, type) {
  if (!text) return undefined;
  return /json/.test(type ?? '') ? JSON.parse(text) : text;
}

export class Door extends Client {
  constructor(base, agent) {
    super(base);
    this.agent = agent;
  }
  async call(method, path, body, headers = {}) {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const all = { 'content-type': 'application/json', ...headers };
    if (this.cookie) Object.assign(all, { cookie: this.cookie, 'x-csrf-token': this.csrf });
    if (text !== undefined) all['content-length'] = Buffer.byteLength(text);
    for (;;) {
      const asked = this.ask(method, path, text, all);
      try {
        return await asked.answer;
      } catch (error) {
        // The program closed a connection that was kept: nobody has read what was asked.
        if (error.code !== 'ECONNRESET' || !asked.request.reusedSocket) throw error;
      }
    }
  }
  ask(method, path, text, headers) {
    const { agent } = this;
    const request = http.request(this.base + path, { method, headers, agent });
    const answer = new Promise((done, failed) => {
      const hangs = () => {
        failed(new SimFailure('nothing hangs', `${method} ${path} for ${limitMs / 1000} s`));
        request.destroy();
      };
      const limit = setTimeout(hangs, limitMs);
      const end = (act, value) => {
        clearTimeout(limit);
        act(value);
      };
      request.on('error', (error) => end(failed, error));
      request.on('response', (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => (body += chunk));
        response.on('error', (error) => end(failed, error));
        response.on('end', () => {
          const { statusCode: status, headers: told } = response;
          const got = (name) => (Array.isArray(told[name]) ? told[name][0] : told[name]);
          end(done, { status, headers: { get: got }, body: read(body, told['content-type']) });
        });
      });
      request.end(text);
    });
    return { request, answer };
  }
}
