// The clock since the call began. It runs until every stop is answered; the five-minute mark is
// on the bar, and past it the bar changes its shape and its words, not only its colour.
import type { Order } from '../api/types';
import { useNow } from '../platform/clock';
import { formatSpan } from '../platform/format';
import { useWords } from '../platform/words';

const kMinute = 60_000;
export const kMark = 5 * kMinute;
const kWhole = 8 * kMinute; // What the bar shows in full; the mark stands at 5/8.

interface Props {
  beganAt: string; // Empty: nobody has called yet.
  orders: Order[] | undefined; // Of the report, once it is taken in.
}

export function stoppedAt(orders: Order[] | undefined): number | undefined {
  if (!orders) return undefined;
  const answers = orders.map((order) => (order.answered_at ? Date.parse(order.answered_at) : NaN));
  return answers.some(Number.isNaN) || answers.length === 0 ? undefined : Math.max(...answers);
}

export function CallClock({ beganAt, orders }: Props) {
  const { t } = useWords();
  const now = useNow();
  const end = stoppedAt(orders);
  const span = beganAt ? Math.max(0, (end ?? now) - Date.parse(beganAt)) : 0;
  const late = span > kMark;
  const state = !beganAt ? 'idle' : end !== undefined ? 'done' : late ? 'late' : 'running';
  const words = {
    idle: t('intake.clock.idle'),
    running: t('intake.clock.running', { left: formatSpan(kMark - span) }),
    late: t('intake.clock.late', { over: formatSpan(span - kMark) }),
    done: late ? t('intake.clock.done_late') : t('intake.clock.done'),
  };
  return (
    <div className={`call-clock ${state} ${late ? 'over' : ''}`} role="timer">
      <output className="call-time" aria-label={t('intake.clock.label')}>
        {formatSpan(span)}
      </output>
      <div className="call-bar">
        <div className="call-track">
          <div
            className="call-fill"
            style={{ width: `${Math.min(100, (span / kWhole) * 100)}%` }}
          />
          <span className="call-mark" style={{ left: `${(kMark / kWhole) * 100}%` }}>
            <span>5:00</span>
          </span>
        </div>
        <p className="call-words">{words[state]}</p>
      </div>
    </div>
  );
}
