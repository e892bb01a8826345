// What may be done next with a round, drawn from what the server says.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';

import type { Officer, Page } from '../api/types';
import { get, post } from '../platform/api';
import { useAct } from '../platform/act';
import { formatFen, parseWhen, parseYuan, yuanOf } from '../platform/format';
import { serverNow } from '../platform/api';
import { kDocuments } from '../platform/document/DocumentList';
import { RecordForm, type RecordField } from '../platform/RecordForm';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import type { RoundFull } from './returns';

type Values = Record<string, unknown>;

const kForms = ['ask', 'publish_notice', 'notify', 'record_receipt', 'revise', 'cancel'] as const;
const kPlain = ['withdraw', 'decide', 'take_by_hand', 'finish'] as const;
type FormAct = (typeof kForms)[number] | 'basis' | 'event';

export function ReturnActs({ full }: { full: RoundFull }) {
  const { t } = useWords();
  const { modal } = App.useApp();
  const [open, setOpen] = useState<FormAct>();
  const { round } = full;
  const may = useOfficer().may('funds:freeze');
  const plain = useAct((act: string) => post(`/funds/returns/${round.id}/${act}`), {
    touches: [['funds', 'returns'], ['approval'], kDocuments],
  });
  const confirm = (act: (typeof kPlain)[number]) =>
    modal.confirm({
      title: t(`returns.act.${act}`),
      content: (
        <p>
          <span className="digits">{round.number}</span>
          <br />
          <strong className="digits">{formatFen(round.return_fen)}</strong>
        </p>
      ),
      okText: t(`returns.act.${act}`),
      autoFocusButton: 'ok',
      onOk: () => plain.mutateAsync(act).catch(() => undefined),
    });
  const change = round.actions.includes('change');
  return (
    <>
      {change && !round.recovered_id && (
        <Button onClick={() => setOpen('basis')}>{t('returns.act.basis')}</Button>
      )}
      {change && (
        <Button loading={plain.isPending} onClick={() => plain.mutate('compute')}>
          {t('returns.act.compute')}
        </Button>
      )}
      {may && round.state !== 'cancelled' && (
        <Button onClick={() => setOpen('event')}>{t('returns.act.event')}</Button>
      )}
      {kPlain
        .filter((act) => round.actions.includes(act))
        .map((act) => (
          <Button
            key={act}
            type={act === 'decide' ? 'primary' : 'default'}
            onClick={() => confirm(act)}
          >
            {t(`returns.act.${act}`)}
          </Button>
        ))}
      {kForms
        .filter((act) => round.actions.includes(act))
        .map((act) => (
          <Button
            key={act}
            type={act === 'cancel' || act === 'revise' ? 'default' : 'primary'}
            onClick={() => setOpen(act)}
          >
            {t(`returns.act.${act}`)}
          </Button>
        ))}
      {open && <ActForm key={open} act={open} full={full} onClose={() => setOpen(undefined)} />}
    </>
  );
}

interface Form {
  fields: RecordField[];
  initial: Values;
  hint?: string;
  run: (values: Values) => Promise<unknown>;
}

interface FormProps {
  act: FormAct;
  full: RoundFull;
  onClose: () => void;
}

function ActForm({ act, full, onClose }: FormProps) {
  const { t } = useWords();
  const client = useQueryClient();
  const form = useForm(act, full);
  if (!form) return null; // Its draft is on the way.
  return (
    <RecordForm
      title={t(`returns.act.${act}`)}
      submit={t(`returns.act.${act}`)}
      fields={form.fields}
      initial={form.initial}
      save={async (values) => {
        await form.run(values);
        await client.invalidateQueries({ queryKey: ['funds', 'returns'] });
        await client.invalidateQueries({ queryKey: kDocuments });
      }}
      onClose={onClose}
    >
      {form.hint && <p className="soft">{form.hint}</p>}
    </RecordForm>
  );
}

function useForm(act: FormAct, full: RoundFull): Form | undefined {
  const { t, word } = useWords();
  const officer = useOfficer();
  const officers = useQuery({
    queryKey: ['roster', 'officers'],
    queryFn: () => get<Page<Officer>>('/roster/officers'),
    enabled: act === 'notify',
  });
  const { round } = full;
  const path = `/funds/returns/${round.id}`;
  const draft = useQuery({
    queryKey: ['funds', 'returns', round.id, 'notice'],
    queryFn: () => get<{ text: string }>(`${path}/notice`),
    enabled: act === 'publish_notice',
    gcTime: 0,
  });
  const long = (name: string, label: string): RecordField => ({ name, label, kind: 'long' });
  const text = (name: string, label: string): RecordField => ({ name, label, kind: 'text' });
  const reason = (): Form => ({
    fields: [long('reason', t('returns.reason'))],
    initial: { reason: '' },
    run: (values) => post(`${path}/${act}`, values),
  });
  const forms: Record<FormAct, () => Form> = {
    basis: () => ({
      fields: [
        {
          name: 'basis',
          label: t('returns.basis_title'),
          kind: 'choice',
          options: (['sum_of_losses', 'frozen_in_case'] as const).map((value) => ({
            value,
            label: t(`returns.basis.${value}`),
          })),
        },
      ],
      initial: { basis: round.basis },
      hint: word('returns.basis_why', round.basis),
      run: (values) => post(`${path}/basis`, values),
    }),
    event: () => ({
      fields: [
        text('at', t('returns.event_at')),
        text('place', t('returns.event_place')),
        long('note', t('returns.event_note')),
      ],
      initial: { at: '', place: '', note: '' },
      run: ({ at, ...rest }) =>
        post(`${path}/events`, { ...rest, at: parseWhen(String(at), serverNow()) ?? at }),
    }),
    ask: () => ({
      fields: [long('grounds', t('returns.grounds'))],
      initial: { grounds: '' },
      hint: t('returns.ask_hint', {
        victims: full.claims.length,
        sum: formatFen(round.return_fen),
        article: word('returns.article', round.article),
      }),
      run: ({ grounds }) =>
        post(`${path}/ask`, { grounds, proposal_digest: round.proposal_digest }),
    }),
    publish_notice: () => ({
      fields: [long('text', t('returns.notice_text'))],
      initial: { text: draft.data?.text ?? '' },
      hint: t('returns.notice_hint'),
      run: (values) => post(`${path}/notice`, values),
    }),
    notify: () => ({
      fields: [
        {
          name: 'second_officer_id',
          label: t('returns.second_officer'),
          kind: 'choice',
          options: (officers.data?.items ?? [])
            .filter((each) => each.id !== officer.officer_id)
            .map(({ id, name, number }) => ({ value: id, label: `${name} ${number}` })),
        },
        ...(round.by_hand_because
          ? []
          : [{ name: 'by_hand', label: t('returns.by_hand'), kind: 'tick' as const }]),
      ],
      initial: { by_hand: false },
      hint: round.by_hand_because
        ? `${word('returns.by_hand_because', round.by_hand_because)} ${t('returns.notify_hint')}`
        : t('returns.wire_hint'),
      run: ({ second_officer_id, by_hand }) =>
        post(`${path}/notify`, {
          second_officer_id: second_officer_id ?? 0,
          by_hand: Boolean(by_hand),
        }),
    }),
    record_receipt: () =>
      receiptForm(full, path, t('returns.receipt_number'), t('returns.short_note')),
    revise: reason,
    cancel: reason,
  };
  if (act === 'publish_notice' && draft.isPending) return undefined;
  return forms[act]();
}

// One amount and one note for each victim whose money is still to come.
function receiptForm(full: RoundFull, path: string, number: string, note: string): Form {
  const open = full.claims.filter((claim) => claim.executed_fen < claim.return_fen);
  const initial: Values = { receipt_number: '' };
  const fields: RecordField[] = [{ name: 'receipt_number', label: number, kind: 'text' }];
  open.forEach((claim, index) => {
    const due = claim.return_fen - claim.executed_fen;
    initial[`lines[${index}].executed_fen`] = yuanOf(due);
    initial[`lines[${index}].note`] = '';
    fields.push(
      { name: `lines[${index}].executed_fen`, label: `${claim.name} (¥)`, kind: 'text' },
      { name: `lines[${index}].note`, label: note, kind: 'text' },
    );
  });
  return {
    fields,
    initial,
    run: (values) =>
      post(`${path}/receipt`, {
        receipt_number: values['receipt_number'],
        lines: open.map((claim, index) => ({
          claim_id: claim.id,
          executed_fen: parseYuan(String(values[`lines[${index}].executed_fen`])) ?? -1,
          note: values[`lines[${index}].note`],
        })),
      }),
  };
}
