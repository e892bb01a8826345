// The foot of the form: one key takes the report in. Before money is touched it names account,
// bank and amount of every order and asks once; Enter answers.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { Button, Radio } from 'antd';
import { useEffect, useRef, useState } from 'react';

import type { Duplicate, MarkLevel } from '../api/types';
import { formatFen, groupAccount } from '../platform/format';
import { Key } from '../platform/parts';
import type { Store } from '../platform/store';
import { useTrouble } from '../platform/trouble';
import { useWords } from '../platform/words';
import { takeIn } from './act';
import { desk, marksOf, stopsOf, withField, type Draft, type Stop } from './draft';
import { showField } from './fields';

export function askToTakeIn(store: Store<Draft> = desk) {
  store.set((draft) => {
    const ready = draft.form.text.trim() !== '' || draft.form.payments.length > 0;
    return draft.stage === 'writing' && ready ? { ...draft, stage: 'confirming' } : draft;
  });
}

export function backToWriting(store: Store<Draft> = desk) {
  store.set((draft) => (draft.stage === 'confirming' ? { ...draft, stage: 'writing' } : draft));
}

interface FootProps {
  store?: Store<Draft>;
  send?: (client: QueryClient) => Promise<void>;
}

export function Foot({ store = desk, send = takeIn }: FootProps) {
  const writing = store.use().stage === 'writing';
  return (
    <div className="foot">
      {writing ? <TakeInBar store={store} /> : <ConfirmPanel store={store} send={send} />}
    </div>
  );
}

function TakeInBar({ store }: { store: Store<Draft> }) {
  const { t } = useWords();
  const draft = store.use();
  const stops = stopsOf(draft.form);
  const sum = stops.reduce((total, { amount_fen }) => total + amount_fen, 0);
  const missing = marksAt(draft, 'missing');
  return (
    <div className="take-in-bar">
      <div className="take-in-sum">
        <strong>{t('intake.stops_to_send', { count: stops.length })}</strong>
        <span className="digits">{formatFen(sum)}</span>
        <WrongFields store={store} />
        {missing.length > 0 && (
          <span className="said missing">
            ＋ {t('intake.missing_fields', { count: missing.length })}
          </span>
        )}
      </div>
      <Button type="primary" size="large" onClick={() => askToTakeIn(store)}>
        {t('intake.take_in')} <Key>Ctrl</Key>
        <Key>Enter</Key>
      </Button>
    </div>
  );
}

function marksAt(draft: Draft, level: MarkLevel) {
  return [...marksOf(draft).values()].flat().filter((mark) => mark.level === level);
}

// How many fields are wrong; leads to the first.
function WrongFields({ store }: { store: Store<Draft> }) {
  const { t } = useWords();
  const wrong = marksAt(store.use(), 'wrong');
  if (wrong.length === 0) return null;
  const show = () => {
    backToWriting(store);
    showField(wrong[0]!.path);
  };
  return (
    <button className="link said wrong" type="button" onClick={show}>
      ✕ {t('intake.wrong_fields', { count: wrong.length })}
    </button>
  );
}

function ConfirmPanel({ store, send }: Required<FootProps>) {
  const { t } = useWords();
  const trouble = useTrouble();
  const client = useQueryClient();
  const draft = store.use();
  const [error, setError] = useState<unknown>();
  const button = useRef<HTMLButtonElement>(null);
  const stops = stopsOf(draft.form);
  const open = draft.duplicates.length > 0 && !draft.form.duplicate_choice;
  const sending = draft.stage === 'sending';
  useEffect(() => {
    if (!open && !sending) button.current?.focus();
  }, [open, sending]);
  const confirm = () => {
    if (sending || open) return;
    setError(undefined);
    send(client).catch(setError);
  };
  return (
    <section className="confirm" aria-label={t('intake.confirm.title')}>
      <h2>
        {stops.length > 0
          ? t('intake.confirm.title_stops', { count: stops.length })
          : t('intake.confirm.title_none')}
      </h2>
      <ul className="confirm-list">
        {stops.map((stop) => (
          <StopLine key={stop.key} stop={stop} />
        ))}
      </ul>
      <WrongFields store={store} />
      {draft.duplicates.length > 0 && (
        <DuplicateChoice store={store} duplicates={draft.duplicates} onEnter={confirm} />
      )}
      {error !== undefined && draft.duplicates.length === 0 && (
        <p className="said wrong" role="alert">
          ✕ {trouble(error)}
        </p>
      )}
      <div className="confirm-acts">
        <Button onClick={() => backToWriting(store)} disabled={sending}>
          {t('intake.confirm.back')} <Key>Esc</Key>
        </Button>
        <Button
          ref={button}
          type="primary"
          size="large"
          loading={sending}
          disabled={open}
          onClick={confirm}
        >
          {stops.length > 0 ? t('intake.confirm.send') : t('intake.confirm.take_in')}{' '}
          <Key>Enter</Key>
        </Button>
      </div>
    </section>
  );
}

function StopLine({ stop }: { stop: Stop }) {
  const { t } = useWords();
  const { to, payments, amount_fen } = stop;
  return (
    <li>
      <span className="digits account">
        {groupAccount(to.account) || t('intake.confirm.no_account')}
      </span>
      <span>{to.bank_name || t('intake.confirm.no_bank')}</span>
      <span>{to.holder || t('intake.confirm.no_holder')}</span>
      <span className="number">
        {payments > 1 && <small>{t('intake.confirm.sum_of', { count: payments })} </small>}
        <strong className="digits">{formatFen(amount_fen)}</strong>
      </span>
    </li>
  );
}

interface DuplicateProps {
  store: Store<Draft>;
  duplicates: Duplicate[];
  onEnter: () => void;
}

function DuplicateChoice({ store, duplicates, onEnter }: DuplicateProps) {
  const { t, word } = useWords();
  const { form } = store.use();
  const value = form.duplicate_choice === 'merge' ? form.merge_into : form.duplicate_choice;
  const choose = (choice: 'separate' | number) =>
    store.set((draft) => {
      const merging = choice !== 'separate';
      const chosen = withField(draft, 'duplicate_choice', merging ? 'merge' : 'separate');
      return withField(chosen, 'merge_into', merging ? choice : null);
    });
  return (
    <div
      className="duplicates"
      role="alert"
      onKeyDown={(event) => event.key === 'Enter' && onEnter()}
    >
      <p>
        <strong>△ {t('intake.duplicate.title')}</strong>
      </p>
      <Radio.Group
        value={value}
        onChange={(event) => choose(event.target.value as 'separate' | number)}
      >
        {duplicates.map((duplicate, index) => (
          <Radio key={duplicate.case_id} value={duplicate.case_id} autoFocus={index === 0}>
            {t('intake.duplicate.merge', { number: duplicate.case_number })}{' '}
            <small>
              {duplicate.why.map((why) => word('intake.duplicate.why', why)).join('、')}
            </small>
          </Radio>
        ))}
        <Radio value="separate">{t('intake.duplicate.separate')}</Radio>
      </Radio.Group>
    </div>
  );
}
