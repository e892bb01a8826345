// The buttons of an order, drawn from what the server says may be done. Each names account, bank
// and amount and asks once.
import { App, Button } from 'antd';

import type { Order } from '../api/types';
import { post } from '../platform/api';
import { useAct } from '../platform/act';
import { formatFen, groupAccount } from '../platform/format';
import { useWords } from '../platform/words';

const kActs = ['resend', 'stop_again'] as const;

export function OrderActions({ order }: { order: Order }) {
  const { t, word } = useWords();
  const { modal } = App.useApp();
  const act = useAct((name: string) => post(`/funds/orders/${order.id}/${name}`), {
    touches: [['funds', 'orders'], ['register']],
    say: t('funds.done'),
  });
  const offered = kActs.filter((name) => order.actions.includes(name));
  if (offered.length === 0) return null;
  const confirm = (name: (typeof kActs)[number]) =>
    modal.confirm({
      title: t(`funds.act.${name}`),
      content: (
        <p>
          <span className="digits">{groupAccount(order.account_number)}</span>
          <br />
          {order.bank_name}
          <br />
          <strong className="digits">
            {order.kind === 'stop' ? formatFen(order.amount_fen) : word('funds.kind', order.kind)}
          </strong>
        </p>
      ),
      okText: t(`funds.act.${name}`),
      autoFocusButton: 'ok',
      onOk: () => act.mutateAsync(name).catch(() => undefined),
    });
  return (
    <div className="acts">
      {offered.map((name) => (
        <Button key={name} size="small" onClick={() => confirm(name)} loading={act.isPending}>
          {t(`funds.act.${name}`)}
        </Button>
      ))}
    </div>
  );
}
