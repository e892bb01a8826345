// The one place that talks to the server. It adds the CSRF token, the idempotency key and the
// version that was read, and turns every failure into one of two errors: Problem (the server
// answered no, with codes and field paths) or NoConnection (nothing came back).

export interface FieldError {
  path: string;
  code: string;
  message: string;
}

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly rule: string,
    readonly errors: FieldError[],
    message: string,
  ) {
    super(message);
  }
}

export class NoConnection extends Error {}

type Query = Record<string, string | number | boolean | undefined | null>;

interface Options {
  query?: Query;
  signal?: AbortSignal;
}

let csrfToken = '';
let clockOffset = 0;
let setTime: number | undefined;
let onSignedOut = () => {};

export function holdCsrfToken(token: string) {
  csrfToken = token;
}

// Called when the server says that nobody is signed in any more.
export function whenSignedOut(listener: () => void) {
  onSignedOut = listener;
}

// The server's time: a workstation's clock may be wrong, the countdowns must not be.
export function serverNow(): number {
  return setTime ?? Date.now() + clockOffset;
}

// A clock that is set (in tests and training) stands until the server tells of it again.
export function holdSetTime(milliseconds: number) {
  setTime = milliseconds;
}

function learnClock(response: Response) {
  const [text, set] = (response.headers.get('hetang-now') ?? '').split(' ');
  const time = Number(text);
  if (!time) return;
  if (set) return holdSetTime(time);
  setTime = undefined;
  const offset = time - Date.now();
  if (Math.abs(offset - clockOffset) > 1500) clockOffset = Math.abs(offset) > 1500 ? offset : 0;
}

// A random UUID; crypto.randomUUID is missing on plain-http pages inside a centre's network.
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function urlOf(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return `/api/v1${path}${text ? `?${text}` : ''}`;
}

async function problemOf(response: Response): Promise<Problem> {
  let body: Record<string, unknown> = {};
  try {
    body = (await response.json()) as Record<string, unknown>;
  } catch {
    // A proxy's page or an empty body: the status alone has to do.
  }
  return new Problem(
    response.status,
    String(body['code'] ?? `http_${response.status}`),
    String(body['rule'] ?? ''),
    Array.isArray(body['errors']) ? (body['errors'] as FieldError[]) : [],
    String(body['title'] ?? response.statusText),
  );
}

async function send<Reply>(path: string, init: RequestInit, options: Options): Promise<Reply> {
  let response: Response;
  try {
    response = await fetch(urlOf(path, options.query), {
      ...init,
      credentials: 'same-origin',
      signal: options.signal ?? null,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new NoConnection('no connection');
  }
  learnClock(response);
  if (!response.ok) {
    const problem = await problemOf(response);
    if (response.status === 401 && path !== '/session') onSignedOut();
    throw problem;
  }
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as Reply;
}

export function get<Reply>(path: string, options: Options = {}): Promise<Reply> {
  return send<Reply>(path, { method: 'GET', headers: { accept: 'application/json' } }, options);
}

function changing(method: string, body: unknown, more: Record<string, string>): RequestInit {
  const headers = { accept: 'application/json', 'x-csrf-token': csrfToken, ...more };
  if (body === undefined) return { method, headers };
  const typed = { ...headers, 'content-type': 'application/json' };
  return { method, headers: typed, body: JSON.stringify(body) };
}

const kTries = 3;

// Acts once, however often it is sent: after a lost connection the same key goes out again, and
// the server answers a repeated key with the first answer.
export async function post<Reply>(
  path: string,
  body: unknown = {},
  key: string = newKey(),
  query: Query = {},
): Promise<Reply> {
  const init = changing('POST', body, { 'idempotency-key': key });
  for (let tried = 1; ; ++tried) {
    try {
      return await send<Reply>(path, init, { query });
    } catch (error) {
      if (!(error instanceof NoConnection) || tried === kTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, 300 * tried));
    }
  }
}

// A POST that computes and changes nothing; it may be given up when a newer one is on its way.
export function ask<Reply>(path: string, body: unknown, signal?: AbortSignal): Promise<Reply> {
  return send<Reply>(path, changing('POST', body, { 'idempotency-key': newKey() }), {
    ...(signal ? { signal } : {}),
  });
}

export function put<Reply>(path: string, body: unknown, version: number): Promise<Reply> {
  return send<Reply>(path, changing('PUT', body, { 'if-match': String(version) }), {});
}

export function remove<Reply>(path: string): Promise<Reply> {
  return send<Reply>(path, changing('DELETE', undefined, { 'idempotency-key': newKey() }), {});
}

// Bytes as they are: a part of a file. Repeating it is harmless.
export function putBytes<Reply>(path: string, bytes: Blob, signal?: AbortSignal): Promise<Reply> {
  const headers = {
    accept: 'application/json',
    'x-csrf-token': csrfToken,
    'content-type': 'application/octet-stream',
  };
  return send<Reply>(path, { method: 'PUT', headers, body: bytes }, signal ? { signal } : {});
}

// The address of something to be saved as a file.
export function fileAddress(path: string, query: Query = {}): string {
  return urlOf(path, query);
}
