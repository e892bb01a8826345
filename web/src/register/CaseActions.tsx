// The buttons of a case, drawn from what the server says this officer may do.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';

import type { CaseLine, CaseView, Page, Unit } from '../api/types';
import { get, post, Problem, put } from '../platform/api';
import { RecordForm, type RecordField } from '../platform/RecordForm';
import { useWords } from '../platform/words';
import { kFraudTypes } from './types';

type Values = Record<string, unknown>;
const kActs = ['edit', 'ask_filing', 'extend_filing', 'merge', 'close', 'reopen'] as const;
type Act = (typeof kActs)[number];
const kAsks: Act[] = ['ask_filing', 'extend_filing', 'merge'];

export function CaseActions({ view }: { view: CaseView }) {
  const { t } = useWords();
  const [open, setOpen] = useState<Act>();
  const offered = kActs.filter((act) => view.actions.includes(act));
  const names: Record<Act, string> = {
    edit: t('register.edit_type'),
    ask_filing: t('register.filing.ask'),
    extend_filing: t('register.filing.extend'),
    merge: t('register.merge.title'),
    close: t('register.close.title'),
    reopen: t('register.close.reopen'),
  };
  return (
    <>
      {offered.map((act) => (
        <Button key={act} onClick={() => setOpen(act)}>
          {names[act]}
        </Button>
      ))}
      {open && (
        <ActForm act={open} title={names[open]} view={view} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
}

interface FormProps {
  act: Act;
  title: string;
  view: CaseView;
  onClose: () => void;
}

function ActForm({ act, title, view, onClose }: FormProps) {
  const { t } = useWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { fields, initial, run, submit } = useForm(act, view);
  const save = async (values: Values) => {
    await run(values);
    await client.invalidateQueries({ queryKey: ['register'] });
    void message.success(t(kAsks.includes(act) ? 'register.asked' : 'platform.saved'));
  };
  return (
    <RecordForm
      title={title}
      fields={fields}
      initial={initial}
      submit={submit}
      save={save}
      onClose={onClose}
    />
  );
}

interface ActForm {
  fields: RecordField[];
  initial: Values;
  submit: string;
  run: (values: Values) => Promise<unknown>;
}

function useForm(act: Act, view: CaseView): ActForm {
  const { t, word } = useWords();
  const units = useQuery({
    queryKey: ['roster', 'units'],
    queryFn: () => get<Page<Unit>>('/roster/units'),
    enabled: act === 'ask_filing',
  });
  const { record } = view;
  const path = `/register/cases/${record.id}`;
  const grounds: RecordField = {
    name: 'grounds',
    label: t('register.filing.grounds'),
    kind: 'long',
  };
  const reason: RecordField = { name: 'reason', label: t('platform.reason'), kind: 'long' };
  const choice = (name: string, label: string, options: RecordField['options']): RecordField => ({
    name,
    label,
    kind: 'choice',
    options: options ?? [],
  });
  const forms: Record<Act, () => ActForm> = {
    edit: () => ({
      fields: [
        choice(
          'fraud_type',
          t('register.type'),
          kFraudTypes.map((each) => ({ value: each, label: word('register.fraud_type', each) })),
        ),
      ],
      initial: { fraud_type: record.fraud_type },
      submit: t('platform.save'),
      run: (values) => put(path, values, record.version),
    }),
    ask_filing: () => ({
      fields: [
        choice('decision', t('register.filing.decision'), [
          { value: 'file', label: t('register.filing.file') },
          { value: 'do_not_file', label: t('register.filing.do_not_file') },
        ]),
        choice(
          'filing_unit_id',
          t('register.filing.unit'),
          (units.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ),
        grounds,
      ],
      initial: { decision: 'file', filing_unit_id: record.unit_id, grounds: '' },
      submit: t('register.filing.submit'),
      run: (values) => post(`${path}/filing`, values),
    }),
    extend_filing: () => ({
      fields: [
        choice('days', t('register.filing.days'), [
          { value: 7, label: t('register.filing.days_7') },
          { value: 30, label: t('register.filing.days_30') },
        ]),
        grounds,
      ],
      initial: { days: 7, grounds: '' },
      submit: t('register.filing.submit'),
      run: (values) => post(`${path}/filing/extension`, values),
    }),
    merge: () => ({
      fields: [{ name: 'number', label: t('register.merge.into'), kind: 'text' }],
      initial: { number: '' },
      submit: t('register.merge.submit'),
      run: async ({ number }) => {
        const found = await post<Page<CaseLine>>('/register/cases/search', { text: number });
        const into = found.items.find((line) => line.number === String(number).trim());
        if (!into) throw new Problem(404, 'not_found', '', [], t('register.merge.not_found'));
        return post(`${path}/merge`, { into: into.id });
      },
    }),
    close: () => ({
      fields: [reason],
      initial: { reason: '' },
      submit: t('register.close.title'),
      run: (values) => post(`${path}/close`, values),
    }),
    reopen: () => ({
      fields: [reason],
      initial: { reason: '' },
      submit: t('register.close.reopen'),
      run: (values) => post(`${path}/reopen`, values),
    }),
  };
  return forms[act]();
}
