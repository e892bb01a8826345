// The form for one instruction, as a person on the telephone or a paper gives it. What the server
// refuses is said beside each field; what is written outlives a look at another page.
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Input } from 'antd';
import type { FormEvent } from 'react';
import { Link } from 'react-router';

import { post, Problem } from '../platform/api';
import { storeOf, type Store } from '../platform/store';
import { useTrouble } from '../platform/trouble';
import { useWords } from '../platform/words';
import { kFraudTypes } from '../register/types';
import { FormStore, isUnder, marksOf, withField, withRows, type Written } from '../intake/draft';
import {
  ChoiceField,
  described,
  FieldFrame,
  MoneyField,
  NumberField,
  TextField,
  useField,
  WhenField,
} from '../intake/fields';
import '../intake/intake.css';
import { kTouches, useLevels, useUnits } from './parts';
import type { ContactKind, TakenIn } from './types';

const kContact = { kind: 'family' as ContactKind, name: '', phone: '', place: '' };
const kKinds: ContactKind[] = ['family', 'workplace', 'elsewhere', 'own'];

const kBlank = {
  source: '',
  external_number: '',
  level: '',
  fraud_type: null as string | null,
  name: '',
  identity: '',
  birthday: '',
  phones: [] as string[],
  address: '',
  unit_code: null as string | null,
  workplace: '',
  contacts: [] as (typeof kContact)[],
  seen: '',
  call_minutes: null as number | null,
  transfers_tried: null as number | null,
  tried_fen: 0,
  sent_at: null as string | null,
  valid_until: null as string | null,
};
type Form = typeof kBlank;
const kEmpty: Written<Form> = { form: kBlank, changed: [], found: [] };
const written = storeOf(kEmpty);

// What was left blank was not said.
function sent(form: Form) {
  const said = (value: unknown) =>
    value !== '' && value !== null && value !== 0 && !(Array.isArray(value) && !value.length);
  return {
    ...Object.fromEntries(Object.entries(form).filter(([, value]) => said(value))),
    source: form.source,
    level: form.level,
    ...(form.contacts.length > 0 && {
      contacts: form.contacts.map((each) =>
        Object.fromEntries(Object.entries(each).filter(([, value]) => value !== '')),
      ),
    }),
  };
}

export function TakeIn({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const trouble = useTrouble();
  const taking = useMutation({
    mutationFn: () => post<TakenIn>('/warning/instructions', sent(written.get().form)),
    onSuccess: () => {
      written.set(kEmpty);
      for (const queryKey of kTouches) void client.invalidateQueries({ queryKey });
    },
    onError: (error) => {
      if (!(error instanceof Problem)) return;
      const found = error.errors.map(({ path, code }) => ({ path, code, level: 'wrong' as const }));
      written.set((before) => ({ ...before, found }));
    },
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    taking.mutate();
  };
  const { found } = written.use();
  const told = found.length > 0 && taking.error instanceof Problem;
  return (
    <Drawer
      open
      onClose={onClose}
      title={t('warning.take_in')}
      size={720}
      styles={{ wrapper: { maxWidth: '100vw' } }}
    >
      <FormStore value={written as unknown as Store<Written<unknown>>}>
        <form className="record-form take-in-form" onSubmit={send}>
          <InstructionFields />
          <PersonFields />
          <ContactFields />
          <SeenFields />
          {taking.isError && (
            <p className="said wrong" role="alert">
              ✕ {told ? t('intake.wrong_fields', { count: found.length }) : trouble(taking.error)}
            </p>
          )}
          {taking.data && <Arrived taken={taking.data} />}
          <div className="acts">
            <Button type="primary" htmlType="submit" loading={taking.isPending}>
              {t('warning.take_in')}
            </Button>
            <Button onClick={onClose}>{t('platform.close')}</Button>
          </div>
        </form>
      </FormStore>
    </Drawer>
  );
}

function Arrived({ taken }: { taken: TakenIn }) {
  const { t, word } = useWords();
  return (
    <p role="status">
      ✓ {t(`warning.taken_in.${taken.arrival}`)}{' '}
      {taken.marks.map((mark) => word('warning.mark', mark)).join('、')}{' '}
      {taken.warning_id ? (
        <Link to={`/warning/${taken.warning_id}`}>{t('warning.open_it')}</Link>
      ) : null}
    </p>
  );
}

function InstructionFields() {
  const { t, word } = useWords();
  const levels = useLevels().map(({ name }) => ({
    value: name,
    label: word('warning.level', name),
  }));
  const types = kFraudTypes.map((value) => ({
    value,
    label: word('register.fraud_type', value),
  }));
  return (
    <section className="form-section" aria-label={t('warning.section.instruction')}>
      <div className="form-grid">
        <TextField path="source" label={t('warning.field.source')} />
        <TextField path="external_number" label={t('warning.field.external_number')} />
        <ChoiceField path="level" label={t('warning.field.level')} options={levels} />
        <ChoiceField
          path="fraud_type"
          label={t('warning.field.fraud_type')}
          options={types}
          clearable
        />
        <WhenField path="sent_at" label={t('warning.field.sent_at')} />
        <WhenField path="valid_until" label={t('warning.field.valid_until')} />
      </div>
    </section>
  );
}

function PersonFields() {
  const { t } = useWords();
  const stations = useUnits()
    .filter(({ kind }) => kind === 'station')
    .map(({ code, name }) => ({ value: code, label: name }));
  return (
    <section className="form-section" aria-label={t('warning.section.person')}>
      <h2>{t('warning.section.person')}</h2>
      <div className="form-grid">
        <TextField path="name" label={t('warning.field.name')} />
        <TextField path="birthday" label={t('warning.field.birthday')} />
        <TextField path="identity" label={t('warning.field.identity')} wide />
        <LinesField path="phones" label={t('warning.field.phones')} />
        <TextField path="address" label={t('warning.field.address')} wide />
        <ChoiceField
          path="unit_code"
          label={t('warning.field.unit_code')}
          options={stations}
          clearable
        />
        <TextField path="workplace" label={t('warning.field.workplace')} />
      </div>
    </section>
  );
}

// A list of texts, one a line. What is wrong with one of them is said under all.
function LinesField({ path, label }: { path: string; label: string }) {
  const { value, set } = useField<string[]>(path);
  const draft = written.use();
  const marks = [...marksOf(draft)]
    .filter(([each]) => isUnder(each, path))
    .flatMap(([, found]) => found);
  return (
    <FieldFrame path={path} label={label} marks={marks} wide>
      <Input.TextArea
        {...described(path, marks)}
        className="digits"
        rows={2}
        value={value.join('\n')}
        onChange={(event) => {
          const text = event.target.value;
          set(text === '' ? [] : text.split('\n'));
          written.set((before) => ({
            ...before,
            found: before.found.filter((mark) => !isUnder(mark.path, path)),
          }));
        }}
        onBlur={() => set(value.map((line) => line.trim()).filter(Boolean))}
      />
    </FieldFrame>
  );
}

function ContactFields() {
  const { t, word } = useWords();
  const { contacts } = written.use().form;
  const change = (rows: unknown[]) => written.set((before) => withRows(before, 'contacts', rows));
  const kinds = kKinds.map((value) => ({ value, label: word('warning.contact', value) }));
  return (
    <section className="form-section" aria-label={t('warning.section.contacts')}>
      <header>
        <h2>{t('warning.section.contacts')}</h2>
        <Button
          size="small"
          icon={<PlusOutlined />}
          onClick={() => change([...contacts, kContact])}
        >
          {t('warning.add_contact')}
        </Button>
      </header>
      {contacts.map((_, index) => (
        <div key={index} className="contact-row">
          <ChoiceField
            path={`contacts[${index}].kind`}
            label={t('warning.field.contact_kind')}
            options={kinds}
          />
          <TextField path={`contacts[${index}].name`} label={t('warning.field.contact_name')} />
          <TextField path={`contacts[${index}].phone`} label={t('warning.field.contact_phone')} />
          <TextField path={`contacts[${index}].place`} label={t('warning.field.contact_place')} />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('warning.remove_contact', { number: index + 1 })}
            onClick={() => change(contacts.filter((__, other) => other !== index))}
          />
        </div>
      ))}
    </section>
  );
}

function SeenFields() {
  const { t } = useWords();
  const { form } = written.use();
  const marks = marksOf(written.use()).get('seen') ?? [];
  return (
    <section className="form-section" aria-label={t('warning.section.seen')}>
      <FieldFrame path="seen" label={t('warning.field.seen')} marks={marks}>
        <Input.TextArea
          {...described('seen', marks)}
          rows={3}
          value={form.seen}
          onChange={(event) =>
            written.set((before) => withField(before, 'seen', event.target.value))
          }
        />
      </FieldFrame>
      <div className="form-grid">
        <NumberField path="call_minutes" label={t('warning.field.call_minutes')} />
        <NumberField path="transfers_tried" label={t('warning.field.transfers_tried')} />
        <MoneyField path="tried_fen" label={t('warning.field.tried_fen')} />
      </div>
    </section>
  );
}
