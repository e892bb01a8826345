// One order as a card: whom it concerns, how it stands, and what an officer may do next.
import type { Order, OrderState } from '../api/types';
import { useNow } from '../platform/clock';
import { formatFen, formatSpan, groupAccount } from '../platform/format';
import { StateTag, When, type Tone } from '../platform/parts';
import { useWords } from '../platform/words';
import { OrderActions } from './OrderActions';
import { OrderPapers } from './OrderPapers';
import './funds.css';

export const kTones: Record<OrderState, Tone> = {
  asked: 'info',
  not_approved: 'calm',
  waiting: 'info',
  sent: 'info',
  stopped: 'good',
  stopped_short: 'watch',
  frozen: 'good',
  frozen_in_part: 'watch',
  queued: 'watch',
  watching: 'good',
  refused: 'alarm',
  failed: 'alarm',
  expired: 'calm',
  released: 'calm',
  converted: 'calm',
  ended: 'calm',
  done: 'good',
  answered: 'good',
};

export function OrderStateTag({ state }: { state: OrderState }) {
  const { word } = useWords();
  return <StateTag tone={kTones[state]}>{word('funds.state', state)}</StateTag>;
}

export function meaningOf(order: Order, language: string): string {
  return language === 'en' ? order.result_meaning_en : order.result_meaning_zh;
}

export function OrderCard({ order }: { order: Order }) {
  const { t, word, language } = useWords();
  const answered = Boolean(order.answered_at);
  return (
    <article className={`order-card ${kTones[order.state]}`}>
      <header>
        <OrderStateTag state={order.state} />
        {order.kind === 'stop' ? (
          <strong className="digits">{formatFen(order.amount_fen)}</strong>
        ) : (
          <strong>{word('funds.kind', order.kind)}</strong>
        )}
      </header>
      <p className="order-account">
        <span className="digits account">{groupAccount(order.account_number)}</span>
        <span>{order.bank_name}</span>
        <span>{order.account_holder}</span>
      </p>
      {answered ? (
        <dl className="order-answer">
          <Line name={t('funds.result')}>
            <code>{order.result_code}</code> {meaningOf(order, language)}
          </Line>
          {order.kind === 'stop' ? <StopAnswer order={order} /> : <QueryAnswer order={order} />}
        </dl>
      ) : (
        <Waiting order={order} />
      )}
      {order.late_paperwork && <p className="said doubtful">？ {t('funds.late_paperwork')}</p>}
      <OrderActions order={order} />
      <OrderPapers order={order} />
    </article>
  );
}

function StopAnswer({ order }: { order: Order }) {
  const { t } = useWords();
  return (
    <>
      <Line name={t('funds.balance_before')}>
        <span className="digits">
          {order.balance_before_fen === null || order.balance_before_fen === undefined
            ? '—'
            : formatFen(order.balance_before_fen)}
        </span>
      </Line>
      <Line name={t('funds.starts_at')}>
        <When iso={order.starts_at} />
      </Line>
      <Line name={t('funds.expires_at')}>
        <When iso={order.expires_at} />
      </Line>
    </>
  );
}

function QueryAnswer({ order }: { order: Order }) {
  const { t } = useWords();
  if (!order.answer) return null;
  return (
    <>
      <Line name={t('funds.query.holder')}>{order.answer.holder || '—'}</Line>
      {order.kind === 'transactions' && (
        <Line name={t('funds.query.rows')}>
          <span className="digits">{order.answer.rows}</span>
        </Line>
      )}
      {order.answer.accounts.map((account) => (
        <Line key={account.id} name={account.bank_name}>
          <span className="digits account">{groupAccount(account.number)}</span>{' '}
          <span className="digits">
            {typeof account.balance_fen === 'number' ? formatFen(account.balance_fen) : '—'}
          </span>{' '}
          {account.status}
        </Line>
      ))}
    </>
  );
}

function Line({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Waiting({ order }: { order: Order }) {
  const { t } = useWords();
  const now = useNow();
  return (
    <p className="order-waiting">
      <span>
        {t('funds.waited')}{' '}
        <span className="digits">{formatSpan(now - Date.parse(order.requested_at))}</span>
      </span>
      <span>
        {t('funds.phone_24h')} <strong className="digits">{order.bank_phone_24h || '—'}</strong>
      </span>
    </p>
  );
}
