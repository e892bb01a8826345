// The buttons of an order, drawn from what the server says may be done. Each names account, bank
// and amount and asks once; what a rule forbids is said with the rule.
import { App, Button } from 'antd';
import { useState } from 'react';

import type { Order } from '../api/types';
import { useAct } from '../platform/act';
import { post } from '../platform/api';
import { formatFen, groupAccount } from '../platform/format';
import { useWords } from '../platform/words';
import { OrderForm, type FormAct } from './OrderForm';

// In the order in which one would think of them.
const kActs = [
  'resend',
  'freeze',
  'freeze_again',
  'renew',
  'hand_in_papers',
  'stop_again',
  'find_unrelated',
  'lift',
  'release',
  'end_watch',
] as const;
type Act = (typeof kActs)[number];

const kMoneyKinds = ['stop', 'payment_stop', 'freeze', 'stop_renewal', 'stop_release'];

export function isMoney(order: Order): boolean {
  return kMoneyKinds.includes(order.kind) || order.kind.startsWith('freeze');
}

// Reasons, amounts and dates are asked for in a form; the rest needs one yes.
function needsForm(act: Act, order: Order): boolean {
  if (act === 'renew') return order.kind === 'freeze';
  return ['freeze', 'freeze_again', 'find_unrelated', 'lift', 'release'].includes(act);
}

// What an act is called: a stop and a freeze are renewed in different words.
export function useActName() {
  const { word } = useWords();
  return (act: string, order: Order): string =>
    word('funds.act', act === 'renew' && order.kind === 'freeze' ? 'renew_freeze' : act);
}

export function Named({ order }: { order: Order }) {
  const { word } = useWords();
  return (
    <p className="named-order">
      <span className="digits account">
        {groupAccount(order.account_number) || order.payment_number}
      </span>
      <span>
        {order.bank_name} {order.account_holder}
      </span>
      <strong className="digits">
        {isMoney(order)
          ? formatFen(order.held_fen ?? order.amount_fen)
          : word('funds.kind', order.kind)}
      </strong>
    </p>
  );
}

export function OrderActions({ order }: { order: Order }) {
  const { t, word } = useWords();
  const { modal } = App.useApp();
  const nameOf = useActName();
  const [open, setOpen] = useState<FormAct>();
  const act = useAct((name: Act) => post(`/funds/orders/${order.id}/${name}`, bodyOf(name)), {
    touches: [['funds', 'orders'], ['register'], ['deadline']],
    say: t('funds.done'),
  });
  const offered = kActs.filter((name) => order.actions.includes(name));
  const blocked = order.blocked ?? [];
  if (offered.length === 0 && blocked.length === 0) return null;
  const confirm = (name: Act) =>
    modal.confirm({
      title: nameOf(name, order),
      content: <Named order={order} />,
      okText: nameOf(name, order),
      autoFocusButton: 'ok',
      onOk: () => act.mutateAsync(name).catch(() => undefined),
    });
  const begin = (name: Act) => (needsForm(name, order) ? setOpen(name as FormAct) : confirm(name));
  return (
    <div className="order-acts">
      <div className="acts">
        {offered.map((name) => (
          <Button key={name} size="small" onClick={() => begin(name)} loading={act.isPending}>
            {nameOf(name, order)}
          </Button>
        ))}
      </div>
      {blocked.map(({ act: name, rule }) => (
        <p key={name} className="soft blocked">
          {nameOf(name, order)} · {word('funds.blocked', rule)}
        </p>
      ))}
      {open && <OrderForm act={open} order={order} onClose={() => setOpen(undefined)} />}
    </div>
  );
}

function bodyOf(name: Act): unknown {
  return name === 'resend' || name === 'stop_again' ? undefined : { reason: '', notice_number: '' };
}
