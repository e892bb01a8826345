// The pond: leaf green leads, water blue informs, amber warns, bloom red alarms; the greys lean to
// green. Every pair listed in palette.test.ts keeps a contrast of at least 4.5:1.

export interface Palette {
  ground: string; // Behind everything.
  surface: string; // Cards, tables, fields.
  raised: string; // Headers of tables, hovered rows, menus.
  line: string;
  edge: string; // The border of a field: 3:1 against the surface.
  text: string;
  soft: string; // Secondary text.
  leaf: string;
  leafHover: string;
  onLeaf: string; // Text on leaf.
  leafTint: string;
  water: string;
  waterTint: string;
  amber: string;
  amberTint: string;
  bloom: string;
  bloomTint: string;
  reed: string; // Violet: sites, apps and chat names.
  reedTint: string;
}

export const kLight: Palette = {
  ground: '#eef3f1',
  surface: '#fcfdfc',
  raised: '#f3f7f5',
  line: '#d6e0dc',
  edge: '#82938d',
  text: '#17282a',
  soft: '#4b5f5d',
  leaf: '#0c6b58',
  leafHover: '#0a5a4a',
  onLeaf: '#ffffff',
  leafTint: '#d9efe7',
  water: '#1c5d8c',
  waterTint: '#dbeaf5',
  amber: '#825100',
  amberTint: '#fbedcf',
  bloom: '#b0243c',
  bloomTint: '#fbe3e5',
  reed: '#6a4590',
  reedTint: '#ece4f5',
};

export const kDark: Palette = {
  ground: '#0e1618',
  surface: '#152022',
  raised: '#1c2a2c',
  line: '#2a3b3d',
  edge: '#64807c',
  text: '#dce7e3',
  soft: '#9db2ad',
  leaf: '#58bfa3',
  leafHover: '#74d0b7',
  onLeaf: '#06211b',
  leafTint: '#163a34',
  water: '#7fb8e2',
  waterTint: '#173449',
  amber: '#e3b35c',
  amberTint: '#3b2e13',
  bloom: '#f28b96',
  bloomTint: '#45202a',
  reed: '#c0a3e2',
  reedTint: '#322643',
};

// The WCAG contrast of two colours given as #rrggbb.
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * channels[0]! + 0.7152 * channels[1]! + 0.0722 * channels[2]!;
}
