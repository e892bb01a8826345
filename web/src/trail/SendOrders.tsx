// The one question before orders go out: it names account, bank and amount of each. Then what
// became of each.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';

import type { OrderKind, QueryMode } from '../api/types';
import { StopListed, WhiteMark } from '../funds/StopListed';
import { newKey, post } from '../platform/api';
import { formatFen, groupAccount } from '../platform/format';
import { Key, StateTag } from '../platform/parts';
import { useTrouble } from '../platform/trouble';
import { useWords } from '../platform/words';
import { lineOf } from './figures';
import { sumOf, type ListName, type Ranked } from './RankLists';
import type { ListedOrders, QueryNext } from './types';

const kKinds: OrderKind[] = ['transactions', 'holder', 'all_accounts', 'watch'];
const kModes: QueryMode[] = ['quick', 'transactions', 'both', 'basic'];

interface Props {
  name: ListName;
  caseId: number;
  chosen: Ranked[]; // As they were when the question was asked.
  onClose: (sent: boolean) => void;
}

interface Wish {
  reason: string;
  kind: OrderKind;
  mode: QueryMode;
}

function bodyOf(name: ListName, chosen: Ranked[], wish: Wish) {
  if (name === 'stop') {
    const accounts = chosen.map((each) => ({ ...lineOf(each.account), amount_fen: sumOf(each) }));
    return { accounts, reason: wish.reason };
  }
  const accounts = chosen.map(({ account }) => lineOf(account));
  if (wish.kind !== 'transactions') return { kind: wish.kind, accounts };
  // From the earliest arrival on, whatever the account.
  const from = chosen.map(({ line }) => (line as QueryNext).from_at).sort()[0];
  return { kind: wish.kind, mode: wish.mode, accounts, from };
}

export function SendOrders({ name, caseId, chosen, onClose }: Props) {
  const { t } = useWords();
  const trouble = useTrouble();
  const client = useQueryClient();
  const [wish, setWish] = useState<Wish>({
    reason: t('trail.stop.reason_given'),
    kind: 'transactions',
    mode: 'quick',
  });
  const [key] = useState(newKey); // A second press of the button is the same act.
  const path = `/funds/cases/${caseId}/${name === 'stop' ? 'stops' : 'queries'}`;
  const sending = useMutation({
    mutationFn: () => post<ListedOrders>(path, bodyOf(name, chosen, wish), key),
    onSuccess: () => {
      for (const queryKey of [['trail', 'case', caseId], ['funds', 'orders'], ['register']]) {
        void client.invalidateQueries({ queryKey });
      }
    },
  });
  const sent = sending.data;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    button.current?.focus();
  }, [sent]);
  const send = () => !sending.isPending && sending.mutate();
  const count = chosen.length;
  return (
    <Modal
      open
      width={680}
      closable={false}
      title={sent ? t('trail.sent.title') : t(`trail.${name}.confirm`, { count })}
      onCancel={() => onClose(Boolean(sent))}
      afterOpenChange={() => button.current?.focus()}
      footer={
        <>
          {!sent && (
            <Button key="cancel" onClick={() => onClose(false)}>
              {t('platform.cancel')} <Key>Esc</Key>
            </Button>
          )}
          <Button
            key="go"
            ref={button}
            type="primary"
            loading={sending.isPending}
            onClick={sent ? () => onClose(true) : send}
          >
            {sent ? t('platform.close') : t(`trail.${name}.send`)} <Key>Enter</Key>
          </Button>
        </>
      }
    >
      {sent ? (
        <Outcome caseId={caseId} reason={wish.reason} chosen={chosen} sent={sent} />
      ) : (
        <>
          <Named name={name} chosen={chosen} />
          {name === 'stop' ? (
            <label className="wish">
              {t('trail.stop.reason')}
              <Input
                value={wish.reason}
                maxLength={200}
                onChange={(event) => setWish({ ...wish, reason: event.target.value })}
                onPressEnter={send}
              />
            </label>
          ) : (
            <QueryWish wish={wish} onWish={setWish} />
          )}
          {sending.isError && (
            <p className="said wrong" role="alert">
              ✕ {trouble(sending.error)}
            </p>
          )}
        </>
      )}
    </Modal>
  );
}

function Named({ name, chosen }: { name: ListName; chosen: Ranked[] }) {
  const { t } = useWords();
  const sum = chosen.reduce((total, each) => total + sumOf(each), 0);
  const ids = chosen.map(({ account }) => account.id);
  return (
    <>
      <ul className="named-orders">
        {chosen.map((each) => (
          <li key={each.account.id}>
            <span className="digits account">{groupAccount(each.account.number)}</span>
            <span>
              {each.account.bank_name || t('trail.no_bank')} {each.account.holder}
            </span>
            {sumOf(each) > 0 && <strong className="digits">{formatFen(sumOf(each))}</strong>}
            {name === 'stop' && <WhiteMark ids={ids} id={each.account.id} />}
          </li>
        ))}
      </ul>
      {name === 'stop' && chosen.length > 1 && (
        <p className="named-sum">
          {t('trail.sum')} <strong className="digits">{formatFen(sum)}</strong>
        </p>
      )}
    </>
  );
}

function QueryWish({ wish, onWish }: { wish: Wish; onWish: (wish: Wish) => void }) {
  const { t, word } = useWords();
  return (
    <div className="query-wish">
      <label className="wish">
        {t('trail.query.kind')}
        <Select
          value={wish.kind}
          onChange={(kind) => onWish({ ...wish, kind })}
          options={kKinds.map((each) => ({ value: each, label: word('funds.kind', each) }))}
        />
      </label>
      {wish.kind === 'transactions' && (
        <label className="wish">
          {t('trail.query.mode')}
          <Select
            value={wish.mode}
            onChange={(mode) => onWish({ ...wish, mode })}
            options={kModes.map((each) => ({ value: each, label: word('trail.mode', each) }))}
          />
        </label>
      )}
    </div>
  );
}

interface OutcomeProps {
  caseId: number;
  reason: string;
  chosen: Ranked[];
  sent: ListedOrders;
}

function Outcome({ caseId, reason, chosen, sent }: OutcomeProps) {
  const { t, word, known } = useWords();
  return (
    <ul className="named-orders" aria-live="polite">
      {chosen.map((each, index) => {
        const { account } = each;
        const placed = sent.placed.find((each) => each.index === index);
        const refused = sent.refused.find((each) => each.index === index);
        const rule = refused?.rule ?? '';
        return (
          <li key={account.id}>
            <span className="digits account">{groupAccount(account.number)}</span>
            <span>{account.bank_name}</span>
            {placed ? (
              <StateTag tone="good">{t('trail.sent.placed')}</StateTag>
            ) : (
              <StateTag tone="alarm">{t('trail.sent.refused')}</StateTag>
            )}
            {placed?.warnings.map((code) => (
              <p key={code} className="said doubtful">
                ？{' '}
                {known('platform.rule', code)
                  ? word('platform.rule', code)
                  : word('intake.warning', code)}
              </p>
            ))}
            {refused && (
              <p className="said wrong">
                {known('platform.rule', rule)
                  ? word('platform.rule', rule)
                  : known('trail.rule', rule)
                    ? word('trail.rule', rule)
                    : refused.message}
              </p>
            )}
            {rule === 'white_listed' && (
              <StopListed
                caseId={caseId}
                reason={reason}
                line={{ ...lineOf(account), amount_fen: sumOf(each) }}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
