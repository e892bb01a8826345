// The calendar feed against a strict reading of RFC 5545, written apart from what writes it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { World, card, reportForm, until } from './programs.mjs';

const bankCode = '900000000001';
const start = Date.parse('2026-05-06T09:30:00+08:00');

let world;
before(async () => {
  world = await World.make({ now: start, bankArgs: ['--delay-ms', '5:80'] });
});
after(async () => world?.end());

// Content lines, unfolded (3.1): CRLF everywhere, no line above 75 bytes, no character cut.
function contentLines(bytes) {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  assert.ok(text.endsWith('\r\n'));
  const raw = text.slice(0, -2).split('\r\n');
  const lines = [];
  for (const line of raw) {
    assert.ok(!/[\r\n]/.test(line), 'a bare CR or LF');
    assert.ok(Buffer.byteLength(line) <= 75, `too long: ${line}`);
    if (/^[ \t]/.test(line)) lines[lines.length - 1] += line.slice(1);
    else lines.push(line);
  }
  return lines.map((line) => {
    // name *(";" param) ":" value
    const match =
      /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*):(.*)$/s.exec(
        line,
      );
    assert.ok(match, `no content line: ${line}`);
    return { name: match[1].toUpperCase(), params: match[2], value: match[3] };
  });
}

function textOf(value) {
  // TEXT (3.3.11): only \\ \; \, \n \N; no bare semicolon or comma.
  assert.match(value, /^(?:[^\\;,\x00-\x08\x0a-\x1f]|\\[\\;,nN])*$/);
  return value.replace(/\\([\\;,nN])/g, (_, c) => (/n/i.test(c) ? '\n' : c));
}

function timeOf(value) {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(value);
  assert.ok(match, `no UTC time: ${value}`);
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

// Components with their properties; each property that may stand once stands once.
function parse(lines) {
  const root = { name: '', properties: {}, children: [] };
  const open = [root];
  for (const { name, value, params } of lines) {
    const at = open.at(-1);
    if (name === 'BEGIN') {
      const child = { name: value, properties: {}, children: [] };
      at.children.push(child);
      open.push(child);
    } else if (name === 'END') {
      assert.equal(open.pop().name, value);
    } else {
      assert.equal(at.properties[name], undefined, `${name} twice in ${at.name}`);
      at.properties[name] = { value, params };
    }
  }
  assert.equal(open.length, 1);
  assert.equal(root.children.length, 1);
  return root.children[0];
}

async function read(path) {
  const answer = await fetch(world.centreUrl + path);
  return { status: answer.status, headers: answer.headers, bytes: await answer.arrayBuffer() };
}

test('a feed holds each open clock of its officer and ends when it is taken back', async () => {
  const duty = await world.client('duty');
  const form = reportForm({
    ...{ payee: card('622202', 9), holder: '邬望舒', bank: bankCode, amountFen: 5_000_000 },
    ...{ phone: '13000000109', now: start },
  });
  await world
    .bankDoor()
    .post(
      '/truth/load',
      JSON.stringify({
        bank: bankCode,
        account: card('622202', 9),
        name: '邬望舒',
        balance_fen: 9e6,
      }),
    );
  assert.equal((await duty.post('/api/v1/intake/reports', form)).status, 200);
  const clocksOf = async () => (await duty.get('/api/v1/deadline/clocks?mine=true')).body.items;
  await until('the stop is in force', async () => {
    world.clock.advance(200);
    return (await clocksOf()).some(({ rule }) => rule === 'stop_expiry');
  });
  const long = '止付到期，“两次”; 共 48 小时, 见指令\\文书'.repeat(2).slice(0, 60);
  const { status, body } = await duty.post('/api/v1/deadline/feeds', {
    scope: 'mine',
    titles: [{ rule: 'stop_expiry', title: long }],
  });
  assert.equal(status, 200, JSON.stringify(body));

  const { status: found, headers, bytes } = await read(body.path);
  assert.equal(found, 200);
  assert.match(headers.get('content-type'), /^text\/calendar; charset=utf-8$/);
  const calendar = parse(contentLines(bytes));
  assert.equal(calendar.name, 'VCALENDAR');
  assert.equal(calendar.properties.VERSION.value, '2.0');
  assert.ok(calendar.properties.PRODID);
  const clocks = await clocksOf();
  const due = Object.fromEntries(clocks.map((clock) => [`clock-${clock.id}@hetang`, clock]));
  assert.equal(calendar.children.length, clocks.length);
  for (const event of calendar.children) {
    assert.equal(event.name, 'VEVENT');
    const clock = due[event.properties.UID.value];
    timeOf(event.properties.DTSTAMP.value);
    const second = Math.floor(Date.parse(clock.due_at) / 1000) * 1000;
    assert.equal(timeOf(event.properties.DTSTART.value), second);
    const title = clock.rule === 'stop_expiry' ? long : clock.rule;
    assert.equal(textOf(event.properties.SUMMARY.value), `${title} ${clock.case_number}`);
    for (const alarm of event.children) {
      assert.equal(alarm.name, 'VALARM');
      assert.equal(alarm.properties.ACTION.value, 'DISPLAY');
      assert.match(alarm.properties.TRIGGER.value, /^-PT\d+S$/);
      assert.ok(alarm.properties.DESCRIPTION);
    }
  }
  const text = new TextDecoder().decode(bytes);
  for (const personal of ['邬望舒', '缪采薇', '13000000109', '某duty', card('622202', 9)]) {
    assert.ok(!text.includes(personal), personal);
  }

  assert.equal((await read(body.path.replace(/.{6}\.ics$/, 'xxxxxx.ics'))).status, 404);
  assert.equal((await duty.call('DELETE', `/api/v1/deadline/feeds/${body.id}`)).status, 200);
  assert.equal((await read(body.path)).status, 404);
});
