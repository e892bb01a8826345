// What may be done about an account that an answer has told: ask its bank what moved on it, or stop
// it. Either names the account and its bank and asks once.
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';

import type { Order, QueryAnswer } from '../api/types';
import { useAct } from '../platform/act';
import { post, Problem } from '../platform/api';
import { groupAccount, parseYuan, yuanOf } from '../platform/format';
import { RecordForm } from '../platform/RecordForm';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';

type Told = QueryAnswer['accounts'][number];
interface Listed {
  placed: unknown[];
  refused: { rule: string; message: string }[];
}

// One account is a list of one; what is refused is said as the refusal of the act.
async function placeOne(path: string, body: Record<string, unknown>) {
  const { refused } = await post<Listed>(path, body);
  const first = refused[0];
  if (first) throw new Problem(409, 'conflict', first.rule, [], first.message);
}

export function LeadActs({ order, told }: { order: Order; told: Told }) {
  const { t } = useWords();
  const { modal } = App.useApp();
  const officer = useOfficer();
  const [stopping, setStopping] = useState(false);
  const path = `/funds/cases/${order.case_id}`;
  const ask = useAct(
    () =>
      placeOne(`${path}/queries`, {
        kind: 'transactions',
        mode: 'quick',
        accounts: [{ answered_id: told.id }],
      }),
    { touches: [['funds', 'orders'], ['register'], ['trail']], say: t('funds.done') },
  );
  const confirm = () =>
    modal.confirm({
      title: t('funds.lead.query'),
      content: <Lead told={told} />,
      okText: t('funds.lead.query'),
      autoFocusButton: 'ok',
      onOk: () => ask.mutateAsync(undefined).catch(() => undefined),
    });
  return (
    <span className="lead-acts">
      {officer.may('funds:query') && (
        <Button size="small" onClick={confirm} loading={ask.isPending}>
          {t('funds.lead.query')}
        </Button>
      )}
      {officer.may('funds:stop') && (
        <Button size="small" onClick={() => setStopping(true)}>
          {t('funds.lead.stop')}
        </Button>
      )}
      {stopping && <StopLead path={path} told={told} onClose={() => setStopping(false)} />}
    </span>
  );
}

function Lead({ told }: { told: Told }) {
  return (
    <p className="named-order">
      <span className="digits account">{groupAccount(told.number)}</span>
      <span>
        {told.bank_name} {told.holder}
      </span>
    </p>
  );
}

function StopLead({ path, told, onClose }: { path: string; told: Told; onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const save = async ({ amount_fen, reason }: Record<string, unknown>) => {
    const fen = parseYuan(String(amount_fen));
    if (!fen) {
      const error = { path: 'amount_fen', code: 'positive', message: '' };
      throw new Problem(400, 'invalid', '', [error], 'No amount.');
    }
    await placeOne(`${path}/stops`, {
      accounts: [{ answered_id: told.id, amount_fen: fen }],
      reason,
    });
    for (const queryKey of [['funds', 'orders'], ['register'], ['trail']]) {
      await client.invalidateQueries({ queryKey });
    }
  };
  return (
    <RecordForm
      title={t('funds.lead.stop')}
      fields={[
        { name: 'amount_fen', label: t('funds.new.amount'), kind: 'text' },
        { name: 'reason', label: t('funds.form.reason'), kind: 'long' },
      ]}
      initial={{
        amount_fen: told.balance_fen ? yuanOf(told.balance_fen) : '',
        reason: t('trail.stop.reason_given'),
      }}
      submit={t('funds.lead.stop')}
      save={save}
      onClose={onClose}
    >
      <Lead told={told} />
    </RecordForm>
  );
}
