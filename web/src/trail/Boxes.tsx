// The boxes of the picture, as pure SVG: they print and save exactly as they look.
import { kTones } from '../funds/OrderCard';
import { formatFen } from '../platform/format';
import { kSigns } from '../platform/parts';
import { useWords } from '../platform/words';
import { clockOf, isInForce, keepsMoney, orderStanding, shortNumber } from './figures';
import { kBoxWidth, type Box } from './layout';
import type { AccountOrder, TraceAccount } from './types';

const kPad = 12;
const kInside = kBoxWidth - 2 * kPad;

// SVG does not shorten text. Chinese letters are about twice as wide as others.
export function fitted(text: string, width: number, size = 12.5): string {
  let used = 0;
  let at = 0;
  for (const letter of text) {
    used += size * (letter > '\u2e80' ? 1 : 0.57);
    if (used > width) return `${text.slice(0, Math.max(0, at - 1))}…`;
    at += letter.length;
  }
  return text;
}

function useOrderWords() {
  const { word } = useWords();
  return (order: AccountOrder) =>
    keepsMoney(order)
      ? word('funds.state', order.state)
      : `${word('funds.kind', order.kind)} ${word('trail.order_state', order.state)}`;
}

// The last order tells how the account stands; a stop that stands tells more than any query.
function orderToTell(account: TraceAccount): AccountOrder | undefined {
  return orderStanding(account, true) ?? account.orders.at(-1);
}

export function isStopped(account: TraceAccount): boolean {
  return account.orders.some((order) => keepsMoney(order) && isInForce(order));
}

export function AccountBox({ account, first }: { account: TraceAccount; first?: string | null }) {
  const { t } = useWords();
  const orderWords = useOrderWords();
  const { received_fen, resting_fen } = account;
  const order = orderToTell(account);
  const tone = order ? kTones[order.state as keyof typeof kTones] : undefined;
  const share = received_fen > 0 ? Math.min(1, resting_fen / received_fen) : 0;
  const marks = account.marks.map((mark) => t(`trail.mark.${mark}`)).join(' ');
  const left = orderWords(order ?? { id: 0, kind: 'stop', state: '' });
  return (
    <>
      <text className="name" x={kPad} y={22}>
        {shortNumber(account.number) || t('trail.no_number')}
      </text>
      <text className="quiet" x={kBoxWidth - kPad} y={22} textAnchor="end">
        {clockOf(account.first_at, first)}
      </text>
      <text className="quiet" x={kPad} y={40}>
        {fitted([account.holder, account.bank_name].filter(Boolean).join(' · '), kInside)}
      </text>
      <text className="quiet" x={kPad} y={58}>
        {t('trail.figure.received')} {formatFen(received_fen)}
      </text>
      <rect className="rest" x={kPad} y={65} width={kInside} height={21} rx={4} />
      {share > 0 && (
        <rect className="share" x={kPad} y={84} width={kInside * share} height={2.5} rx={1} />
      )}
      <text className={resting_fen > 0 ? 'strong' : 'quiet'} x={kPad + 7} y={80}>
        {t('trail.figure.resting')} {formatFen(resting_fen)}
      </text>
      {order && (
        <text className={`order ${tone ?? 'info'}`} x={kPad} y={103}>
          {tone ? kSigns[tone] : '→'} {fitted(left, marks ? 110 : kInside - 20)}
        </text>
      )}
      {marks && (
        <text
          className="mark"
          x={order ? kBoxWidth - kPad : kPad}
          y={103}
          textAnchor={order ? 'end' : 'start'}
        >
          ？ {fitted(marks, order ? 54 : kInside - 20)}
        </text>
      )}
    </>
  );
}

export function SmallBox({ box, sum }: { box: Box; sum: { count: number; sum_fen: number } }) {
  const { t } = useWords();
  if (box.kind === 'victim') {
    const { number, holder, bank_name } = box.victim;
    return (
      <>
        <text className="name" x={kPad} y={20}>
          {fitted(holder || t('trail.level_0'), 70, 14)} {shortNumber(number)}
        </text>
        <text className="quiet" x={kPad} y={37}>
          {fitted(bank_name, kInside)}
        </text>
      </>
    );
  }
  if (box.kind === 'exit') {
    return (
      <>
        <text className="strong" x={kPad} y={20}>
          ↗ {t(`trail.exit.${box.exit}`)}
        </text>
        <text className="quiet" x={kPad} y={37}>
          {formatFen(sum.sum_fen)} × {sum.count}
        </text>
      </>
    );
  }
  if (box.kind !== 'more') return null;
  const resting = box.accounts.reduce((total, { resting_fen }) => total + resting_fen, 0);
  return (
    <>
      <text className="strong" x={kPad} y={20}>
        ＋ {t('trail.and_more', { count: box.accounts.length })}
      </text>
      <text className="quiet" x={kPad} y={37}>
        {t('trail.figure.resting')} {formatFen(resting)}
      </text>
    </>
  );
}

// What a box is called when it is read aloud.
export function useBoxName() {
  const { t } = useWords();
  const orderWords = useOrderWords();
  return (box: Box): string => {
    if (box.kind === 'victim') return `${t('trail.level_0')} ${box.victim.holder}`;
    if (box.kind === 'exit') return t(`trail.exit.${box.exit}`);
    if (box.kind === 'more') return t('trail.and_more', { count: box.accounts.length });
    const { account } = box;
    const order = orderToTell(account);
    return [
      t('trail.level', { level: account.level }),
      account.number,
      account.holder,
      account.bank_name,
      `${t('trail.figure.received')} ${formatFen(account.received_fen)}`,
      `${t('trail.figure.resting')} ${formatFen(account.resting_fen)}`,
      order ? orderWords(order) : '',
      ...account.marks.map((mark) => t(`trail.mark.${mark}`)),
    ]
      .filter(Boolean)
      .join(' ');
  };
}
