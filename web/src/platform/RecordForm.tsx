// A drawer to edit one record; what the server refuses is said beside its field.
import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox, Drawer, Input, InputNumber, Select } from 'antd';
import { useState, type FormEvent, type ReactNode } from 'react';

import { Problem, type FieldError } from './api';
import { useTrouble } from './trouble';
import { useWords } from './words';

export interface RecordField<Name extends string = string> {
  name: Name;
  label: string;
  kind: 'text' | 'long' | 'number' | 'tick' | 'choice' | 'choices' | 'secret';
  options?: { value: string | number; label: string }[];
}

type Values = Record<string, unknown>;

interface Props<Name extends string> {
  title: string;
  fields: RecordField<Name>[];
  initial: Values;
  submit?: string;
  save: (values: Values) => Promise<unknown>; // Gets the fields, and nothing else of the record.
  onClose: () => void;
  children?: ReactNode;
}

export function RecordForm<Name extends string>(props: Props<Name>) {
  const { title, fields, initial, submit, save, onClose, children } = props;
  const { t } = useWords();
  const trouble = useTrouble();
  const [values, setValues] = useState(initial);
  const sent = () => Object.fromEntries(fields.map(({ name }) => [name, values[name]]));
  const saving = useMutation({ mutationFn: () => save(sent()), onSuccess: onClose });
  const errors = saving.error instanceof Problem ? saving.error.errors : [];
  const elsewhere =
    saving.isError && !errors.some(({ path }) => fields.some(({ name }) => name === path));
  const send = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <Drawer
      open
      onClose={onClose}
      title={title}
      size={440}
      styles={{ wrapper: { maxWidth: '100vw' } }}
    >
      <form className="record-form" onSubmit={send}>
        {children}
        {fields.map((field) => (
          <RecordLine
            key={field.name}
            field={field}
            value={values[field.name]}
            error={errors.find(({ path }) => path === field.name)}
            onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
        {elsewhere && (
          <p className="said wrong" role="alert">
            ✕ {trouble(saving.error)}
          </p>
        )}
        <div className="acts">
          <Button type="primary" htmlType="submit" loading={saving.isPending}>
            {submit ?? t('platform.save')}
          </Button>
          <Button onClick={onClose}>{t('platform.cancel')}</Button>
        </div>
      </form>
    </Drawer>
  );
}

interface LineProps {
  field: RecordField;
  value: unknown;
  error: FieldError | undefined;
  onChange: (value: unknown) => void;
}

function RecordLine({ field, value, error, onChange }: LineProps) {
  const { word } = useWords();
  const id = `record-${field.name}`;
  return (
    <div className={`field ${error ? 'wrong' : ''}`}>
      {field.kind !== 'tick' && <label htmlFor={id}>{field.label}</label>}
      <Control id={id} field={field} value={value} wrong={Boolean(error)} onChange={onChange} />
      {error && <p className="said wrong">✕ {word('platform.field_code', error.code)}</p>}
    </div>
  );
}

interface ControlProps {
  id: string;
  field: RecordField;
  value: unknown;
  wrong: boolean;
  onChange: (value: unknown) => void;
}

function Control({ id, field, value, wrong, onChange }: ControlProps) {
  const status = wrong ? { status: 'error' as const } : {};
  switch (field.kind) {
    case 'tick':
      return (
        <Checkbox id={id} checked={Boolean(value)} onChange={(e) => onChange(e.target.checked)}>
          {field.label}
        </Checkbox>
      );
    case 'number':
      return (
        <InputNumber
          id={id}
          {...status}
          value={value as number}
          onChange={(next) => onChange(next)}
        />
      );
    case 'choice':
    case 'choices':
      return (
        <Select
          id={id}
          {...status}
          {...(field.kind === 'choices' ? { mode: 'multiple' as const } : {})}
          value={value ?? undefined}
          options={field.options ?? []}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={onChange}
        />
      );
    case 'long':
      return (
        <Input.TextArea
          id={id}
          {...status}
          rows={4}
          value={value as string}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    default:
      return (
        <Input
          id={id}
          {...status}
          type={field.kind === 'secret' ? 'password' : 'text'}
          autoComplete={field.kind === 'secret' ? 'new-password' : 'off'}
          value={(value as string | undefined) ?? ''}
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}
