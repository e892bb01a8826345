// Orders that an officer places by hand on a case: a protective stop of the victim's own account,
// and the stop of one payment by its number.
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';

import type { CaseView, Payment } from '../api/types';
import { post, Problem } from '../platform/api';
import { formatFen, groupAccount, parseYuan } from '../platform/format';
import { RecordForm, type RecordField } from '../platform/RecordForm';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import { useBankDirectory } from './names';

type What = 'protective' | 'payment';
const kWhats: What[] = ['protective', 'payment'];
const kNumberKinds = ['company_order', 'bank_serial', 'terminal_serial'];

export function NewOrders({ view }: { view: CaseView }) {
  const { t } = useWords();
  const officer = useOfficer();
  const [open, setOpen] = useState<What>();
  if (!officer.may('funds:stop')) return null;
  return (
    <div className="acts">
      {kWhats.map((what) => (
        <Button key={what} size="small" onClick={() => setOpen(what)}>
          {t(`funds.new.${what}`)}
        </Button>
      ))}
      {open && <NewOrder what={open} view={view} onClose={() => setOpen(undefined)} />}
    </div>
  );
}

interface Props {
  what: What;
  view: CaseView;
  onClose: () => void;
}

// The victim's accounts, each once, by the payment that names it.
function victimsAccounts(payments: Payment[]): Payment[] {
  const seen = new Set<string>();
  return payments.filter(({ from_account: account, from_bank_code: bank }) => {
    if (!account || !bank || seen.has(account)) return false;
    seen.add(account);
    return true;
  });
}

function NewOrder({ what, view, onClose }: Props) {
  const { t, word } = useWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const banks = useBankDirectory().data?.items ?? [];
  const own = victimsAccounts(view.payments);
  const reason: RecordField = { name: 'reason', label: t('funds.form.reason'), kind: 'long' };
  const fields: Record<What, RecordField[]> = {
    protective: [
      {
        name: 'payment_id',
        label: t('funds.new.account'),
        kind: 'choice',
        options: own.map((payment) => ({
          value: payment.id,
          label: `${groupAccount(payment.from_account)} ${payment.from_bank_name}`,
        })),
      },
      reason,
    ],
    payment: [
      {
        name: 'bank_code',
        label: t('funds.new.company'),
        kind: 'choice',
        options: banks
          .filter(({ active }) => active)
          .map(({ code, name }) => ({ value: code, label: name })),
      },
      {
        name: 'payment_id',
        label: t('funds.new.of_payment'),
        kind: 'choice',
        options: view.payments.map(({ id, sequence, amount_fen }) => ({
          value: id,
          label: `${sequence}. ${formatFen(amount_fen)}`,
        })),
      },
      {
        name: 'payment_number_kind',
        label: t('funds.new.number_kind'),
        kind: 'choice',
        options: kNumberKinds.map((kind) => ({
          value: kind,
          label: word('funds.number_kind', kind),
        })),
      },
      { name: 'payment_number', label: t('funds.new.number'), kind: 'text' },
      { name: 'amount_fen', label: t('funds.new.amount'), kind: 'text' },
      reason,
    ],
  };
  const initial = {
    payment_id: own[0]?.id,
    payment_number_kind: 'company_order',
    payment_number: '',
    amount_fen: '',
    reason: t(`funds.new.${what}`),
  };
  const save = async (values: Record<string, unknown>) => {
    const [path, body] = requestFor(what, view.record.id, values);
    await post(path, body);
    for (const queryKey of [['funds', 'orders'], ['register'], ['deadline']]) {
      await client.invalidateQueries({ queryKey });
    }
    void message.success(t('funds.done'));
  };
  return (
    <RecordForm
      title={t(`funds.new.${what}`)}
      fields={fields[what]}
      initial={initial}
      submit={t('funds.new.submit')}
      save={save}
      onClose={onClose}
    >
      <p className="soft">{t(`funds.new.${what}_note`)}</p>
      {what === 'protective' && own.length === 0 && (
        <p className="said doubtful">？ {t('funds.new.no_account')}</p>
      )}
    </RecordForm>
  );
}

// The account of a protective stop is told by the payment that came from it: what is shown here is
// masked.
function requestFor(
  what: What,
  caseId: number,
  values: Record<string, unknown>,
): [string, Record<string, unknown>] {
  if (what === 'protective') {
    const { payment_id, reason } = values;
    if (!payment_id) throw missing('payment_id', 'missing');
    const empty = { bank_code: '', account: '', holder: '', amount_fen: 0 };
    return ['/funds/orders', { case_id: caseId, payment_id, ...empty, reason, protective: true }];
  }
  const fen = parseYuan(String(values['amount_fen'] ?? ''));
  if (!fen) throw missing('amount_fen', 'positive');
  if (!values['bank_code']) throw missing('bank_code', 'missing');
  return ['/funds/payment_stops', { case_id: caseId, ...values, amount_fen: fen }];
}

function missing(path: string, code: string): Problem {
  return new Problem(400, 'invalid', '', [{ path, code, message: '' }], 'A field is wrong.');
}
