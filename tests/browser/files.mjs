// Statement files as banks hand them over, written for a test.
import { execFileSync } from 'node:child_process';
import { crc32 } from 'node:zlib';

const kHeader =
  '交易卡号,账户开户名称,交易时间,交易金额,交易余额,收付标志,交易对手账卡号,对手户名,交易流水号,' +
  '交易是否成功,查询反馈结果原因';

// One row: card, time, amount, direction (进 or 出), the other card, serial.
export function row(card, time, amount, direction, other, serial, reason = '') {
  return [card, '', time, amount, '', direction, other, '', serial, '成功', reason].join(',');
}

export function statement(rows) {
  return [kHeader, ...rows, ''].join('\r\n');
}

export function gb18030(text) {
  return execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GB18030'], {
    input: text,
    maxBuffer: 2 ** 26,
  });
}

// A zip whose files are stored as they are.
export function zip(files) {
  const locals = [];
  const entries = [];
  let offset = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const title = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x0800, 2); // Names are UTF-8.
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(bytes.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(title.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    entries.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, place, title);
    const local = [Buffer.from('PK\x03\x04', 'latin1'), fields, title, bytes];
    locals.push(...local);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
