// One transfer of the victim: how much, when, to which account; and whether to stop that account.
import { DeleteOutlined } from '@ant-design/icons';
import { Button, Checkbox } from 'antd';

import { useState } from 'react';

import type { Bank, LegForm } from '../api/types';
import { useWords } from '../platform/words';
import {
  AccountField,
  BankField,
  ChoiceField,
  MoneyField,
  TextField,
  useField,
  WhenField,
} from './fields';

const kChannels = ['bank', 'alipay', 'wechat', 'cash', 'other'];

interface Props {
  index: number;
  banks: Bank[];
  onRemove: () => void;
}

export function PaymentRow({ index, banks, onRemove }: Props) {
  const { t, word } = useWords();
  const path = `payments[${index}]`;
  return (
    <fieldset className="payment">
      <legend>{t('intake.payment', { number: index + 1 })}</legend>
      <div className="payment-line money">
        <MoneyField path={`${path}.amount_fen`} label={t('intake.field.amount')} />
        <WhenField path={`${path}.at`} label={t('intake.field.at')} />
        <ChoiceField
          path={`${path}.channel`}
          label={t('intake.field.channel')}
          options={kChannels.map((code) => ({ value: code, label: word('intake.channel', code) }))}
        />
        <StopTick path={`${path}.stop`} />
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={t('intake.remove_payment', { number: index + 1 })}
          onClick={onRemove}
        />
      </div>
      <Leg path={`${path}.to`} side="to" banks={banks} />
      <PayerLeg path={`${path}.from`} banks={banks} />
    </fieldset>
  );
}

// The payer's side takes a line only when something is known of it or somebody wants to fill it.
function PayerLeg({ path, banks }: { path: string; banks: Bank[] }) {
  const { t } = useWords();
  const { value } = useField<LegForm>(path);
  const [open, setOpen] = useState(false);
  const known = Object.values(value).some((part) => part !== '');
  if (known || open) return <Leg path={path} side="from" banks={banks} />;
  return (
    <div className="payer-unknown">
      <LegSaid path={path} />
      <button type="button" className="link" onClick={() => setOpen(true)}>
        {t('intake.fill_payer')}
      </button>
    </div>
  );
}

function StopTick({ path }: { path: string }) {
  const { t, word } = useWords();
  const { value, set, marks } = useField<boolean>(path);
  return (
    <div className={`field stop-tick ${marks.length ? 'wrong' : ''}`}>
      <Checkbox
        id={`field-${path}`}
        checked={value}
        onChange={(event) => set(event.target.checked)}
      >
        {t('intake.stop')}
      </Checkbox>
      {marks.map(({ code, level }) => (
        <p key={code} className={`said ${level}`}>
          {word('platform.field_code', code)}
        </p>
      ))}
    </div>
  );
}

function Leg({ path, side, banks }: { path: string; side: 'to' | 'from'; banks: Bank[] }) {
  const { t } = useWords();
  return (
    <>
      <div className={`payment-line leg ${side}`}>
        <span className="leg-side">{t(`intake.side.${side}`)}</span>
        <AccountField path={`${path}.account`} label={t(`intake.field.${side}_account`)} />
        <BankField path={path} label={t(`intake.field.${side}_bank`)} banks={banks} />
        <TextField path={`${path}.holder`} label={t(`intake.field.${side}_holder`)} />
      </div>
      <LegSaid path={path} />
    </>
  );
}

// What is said of a leg as a whole: that an order without it is late paperwork.
function LegSaid({ path }: { path: string }) {
  const { word } = useWords();
  const { marks } = useField(path);
  return marks.map(({ code, level }) => (
    <p key={code} className={`said ${level}`}>
      <span aria-hidden>？</span> {word('platform.field_code', code)}
    </p>
  ));
}
