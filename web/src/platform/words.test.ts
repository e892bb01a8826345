import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

const kSource = join(import.meta.dirname, '..');

function keysOf(words: object, prefix = ''): string[] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string' ? [`${prefix}${name}`] : keysOf(value as object, `${prefix}${name}.`),
  );
}

// Words only: some keys are texts of the server.
function wordsIn(words: object): string[] {
  return Object.values(words).flatMap((value) =>
    typeof value === 'string' ? [value] : wordsIn(value as object),
  );
}

function wordsOf(file: string): object {
  return JSON.parse(readFileSync(join(kSource, file), 'utf8')) as object;
}

const kFiles = readdirSync(kSource, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('words.zh-CN.json'),
);

test('there are words to compare', () => {
  expect(kFiles.length).toBeGreaterThanOrEqual(6);
});

for (const file of kFiles) {
  const chinese = wordsOf(file);
  const english = wordsOf(file.replace('zh-CN', 'en'));
  test(`${file} and its English say the same keys`, () => {
    expect(keysOf(english)).toEqual(keysOf(chinese));
  });
  test(`the English beside ${file} holds no Chinese and no empty word`, () => {
    const texts = JSON.stringify(wordsIn(english));
    expect(texts).not.toMatch(/[\u4e00-\u9fff]/);
    expect(texts).not.toContain('""');
  });
}
