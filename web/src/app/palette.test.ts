import { expect, test } from 'vitest';

import { contrast, kDark, kLight, type Palette } from './palette';

const kTexts = ['text', 'soft', 'leaf', 'water', 'amber', 'bloom', 'reed'] as const;
const kTinted = ['leaf', 'water', 'amber', 'bloom', 'reed'] as const;

function pairs(palette: Palette): [string, number][] {
  const plain = kTexts.flatMap((text) =>
    (['ground', 'surface', 'raised'] as const).map((below): [string, number] => [
      `${text} on ${below}`,
      contrast(palette[text], palette[below]),
    ]),
  );
  const tinted = kTinted.flatMap((hue): [string, number][] => [
    [`${hue} on its tint`, contrast(palette[hue], palette[`${hue}Tint`])],
    [`text on ${hue} tint`, contrast(palette.text, palette[`${hue}Tint`])],
  ]);
  return [...plain, ...tinted, ['text on leaf', contrast(palette.onLeaf, palette.leaf)]];
}

for (const [name, palette] of Object.entries({ light: kLight, dark: kDark })) {
  test(`text keeps a contrast of 4.5 in ${name}`, () => {
    expect(pairs(palette).filter(([, ratio]) => ratio < 4.5)).toEqual([]);
  });
  test(`the edge of a field keeps a contrast of 3 in ${name}`, () => {
    expect(contrast(palette.edge, palette.surface)).toBeGreaterThanOrEqual(3);
  });
}

test('black on white has the highest contrast', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
});
