// What no file says: a transfer somebody told of, or several accounts of one person. It stands with
// the name of who said it, and can be taken back.
import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';

import { newKey, post, Problem, serverNow } from '../platform/api';
import { useAskWords } from '../platform/askWords';
import { Nothing } from '../platform/FourStates';
import { formatFen, groupAccount, parseWhen, parseYuan } from '../platform/format';
import { StateTag, When } from '../platform/parts';
import { RecordForm, type RecordField } from '../platform/RecordForm';
import { useOfficer } from '../platform/session';
import { useTrouble } from '../platform/trouble';
import { useWords } from '../platform/words';
import type { Claim, Trace } from './types';

type Kind = Claim['kind'];
type Values = Record<string, unknown>;

const kNames: Record<Kind, string[]> = {
  transfer: ['from_number', 'to_number', 'amount_fen', 'at', 'note'],
  same_person: ['from_number', 'to_number', 'note'],
};

// Two accounts of one person have no direction.
function labelOf(kind: Kind, name: string): string {
  if (kind === 'transfer') return name;
  return { from_number: 'one_number', to_number: 'other_number' }[name] ?? name;
}

function textOf(values: Values, name: string): string {
  return String(values[name] ?? '').trim();
}

// What was typed as the server takes it; says which fields cannot be read.
export function claimOf(kind: Kind, values: Values, now: number): Values {
  const note = textOf(values, 'note');
  const wrong: string[] = [];
  const needed = <Value,>(name: string, value: Value | undefined) => {
    if (value === undefined || value === '') wrong.push(name);
    return value;
  };
  const plain = (name: string) => textOf(values, name).replace(/\s/g, '');
  const claim: Values = {
    from_number: needed('from_number', plain('from_number')),
    to_number: needed('to_number', plain('to_number')),
  };
  if (kind === 'transfer') {
    claim['amount_fen'] = needed('amount_fen', parseYuan(textOf(values, 'amount_fen')));
    claim['at'] = needed('at', parseWhen(textOf(values, 'at'), now));
  }
  needed('note', note);
  if (wrong.length > 0) {
    const errors = wrong.map((path) => ({
      path,
      code: textOf(values, path) ? 'bad_format' : 'missing',
      message: '',
    }));
    throw new Problem(422, 'invalid', '', errors, '');
  }
  return { kind, ...claim, note };
}

export function Claims({ trace }: { trace: Trace }) {
  const { t } = useWords();
  const client = useQueryClient();
  const may = useOfficer().may('trail:claim');
  const [adding, setAdding] = useState<Kind>();
  const claims = [...trace.claims].sort((one, other) => other.id - one.id);
  const fields = (kind: Kind) =>
    kNames[kind].map((name): RecordField => ({
      name,
      label: t(`trail.claim.field.${labelOf(kind, name)}` as 'trail.claim.field.note'),
      kind: name === 'note' ? 'long' : 'text',
    }));
  return (
    <section className="card claims" aria-label={t('trail.claim.title')}>
      <header>
        <h2>{t('trail.claim.title')}</h2>
        {may && (
          <div className="acts screen-only">
            <Button onClick={() => setAdding('transfer')}>{t('trail.claim.add_transfer')}</Button>
            <Button onClick={() => setAdding('same_person')}>{t('trail.claim.add_same')}</Button>
          </div>
        )}
      </header>
      {claims.length === 0 && <Nothing>{t('trail.claim.empty')}</Nothing>}
      <ul>
        {claims.map((claim) => (
          <ClaimLine key={claim.id} claim={claim} caseId={trace.case_id} />
        ))}
      </ul>
      {adding && (
        <RecordForm
          title={t(adding === 'transfer' ? 'trail.claim.add_transfer' : 'trail.claim.add_same')}
          fields={fields(adding)}
          initial={{}}
          save={async (values) => {
            const body = claimOf(adding, values, serverNow());
            await post(`/trail/cases/${trace.case_id}/claims`, body, newKey());
            await client.invalidateQueries({ queryKey: ['trail', 'case', trace.case_id] });
          }}
          onClose={() => setAdding(undefined)}
        >
          <p className="soft">{t('trail.claim.says')}</p>
        </RecordForm>
      )}
    </section>
  );
}

function ClaimLine({ claim, caseId }: { claim: Claim; caseId: number }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const trouble = useTrouble();
  const may = useOfficer().may('trail:claim');
  const client = useQueryClient();
  const ask = useAskWords();
  const number = (text: string) => <span className="digits account">{groupAccount(text)}</span>;
  const withdraw = () =>
    ask({
      title: t('trail.claim.withdraw'),
      label: t('trail.claim.withdraw_why'),
      ok: t('trail.claim.withdraw'),
      needed: true,
      act: (note) =>
        post(`/trail/claims/${claim.id}/withdraw`, { note }).then(
          () => client.invalidateQueries({ queryKey: ['trail', 'case', caseId] }),
          (error: unknown) => {
            void message.error(trouble(error));
            throw error;
          },
        ),
    });
  return (
    <li className={claim.withdrawn_at ? 'faded' : ''}>
      <p>
        <StateTag tone={claim.withdrawn_at ? 'calm' : 'watch'}>
          {t(claim.withdrawn_at ? 'trail.claim.withdrawn' : `trail.claim.${claim.kind}`)}
        </StateTag>{' '}
        {number(claim.from_number)} {claim.kind === 'transfer' ? '→' : '＝'}{' '}
        {number(claim.to_number)}{' '}
        {claim.kind === 'transfer' && (
          <>
            <strong className="digits">{formatFen(claim.amount_fen ?? 0)}</strong>{' '}
            <When iso={claim.at} />
          </>
        )}
      </p>
      <p>{claim.note}</p>
      <p className="soft">
        {claim.officer_name} <When iso={claim.made_at} />{' '}
        {!claim.withdrawn_at && may && (
          <Button size="small" className="screen-only" onClick={withdraw}>
            {t('trail.claim.withdraw')}
          </Button>
        )}
      </p>
    </li>
  );
}
