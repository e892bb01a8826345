// One order as a card: whom it concerns, how it stands, and what an officer may do next.
import { Link } from 'react-router';

import type { Order, OrderState } from '../api/types';
import { useNow } from '../platform/clock';
import { Left } from '../platform/deadline/Left';
import { formatFen, formatSpan, groupAccount } from '../platform/format';
import { StateTag, When, type Tone } from '../platform/parts';
import { useWords } from '../platform/words';
import { LeadActs } from './LeadActs';
import { isMoney, OrderActions } from './OrderActions';
import { OrderPapers } from './OrderPapers';
import './funds.css';

export const kTones: Record<OrderState, Tone> = {
  asked: 'info',
  not_approved: 'calm',
  withdrawn: 'calm',
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
    <article id={`order-${order.id}`} tabIndex={-1} className={`order-card ${kTones[order.state]}`}>
      <header>
        <OrderStateTag state={order.state} />
        <strong>
          {order.kind !== 'stop' && `${word('funds.kind', order.kind)} `}
          {order.protective && `${t('funds.protective')} `}
          {isMoney(order) && (
            <span className="digits">
              {isOfAll(order) ? t('funds.all_there_is') : formatFen(order.amount_fen)}
            </span>
          )}
        </strong>
      </header>
      <p className="order-account">
        <span className="digits account">
          {groupAccount(order.account_number) || order.payment_number}
        </span>
        <span>{order.bank_name}</span>
        <span>{order.account_holder}</span>
      </p>
      {answered ? (
        <dl className="order-answer">
          <Line name={t('funds.result')}>
            <code>{order.result_code}</code> {meaningOf(order, language)}
          </Line>
          {order.kind !== 'freeze_return' &&
            (isMoney(order) ? <MoneyAnswer order={order} /> : <QueryAnswer order={order} />)}
        </dl>
      ) : order.state === 'asked' ? (
        <p className="order-waiting">{t('funds.asked_leader')}</p>
      ) : (
        !kNeverLeft.includes(order.state) && <Waiting order={order} />
      )}
      <Papers order={order} />
      <OrderActions order={order} />
      {order.round_id ? (
        <Link to={`/funds/returns/${order.round_id}`}>{t('returns.to_round')}</Link>
      ) : (
        <OrderPapers order={order} />
      )}
    </article>
  );
}

function isOfAll(order: Order): boolean {
  const freezes = order.kind.startsWith('freeze') && order.kind !== 'freeze_return';
  return freezes && order.freeze_mode !== 'limit';
}

// What the form of a stop that went out first still waits for.
function Papers({ order }: { order: Order }) {
  const { t } = useWords();
  if (!order.late_paperwork) return null;
  if (order.papers_at) {
    return (
      <p className="said">
        ✓ {t('funds.papers_there')} <When iso={order.papers_at} />
      </p>
    );
  }
  return (
    <p className="said doubtful">
      ？ {t('funds.late_paperwork')} {order.papers_due_at && <Left due={order.papers_due_at} />}
    </p>
  );
}

const kNeverLeft: OrderState[] = ['not_approved', 'withdrawn'];
const kInForce: OrderState[] = ['stopped', 'stopped_short', 'frozen', 'frozen_in_part', 'queued'];

function MoneyAnswer({ order }: { order: Order }) {
  const { t, word } = useWords();
  const money = (fen: number | null | undefined) => (
    <span className="digits">{typeof fen === 'number' ? formatFen(fen) : '—'}</span>
  );
  const runs = kInForce.includes(order.state) && order.expires_at;
  return (
    <>
      {order.kind.startsWith('freeze') && order.freeze_mode && (
        <Line name={t('funds.form.mode')}>{word('funds.mode', order.freeze_mode)}</Line>
      )}
      {typeof order.held_fen === 'number' && (
        <Line name={t('funds.held')}>{money(order.held_fen)}</Line>
      )}
      {Boolean(order.returned_fen) && (
        <Line name={t('funds.returned')}>
          {money(order.returned_fen)} · {t('funds.still_held')}{' '}
          {money((order.held_fen ?? 0) - (order.returned_fen ?? 0))}
        </Line>
      )}
      <Line name={t('funds.balance_before')}>{money(order.balance_before_fen)}</Line>
      <Line name={t('funds.starts_at')}>
        <When iso={order.starts_at} />
      </Line>
      <Line name={t('funds.expires_at')}>
        <When iso={order.expires_at} /> {runs && <Left due={order.expires_at ?? ''} />}
      </Line>
      {order.former_authority && (
        <Line name={t('funds.former')}>
          {order.former_authority} {money(order.former_amount_fen)} {t('funds.former_until')}{' '}
          <When iso={order.former_expires_at} />
        </Line>
      )}
      {order.released_at && (
        <Line name={t('funds.released_at')}>
          <When iso={order.released_at} />
        </Line>
      )}
      {order.unrelated_at && (
        <Line name={t('funds.unrelated_at')}>
          <When iso={order.unrelated_at} />
        </Line>
      )}
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
          {account.status}{' '}
          {order.kind === 'all_accounts' && <LeadActs order={order} told={account} />}
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
