// The right half of the desk: the form the text filled, section by section.
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';

import type { Page, Unit } from '../api/types';
import { useBankDirectory } from '../funds/names';
import { get } from '../platform/api';
import type { Store } from '../platform/store';
import { useWords } from '../platform/words';
import { kFraudTypes } from '../register/types';
import { desk, kNoPayment, marksOf, withRows, type Draft } from './draft';
import { ChoiceField, NumberField, TextField, WhenField } from './fields';
import { Identifiers } from './Identifiers';
import { PaymentRow } from './PaymentRow';

const kSources = ['call', 'walk_in', 'station', 'feed_110', 'bank_report', 'three_way_call'];

export function FormSide() {
  return (
    <div className="form-side">
      <CallSection />
      <PaymentSection store={desk} />
      <VictimSection />
      <Identifiers />
    </div>
  );
}

function useChoices(group: string, codes: readonly string[]) {
  const { word } = useWords();
  return codes.map((code) => ({ value: code, label: word(group, code) }));
}

function CallSection() {
  const { t } = useWords();
  const { source } = desk.use().form;
  return (
    <section className="form-section" aria-label={t('intake.section.call')}>
      <div className="form-grid">
        <ChoiceField
          path="source"
          label={t('intake.field.source')}
          options={useChoices('intake.source', kSources)}
        />
        <WhenField path="began_at" label={t('intake.field.began_at')} />
        {source === 'station' && <StationField />}
        <ChoiceField
          path="fraud_type"
          label={t('intake.field.fraud_type')}
          options={useChoices('register.fraud_type', kFraudTypes)}
          clearable
          wide
        />
      </div>
    </section>
  );
}

function StationField() {
  const { t } = useWords();
  const units = useQuery({
    queryKey: ['roster', 'units'],
    queryFn: () => get<Page<Unit>>('/roster/units'),
  });
  const stations = (units.data?.items ?? []).filter(({ kind }) => kind === 'station');
  return (
    <ChoiceField
      path="station_unit_id"
      label={t('intake.field.station_unit_id')}
      options={stations.map(({ id, name }) => ({ value: id, label: name }))}
      clearable
    />
  );
}

export function PaymentSection({ store }: { store: Store<Draft> }) {
  const { t, word } = useWords();
  const draft = store.use();
  const banks = (useBankDirectory().data?.items ?? []).filter(({ active }) => active);
  const { payments } = draft.form;
  const said = marksOf(draft).get('payments') ?? [];
  const change = (rows: unknown[]) => store.set((before) => withRows(before, 'payments', rows));
  return (
    <section className="form-section" aria-label={t('intake.section.payments')}>
      <header>
        <h2>
          {t('intake.section.payments')} <small>{payments.length || ''}</small>
        </h2>
        <Button
          size="small"
          icon={<PlusOutlined />}
          onClick={() => change([...payments, kNoPayment])}
        >
          {t('intake.add_payment')}
        </Button>
      </header>
      {payments.length === 0 && (
        <p className="section-empty">
          {said.map(({ code }) => word('platform.field_code', code)).join(' ')}{' '}
          {t(draft.form.text ? 'intake.no_payment' : 'intake.fills_itself')}
        </p>
      )}
      {payments.map((_, index) => (
        <PaymentRow
          key={index}
          index={index}
          banks={banks}
          onRemove={() => change(payments.filter((__, other) => other !== index))}
        />
      ))}
    </section>
  );
}

function VictimSection() {
  const { t } = useWords();
  const sexes = useChoices('register.sex', ['male', 'female', 'unknown']);
  const residences = useChoices('register.residence', ['permanent', 'floating', 'unknown']);
  return (
    <section className="form-section" aria-label={t('intake.section.victim')}>
      <h2>{t('intake.section.victim')}</h2>
      <div className="form-grid">
        <TextField path="victim.name" label={t('intake.field.name')} />
        <TextField path="victim.phone" label={t('intake.field.phone')} />
        <TextField path="victim.identity" label={t('intake.field.identity')} wide />
        <ChoiceField path="victim.sex" label={t('intake.field.sex')} options={sexes} />
        <NumberField path="victim.age" label={t('intake.field.age')} />
        <ChoiceField
          path="victim.residence"
          label={t('intake.field.residence')}
          options={residences}
        />
        <TextField path="victim.occupation" label={t('intake.field.occupation')} />
        <TextField path="victim.workplace" label={t('intake.field.workplace')} />
        <TextField path="victim.community" label={t('intake.field.community')} />
        <TextField path="victim.address" label={t('intake.field.address')} wide />
      </div>
    </section>
  );
}
