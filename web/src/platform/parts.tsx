// Small parts every desk draws with: a page's frame, a state with its sign, a time, a key.
import type { ReactNode } from 'react';

import { useNow } from './clock';
import { formatFull, formatShort } from './format';

interface FrameProps {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

export function PageFrame({ title, aside, children }: FrameProps) {
  return (
    <div className="page">
      <header className="page-head">
        <h1>{title}</h1>
        {aside && <div className="page-aside">{aside}</div>}
      </header>
      {children}
    </div>
  );
}

export type Tone = 'calm' | 'good' | 'info' | 'watch' | 'alarm';

export const kSigns: Record<Tone, string> = {
  calm: '○',
  good: '✓',
  info: '→',
  watch: '△',
  alarm: '✕',
};

// A state in colour, sign and word, so that none of them is needed alone.
export function StateTag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`tag ${tone}`}>
      <span aria-hidden>{kSigns[tone]}</span> {children}
    </span>
  );
}

export function When({ iso }: { iso: string | null | undefined }) {
  const now = useNow();
  if (!iso) return <span className="soft">—</span>;
  return (
    <time dateTime={iso} title={`${formatFull(iso)} +08:00`} className="digits">
      {formatShort(iso, now)}
    </time>
  );
}

export function Key({ children }: { children: string }) {
  return <kbd className="key">{children}</kbd>;
}

export function Facts({ items }: { items: [string, ReactNode][] }) {
  return (
    <dl className="facts">
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === '' || value === null || value === undefined ? '—' : value}</dd>
        </div>
      ))}
    </dl>
  );
}
