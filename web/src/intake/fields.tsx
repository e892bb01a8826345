// The fields of the report's form: each knows its path, and says what is missing, doubtful or
// wrong beside itself.
import { AutoComplete, Input, Select } from 'antd';
import { useContext, useEffect, useState, type ReactNode } from 'react';

import type { Bank, Mark } from '../api/types';
import { serverNow } from '../platform/api';
import { formatFull, parseWhen, parseYuan, yuanOf } from '../platform/format';
import { useWords } from '../platform/words';
import { checkAccount } from './act';
import { FormStore, marksOf, withField } from './draft';
import { valueAt } from './paths';

const idOf = (path: string) => `field-${path}`;

// Brings a field into view and puts the cursor into it.
export function showField(path: string) {
  const field = document.getElementById(idOf(path));
  field?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  field?.focus({ preventScroll: true });
}

export function useField<Value>(path: string) {
  const store = useContext(FormStore);
  const draft = store.use();
  return {
    value: valueAt(draft.form, path) as Value,
    set: (value: Value) => store.set((before) => withField(before, path, value)),
    marks: marksOf(draft).get(path) ?? [],
  };
}

interface FrameProps {
  path: string;
  label: string;
  marks: Mark[];
  wide?: boolean | undefined;
  children: ReactNode;
}

const kSigns = { missing: '＋', doubtful: '？', wrong: '✕' };

export function FieldFrame({ path, label, marks, wide, children }: FrameProps) {
  const { word } = useWords();
  const worst = (['wrong', 'doubtful', 'missing'] as const).find((level) =>
    marks.some((mark) => mark.level === level),
  );
  return (
    <div className={`field ${worst ?? ''} ${wide ? 'wide' : ''}`}>
      <label htmlFor={idOf(path)}>{label}</label>
      {children}
      <div id={`${idOf(path)}-said`} aria-live="polite">
        {marks.map(({ code, level }) => (
          <p key={code} className={`said ${level}`}>
            <span aria-hidden>{kSigns[level]}</span> {word('platform.field_code', code)}
          </p>
        ))}
      </div>
    </div>
  );
}

export function described(path: string, marks: Mark[]) {
  const wrong = marks.some(({ level }) => level === 'wrong');
  return {
    id: idOf(path),
    'aria-describedby': `${idOf(path)}-said`,
    'aria-invalid': wrong,
    ...(wrong ? { status: 'error' as const } : {}),
  };
}

interface Props {
  path: string;
  label: string;
  wide?: boolean;
}

export function TextField({ path, label, wide }: Props) {
  const { value, set, marks } = useField<string>(path);
  return (
    <FieldFrame path={path} label={label} marks={marks} wide={wide}>
      <Input
        {...described(path, marks)}
        value={value}
        autoComplete="off"
        onChange={(event) => set(event.target.value)}
      />
    </FieldFrame>
  );
}

export function AccountField({ path, label, wide }: Props) {
  const { value, set, marks } = useField<string>(path);
  const store = useContext(FormStore);
  return (
    <FieldFrame path={path} label={label} marks={marks} wide={wide}>
      <Input
        {...described(path, marks)}
        className="digits account"
        value={value}
        autoComplete="off"
        onChange={(event) => set(event.target.value.replace(/\s/g, ''))}
        onBlur={() => void checkAccount(store, path, value).catch(() => undefined)}
      />
    </FieldFrame>
  );
}

interface ParsedProps extends Props {
  write: (value: unknown) => string;
  read: (text: string) => unknown; // Undefined when it is none.
  blank?: unknown; // What an emptied field means.
  placeholder: string;
  prefix?: string;
}

// What is typed stands as it is until the field is left; then it is what it means, or it is wrong.
function ParsedField(props: ParsedProps) {
  const { path, label, wide, write, read, placeholder, prefix, blank = null } = props;
  const { value, set, marks } = useField<unknown>(path);
  const [typed, setTyped] = useState<string>();
  useEffect(() => setTyped(undefined), [value]);
  const odd = typed !== undefined && typed !== '' && read(typed) === undefined;
  const said: Mark[] = odd ? [{ path, code: 'bad_format', level: 'wrong' }] : marks;
  return (
    <FieldFrame path={path} label={label} marks={said} wide={wide}>
      <Input
        {...described(path, said)}
        className="digits"
        prefix={prefix}
        placeholder={placeholder}
        autoComplete="off"
        value={typed ?? write(value)}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => {
          if (typed === undefined || odd) return;
          set(typed === '' ? blank : read(typed));
          setTyped(undefined);
        }}
      />
    </FieldFrame>
  );
}

export function MoneyField({ path, label, wide }: Props) {
  return (
    <ParsedField
      path={path}
      label={label}
      wide={wide ?? false}
      prefix="¥"
      placeholder="0.00"
      blank={0}
      write={(fen) => (fen ? yuanOf(fen as number) : '')}
      read={parseYuan}
    />
  );
}

export function WhenField({ path, label, wide }: Props) {
  return (
    <ParsedField
      path={path}
      label={label}
      wide={wide ?? false}
      placeholder="HH:MM"
      write={(iso) => (iso ? formatFull(iso as string) : '')}
      read={(text) => parseWhen(text, serverNow())}
    />
  );
}

export function NumberField({ path, label, wide }: Props) {
  return (
    <ParsedField
      path={path}
      label={label}
      wide={wide ?? false}
      placeholder=""
      write={(value) => (value === null || value === undefined ? '' : String(value))}
      read={(text) => (/^\d{1,3}$/.test(text.trim()) ? Number(text) : undefined)}
    />
  );
}

interface ChoiceProps extends Props {
  options: { value: string | number; label: string }[];
  clearable?: boolean;
}

export function ChoiceField({ path, label, wide, options, clearable }: ChoiceProps) {
  const { value, set, marks } = useField<string | number | null>(path);
  return (
    <FieldFrame path={path} label={label} marks={marks} wide={wide}>
      <Select
        {...described(path, marks)}
        value={value ?? undefined}
        options={options}
        allowClear={clearable ?? false}
        showSearch={{ optionFilterProp: 'label' }}
        onChange={(next) => set(next ?? null)}
      />
    </FieldFrame>
  );
}

// A bank by any of its names; what is chosen fills name and code together.
export function BankField({ path, label, wide, banks }: Props & { banks: Bank[] }) {
  const name = useField<string>(`${path}.bank_name`);
  const code = useField<string>(`${path}.bank_code`);
  // A bank nobody named is missing, not unknown.
  const unnamed = name.value === '';
  const marks = [...name.marks, ...code.marks].map((mark) =>
    unnamed && mark.code === 'unknown_bank' ? { ...mark, code: 'missing' } : mark,
  );
  const choose = (typed: string) => {
    const bank = bankNamed(banks, typed);
    name.set(bank?.name ?? typed);
    code.set(bank?.code ?? '');
  };
  return (
    <FieldFrame path={`${path}.bank_name`} label={label} marks={marks} wide={wide}>
      <AutoComplete
        {...described(`${path}.bank_name`, marks)}
        value={name.value}
        onChange={choose}
        options={banks.map((bank) => ({ value: bank.name }))}
        showSearch={{
          filterOption: (typed, option) =>
            namesOf(banks.find(({ name }) => name === option?.value)).some((each) =>
              each.toLowerCase().includes(typed.toLowerCase()),
            ),
        }}
      />
    </FieldFrame>
  );
}

function namesOf(bank: Bank | undefined): string[] {
  if (!bank) return [];
  const { name, short_name, english_name, aliases, code } = bank;
  return [name, short_name, english_name, code, ...aliases.split(',')].filter(Boolean);
}

function bankNamed(banks: Bank[], typed: string): Bank | undefined {
  const wanted = typed.trim().toLowerCase();
  return banks.find((bank) => namesOf(bank).some((each) => each.trim().toLowerCase() === wanted));
}
