// How long a clock has still to run, and how long a rule lets it run.
import { useNow } from '../clock';
import { formatSpan } from '../format';
import { StateTag } from '../parts';
import { useWords } from '../words';

const kSoon = 15 * 60_000;

// A span too long to count in seconds is said in days.
export function useSpan() {
  const { t } = useWords();
  return (milliseconds: number) => {
    const days = Math.floor(milliseconds / 86_400_000);
    const rest = formatSpan(milliseconds % 86_400_000);
    return days > 0 ? t('platform.clock.days', { days, rest }) : rest;
  };
}

export function Left({ due }: { due: string }) {
  const { t } = useWords();
  const now = useNow();
  const span = useSpan();
  const left = Date.parse(due) - now;
  if (left < 0) {
    return (
      <StateTag tone="alarm">
        <span className="digits">{t('platform.clock.overdue_by', { span: span(-left) })}</span>
      </StateTag>
    );
  }
  return (
    <StateTag tone={left < kSoon ? 'watch' : 'calm'}>
      {left < kSoon ? `${t('platform.clock.soon')} ` : ''}
      <span className="digits">{span(left)}</span>
    </StateTag>
  );
}
