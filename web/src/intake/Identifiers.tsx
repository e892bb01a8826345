// Sites, apps, numbers and names that belong to the fraud and to no payment.
import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';

import type { IdentifierForm } from '../api/types';
import { useWords } from '../platform/words';
import { desk, withField, withRows } from './draft';

const kKinds = [
  'phone',
  'wechat',
  'qq',
  'alipay',
  'url',
  'app',
  'ip',
  'crypto',
  'card',
  'account',
  'person',
];
const kRoles = ['suspect', 'victim', 'report', 'other'];

export function Identifiers() {
  const { t } = useWords();
  const { identifiers, text } = desk.use().form;
  const change = (rows: IdentifierForm[]) =>
    desk.set((before) => withRows(before, 'identifiers', rows));
  return (
    <section className="form-section" aria-label={t('intake.section.identifiers')}>
      <header>
        <h2>
          {t('intake.section.identifiers')} <small>{identifiers.length || ''}</small>
        </h2>
        <Button
          size="small"
          icon={<PlusOutlined />}
          onClick={() => change([...identifiers, { kind: 'url', value: '', role: 'suspect' }])}
        >
          {t('intake.add_identifier')}
        </Button>
      </header>
      {identifiers.length === 0 && (
        <p className="section-empty">{t(text ? 'intake.no_identifier' : 'intake.fills_itself')}</p>
      )}
      {identifiers.map((identifier, index) => (
        <IdentifierRow
          key={index}
          index={index}
          identifier={identifier}
          onRemove={() => change(identifiers.filter((_, other) => other !== index))}
        />
      ))}
    </section>
  );
}

interface RowProps {
  index: number;
  identifier: IdentifierForm;
  onRemove: () => void;
}

function IdentifierRow({ index, identifier, onRemove }: RowProps) {
  const { t, word } = useWords();
  const set = (part: keyof IdentifierForm, value: string) =>
    desk.set((before) => withField(before, `identifiers[${index}].${part}`, value));
  const choices = (group: string, codes: string[], now: string) =>
    [...new Set([...codes, now])].map((code) => ({ value: code, label: word(group, code) }));
  return (
    <div className="identifier">
      <Select
        aria-label={t('intake.field.identifier_kind')}
        value={identifier.kind}
        options={choices('intake.kind', kKinds, identifier.kind)}
        onChange={(kind) => set('kind', kind)}
      />
      <Input
        id={`field-identifiers[${index}].value`}
        aria-label={t('intake.field.identifier_value')}
        value={identifier.value}
        onChange={(event) => set('value', event.target.value)}
      />
      <Select
        aria-label={t('intake.field.identifier_role')}
        value={identifier.role}
        options={choices('intake.role', kRoles, identifier.role)}
        onChange={(role) => set('role', role)}
      />
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={t('intake.remove_identifier', { number: index + 1 })}
        onClick={onRemove}
      />
    </div>
  );
}
