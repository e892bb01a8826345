// The notice as a message to the bank: how it stands, what each share brought, and what the bank
// wrote that could not be believed.
import { Button } from 'antd';
import { Link } from 'react-router';

import { useAct } from '../platform/act';
import { post } from '../platform/api';
import { DataTable, type Column } from '../platform/DataTable';
import { formatFen } from '../platform/format';
import { Facts, When } from '../platform/parts';
import { useWords } from '../platform/words';
import { meaningOf, OrderStateTag } from './OrderCard';
import type { ReturnMessage, ReturnShare, RoundFull } from './returns';

export function ReturnMessages({ full }: { full: RoundFull }) {
  const { t } = useWords();
  return (
    <section className="card">
      <h2>{t('returns.messages')}</h2>
      {full.messages.map((message) => (
        <Message key={message.order.id} full={full} message={message} />
      ))}
    </section>
  );
}

function Message({ full, message }: { full: RoundFull; message: ReturnMessage }) {
  const { t, word, language } = useWords();
  const { order, shares, kept } = message;
  const resend = useAct(() => post(`/funds/orders/${order.id}/resend`), {
    touches: [['funds', 'returns']],
    say: t('funds.done'),
  });
  const unanswered = order.state === 'waiting' || order.state === 'sent';
  const items: [string, React.ReactNode][] = [
    [t('returns.state_title'), <OrderStateTag state={order.state} />],
    [t('returns.to_return'), <span className="digits">{formatFen(order.amount_fen)}</span>],
    [t('returns.message_placed'), <When iso={order.requested_at} />],
    [t('returns.message_sent'), <When iso={order.sent_at} />],
  ];
  if (order.answered_at) {
    items.push(
      [t('returns.message_answered'), <When iso={order.answered_at} />],
      [t('funds.result'), `${order.result_code} ${meaningOf(order, language)}`],
    );
  }
  if (unanswered) items.push([t('funds.phone_24h'), order.bank_phone_24h || '—']);
  return (
    <div className="return-message">
      <Facts items={items} />
      {order.answered_at && <Shares full={full} shares={shares} />}
      {kept.map((answer) => (
        <p key={answer.id} className="said wrong" role="alert">
          ✕ <When iso={answer.received_at} /> {word('funds.verdict', answer.verdict)}{' '}
          {answer.settled_at ? (
            t('funds.answer.settled')
          ) : (
            <Link to="/funds/answers">{t('returns.to_answers')}</Link>
          )}
        </p>
      ))}
      {order.actions.includes('resend') && (
        <Button size="small" loading={resend.isPending} onClick={() => resend.mutate(undefined)}>
          {word('funds.act', 'resend')}
        </Button>
      )}
    </div>
  );
}

function Shares({ full, shares }: { full: RoundFull; shares: ReturnShare[] }) {
  const { t, language } = useWords();
  const nameOf = (share: ReturnShare) =>
    full.claims.find(({ id }) => id === share.claim_id)?.name || '—';
  const columns: Column<ReturnShare>[] = [
    { key: 'name', title: t('returns.victim'), render: nameOf },
    {
      key: 'asked',
      title: t('returns.to_return'),
      number: true,
      render: ({ amount_fen }) => formatFen(amount_fen),
    },
    {
      key: 'got',
      title: t('returns.executed'),
      number: true,
      render: ({ executed_fen }) =>
        typeof executed_fen === 'number' ? formatFen(executed_fen) : '—',
    },
    {
      key: 'at',
      title: t('returns.row.at'),
      render: ({ executed_at }) => <When iso={executed_at} />,
    },
    {
      key: 'result',
      title: t('funds.result'),
      render: (share) => (
        <>
          {share.result_code}{' '}
          {language === 'en' ? share.result_meaning_en : share.result_meaning_zh}
          {share.cause && <span className="soft"> {share.cause}</span>}
        </>
      ),
    },
  ];
  return (
    <DataTable
      label={t('returns.messages')}
      columns={columns}
      rows={shares}
      rowKey={({ id }) => id}
    />
  );
}
