// How money, time and accounts are written and read on every page. Times are shown in +08:00
// wherever the workstation thinks it is.

const kMinute = 60_000;
const kHour = 60 * kMinute;
const kBeijing = 8 * kHour;

export function formatFen(fen: number): string {
  const sign = fen < 0 ? '-' : '';
  const whole = Math.abs(fen);
  const yuan = Math.floor(whole / 100)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}¥${yuan}.${(whole % 100).toString().padStart(2, '0')}`;
}

// Yuan as a person types them ("66,000.50", "¥1200") in fen; undefined when it is no amount.
export function parseYuan(text: string): number | undefined {
  const plain = text.replace(/[\s,，¥￥元]/g, '');
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!match) return undefined;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

export function yuanOf(fen: number): string {
  return formatFen(fen).replace('¥', '');
}

function beijing(moment: number): string {
  return new Date(moment + kBeijing).toISOString();
}

export function isoOf(moment: number): string {
  return `${beijing(moment).slice(0, 19)}+08:00`;
}

// 2026-04-01 15:10:00
export function formatFull(iso: string): string {
  return beijing(Date.parse(iso)).slice(0, 19).replace('T', ' ');
}

// Today: 15:10:00. This year: 04-01 15:10. Else: 2025-04-01 15:10.
export function formatShort(iso: string, now: number): string {
  const then = beijing(Date.parse(iso));
  const today = beijing(now);
  if (then.slice(0, 10) === today.slice(0, 10)) return then.slice(11, 19);
  if (then.slice(0, 4) === today.slice(0, 4)) return then.slice(5, 16).replace('T', ' ');
  return then.slice(0, 16).replace('T', ' ');
}

// A time as a person types it: "15:10", "15:10:30", "04-01 15:10", "2026-04-01 15:10:30".
export function parseWhen(text: string, now: number): string | undefined {
  const pattern =
    /^(?:(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})[ T]+)?(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?$/;
  const match = pattern.exec(text.trim());
  if (!match) return undefined;
  const today = beijing(now);
  const part = (index: number, otherwise: string) => (match[index] ?? otherwise).padStart(2, '0');
  const [year, month, date] = today.slice(0, 10).split('-') as [string, string, string];
  const day = `${part(1, year)}-${part(2, month)}-${part(3, date)}`;
  const iso = `${day}T${part(4, '00')}:${part(5, '00')}:${part(6, '00')}+08:00`;
  const moment = Date.parse(iso);
  return Number.isNaN(moment) || isoOf(moment) !== iso ? undefined : iso;
}

// 04:09, or 1:02:03 from one hour on. Never negative.
export function formatSpan(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number) => value.toString().padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

// Accounts are read aloud and compared by fours.
export function groupAccount(account: string): string {
  return /^\d{12,}$/.test(account) ? account.replace(/(\d{4})(?=\d)/g, '$1 ') : account;
}

// Monday 00:00 of the week of this moment, in +08:00.
export function weekStart(moment: number): number {
  const day = Math.floor((moment + kBeijing) / (24 * kHour));
  const monday = day - ((day + 3) % 7); // 1970-01-01 was a Thursday.
  return monday * 24 * kHour - kBeijing;
}

export const kDay = 24 * kHour;

export function dayOf(moment: number): string {
  return beijing(moment).slice(0, 10);
}
