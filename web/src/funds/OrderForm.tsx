// The drawers in which an officer says how much is frozen, and why money is let go.
import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';

import type { Order, PlacedOrder } from '../api/types';
import { post, Problem } from '../platform/api';
import { parseYuan, yuanOf } from '../platform/format';
import { RecordForm, type RecordField } from '../platform/RecordForm';
import { useWords } from '../platform/words';
import { useFreezeModes } from './names';
import { Named, useActName } from './OrderActions';

export type FormAct = 'freeze' | 'freeze_again' | 'renew' | 'find_unrelated' | 'lift' | 'release';

interface Props {
  act: FormAct;
  order: Order;
  onClose: () => void;
}

export function OrderForm({ act, order, onClose }: Props) {
  const { t, word } = useWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const nameOf = useActName();
  const modes = useFreezeModes(order.bank_code);
  const freezes = act === 'freeze' || act === 'freeze_again';
  const notice: RecordField = {
    name: 'notice_number',
    label: t('funds.form.notice_number'),
    kind: 'text',
  };
  const reason: RecordField = { name: 'reason', label: t('funds.form.reason'), kind: 'long' };
  const fields: RecordField[] = freezes
    ? [
        {
          name: 'mode',
          label: t('funds.form.mode'),
          kind: 'choice',
          options: modes.map((mode) => ({ value: mode, label: word('funds.mode', mode) })),
        },
        { name: 'amount_fen', label: t('funds.form.amount'), kind: 'text' },
        notice,
        reason,
      ]
    : act === 'renew'
      ? [notice, reason]
      : [reason];
  const initial = {
    mode: modes.find((mode) => mode === order.freeze_mode) ?? modes[0],
    amount_fen: yuanOf(order.amount_fen),
    notice_number: '',
    reason: freezes ? order.reason : '',
  };
  const save = async (values: Record<string, unknown>) => {
    const placed = await post<PlacedOrder>(
      `/funds/orders/${order.id}/${act}`,
      freezes ? freezeBody(values) : { notice_number: '', ...values },
    );
    for (const queryKey of [['funds', 'orders'], ['register'], ['deadline'], ['approval']]) {
      await client.invalidateQueries({ queryKey });
    }
    const asked = placed.order?.state === 'asked';
    void message.success(t(asked ? 'funds.asked' : 'funds.done'));
  };
  return (
    <RecordForm
      title={nameOf(act, order)}
      fields={fields}
      initial={initial}
      submit={nameOf(act, order)}
      save={save}
      onClose={onClose}
    >
      <Named order={order} />
      <p className="soft">{t(`funds.form.note.${act}`)}</p>
    </RecordForm>
  );
}

// A limited freeze is of an amount; the other two are of all there is.
function freezeBody(values: Record<string, unknown>) {
  const { mode, amount_fen, notice_number, reason } = values as Record<string, string>;
  if (mode !== 'limit') return { mode, notice_number, reason };
  const fen = parseYuan(amount_fen ?? '');
  if (!fen) {
    const error = { path: 'amount_fen', code: 'positive', message: '' };
    throw new Problem(400, 'invalid', '', [error], 'No amount.');
  }
  return { mode, amount_fen: fen, notice_number, reason };
}
