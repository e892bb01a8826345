// Lengths of time as a person writes them in a rule: `48h`, `1d 12h`, `30m`, also 48小时.
const kUnits: [RegExp, number, string][] = [
  [/^(?:d|天|日)$/i, 86_400_000, 'd'],
  [/^(?:h|小时|时)$/i, 3_600_000, 'h'],
  [/^(?:m|min|分钟|分)$/i, 60_000, 'm'],
  [/^(?:s|秒)$/i, 1000, 's'],
];

// Undefined when it is no length.
export function parseSpan(text: string): number | undefined {
  let sum = 0;
  let rest = text.trim();
  if (!rest) return undefined;
  while (rest) {
    const match = /^(\d{1,6})\s*([a-z]+|天|日|小时|时|分钟|分|秒)\s*/i.exec(rest);
    const unit = kUnits.find(([pattern]) => match && pattern.test(match[2]!));
    if (!match || !unit) return undefined;
    sum += Number(match[1]) * unit[1];
    rest = rest.slice(match[0].length);
  }
  return sum;
}

export function spanText(milliseconds: number): string {
  let rest = milliseconds;
  const parts: string[] = [];
  for (const [, size, sign] of kUnits) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count}${sign}`);
    rest -= count * size;
  }
  return parts.join(' ') || '0s';
}

// `24h, 12h` in the form of a rule: falling milliseconds, comma-separated. A wrong part stays as it
// is, and the server says so.
export function parseReminders(text: string): string {
  return text
    .split(/[,，、;；]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => parseSpan(part) ?? part)
    .join(',');
}

export function remindersText(remind: string): string {
  return remind
    .split(',')
    .filter(Boolean)
    .map((each) => spanText(Number(each)))
    .join(', ');
}
