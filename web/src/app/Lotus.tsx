// The mark: a lotus leaf seen from above, its veins, and one drop of water on it.
const kLeaf =
  'M16 3.2c7.3 0 12.8 5.4 12.8 12.5S23.4 28.8 16.2 28.8 3.2 23.2 3.2 15.9c0-3.4 1.3-6.5 3.5-8.7' +
  'L15.6 15 13.2 3.5c.9-.2 1.8-.3 2.8-.3z';
const kVeins =
  'M16.6 15.2 22.2 6.4M16.9 16.2 26 13M16.7 17.1 24.3 22.8M15.9 17.4 16.5 26.3' +
  'M14.9 16.9 8.4 23.5M14.7 16 5.8 15.3';

export function Lotus({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <path d={kLeaf} fill="var(--ht-leaf)" />
      <g stroke="var(--ht-leaf-tint)" strokeWidth="1.1" strokeLinecap="round" fill="none">
        <path d={kVeins} />
      </g>
      <circle cx="20.7" cy="18.5" r="2" fill="var(--ht-water-tint)" />
    </svg>
  );
}
