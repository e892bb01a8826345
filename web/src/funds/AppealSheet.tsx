// One appeal: who says what about which money, the steps of its review, and the answer.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';

import { get, post } from '../platform/api';
import { useAct } from '../platform/act';
import { useAskWords } from '../platform/askWords';
import { Left } from '../platform/deadline/Left';
import { FourStates } from '../platform/FourStates';
import { formatFen, groupAccount, parseYuan } from '../platform/format';
import { Facts, PageFrame, StateTag, When } from '../platform/parts';
import { RecordForm } from '../platform/RecordForm';
import { useWords } from '../platform/words';
import { over, useReveal } from '../register/reveal';
import { RevealButton } from '../register/RevealButton';
import { kAppealTones, type Appeal } from './returns';
import '../register/register.css';
import './returns.css';

export default function AppealSheet() {
  const id = Number(useParams()['id']);
  const appeal = useQuery({
    queryKey: ['funds', 'appeals', id],
    queryFn: () => get<Appeal>(`/funds/appeals/${id}`),
  });
  return (
    <FourStates query={appeal} rows={8}>
      {(data) => <Sheet appeal={data} />}
    </FourStates>
  );
}

// The owner's words and data in full lie over the appeal as it is now.
function withRevealed(now: Appeal, full: Appeal): Appeal {
  const { owner_name, owner_phone, owner_identity, account_number, text, answer } = full;
  const own = { owner_name, owner_phone, owner_identity, account_number, text };
  const steps = over(now.steps, full.steps, ['note']);
  return { ...now, ...own, answer: answer || now.answer, steps };
}

function Sheet({ appeal: masked }: { appeal: Appeal }) {
  const { t, word } = useWords();
  const reveal = useReveal<Appeal>(`/funds/appeals/${masked.id}`);
  const appeal = reveal.full ? withRevealed(masked, reveal.full) : masked;
  const kind = word('funds.kind', appeal.order_kind);
  const state = word('funds.state', appeal.order_state);
  return (
    <PageFrame
      title={
        <span className="case-title">
          <span className="digits">{appeal.number}</span>
          <StateTag tone={kAppealTones[appeal.state]}>
            {word('returns.appeal.state', appeal.state)}
          </StateTag>
          {appeal.state !== 'answered' && <Left due={appeal.answer_by} />}
        </span>
      }
      aside={
        <>
          <RevealButton may={appeal.actions.includes('reveal')} reveal={reveal} />
          <Acts appeal={appeal} />
        </>
      }
    >
      <div className="case-grid">
        <div>
          <section className="card">
            <h2>{t('returns.appeal.text')}</h2>
            <p className="notice-text">{appeal.text}</p>
          </section>
          <Steps appeal={appeal} />
          {appeal.outcome && <Answer appeal={appeal} />}
        </div>
        <div>
          <section className="card">
            <h2>{t('returns.appeal.about')}</h2>
            <Facts
              items={[
                [t('returns.appeal.owner'), appeal.owner_name],
                [t('returns.phone'), <span className="digits">{appeal.owner_phone}</span>],
                [t('returns.appeal.identity'), appeal.owner_identity],
                [
                  t('returns.account'),
                  <span className="digits">{groupAccount(appeal.account_number)}</span>,
                ],
                [t('returns.bank'), appeal.bank_name],
                [t('returns.appeal.order'), `${kind} · ${state}`],
                [t('funds.held'), appeal.held_fen == null ? '—' : formatFen(appeal.held_fen)],
                [
                  t('returns.case'),
                  <Link to={`/register/cases/${appeal.case_id}`}>{appeal.case_number}</Link>,
                ],
                [
                  t('returns.appeal.received'),
                  <>
                    <When iso={appeal.received_at} /> {word('returns.appeal.way', appeal.way)}{' '}
                    {appeal.received_by_name}
                  </>,
                ],
                [t('returns.appeal.answer_by'), <When iso={appeal.answer_by} />],
                [t('returns.appeal.reviewer'), appeal.reviewer_name],
              ]}
            />
          </section>
        </div>
      </div>
    </PageFrame>
  );
}

function Steps({ appeal }: { appeal: Appeal }) {
  const { t } = useWords();
  return (
    <section className="card">
      <h2>{t('returns.appeal.steps')}</h2>
      {appeal.steps.length === 0 && <p className="soft">{t('returns.appeal.no_steps')}</p>}
      {appeal.steps.map((step) => (
        <p key={step.id}>
          <When iso={step.at} /> <span className="soft">{step.officer_name}</span> {step.note}
        </p>
      ))}
    </section>
  );
}

function Answer({ appeal }: { appeal: Appeal }) {
  const { t, word } = useWords();
  const tones = { upheld: 'good', partly: 'info', refused: 'calm' } as const;
  return (
    <section className="card">
      <h2>{t('returns.answer')}</h2>
      <p>
        <StateTag tone={tones[appeal.outcome!]}>
          {word('returns.appeal.outcome', appeal.outcome)}
        </StateTag>{' '}
        {appeal.answered_by_name} <When iso={appeal.answered_at} />
      </p>
      <p className="notice-text">{appeal.answer}</p>
      {appeal.keep_fen != null && (
        <p>
          {t('returns.appeal.keep')}{' '}
          <strong className="digits">{formatFen(appeal.keep_fen)}</strong>
        </p>
      )}
      {appeal.release_order_id && <p className="soft">{t('returns.appeal.release_sent')}</p>}
    </section>
  );
}

function Acts({ appeal }: { appeal: Appeal }) {
  const { t } = useWords();
  const { modal } = App.useApp();
  const ask = useAskWords();
  const [answering, setAnswering] = useState(false);
  const path = `/funds/appeals/${appeal.id}`;
  const touches = [
    ['funds', 'appeals'],
    ['funds', 'orders'],
  ];
  const act = useAct((name: string) => post(`${path}/${name}`), { touches });
  const step = useAct((note: string) => post(`${path}/steps`, { note }), { touches });
  const may = (name: string) => appeal.actions.includes(name);
  return (
    <>
      {may('take_up') && (
        <Button loading={act.isPending} onClick={() => act.mutate('take_up')}>
          {t('returns.appeal.take_up')}
        </Button>
      )}
      {may('add_step') && (
        <Button
          onClick={() =>
            ask({
              title: t('returns.appeal.add_step'),
              label: t('returns.appeal.step_note'),
              ok: t('returns.appeal.add_step'),
              needed: true,
              act: (note) => step.mutateAsync(note),
            })
          }
        >
          {t('returns.appeal.add_step')}
        </Button>
      )}
      {may('answer') && (
        <Button type="primary" onClick={() => setAnswering(true)}>
          {t('returns.appeal.give_answer')}
        </Button>
      )}
      {may('release') && (
        <Button
          type="primary"
          onClick={() =>
            modal.confirm({
              title: t('returns.appeal.release'),
              content: <p className="digits">{groupAccount(appeal.account_number)}</p>,
              okText: t('returns.appeal.release'),
              onOk: () => act.mutateAsync('release').catch(() => undefined),
            })
          }
        >
          {t('returns.appeal.release')}
        </Button>
      )}
      {answering && <AnswerForm appeal={appeal} onClose={() => setAnswering(false)} />}
    </>
  );
}

function AnswerForm({ appeal, onClose }: { appeal: Appeal; onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  return (
    <RecordForm
      title={t('returns.appeal.give_answer')}
      submit={t('returns.appeal.give_answer')}
      fields={[
        {
          name: 'outcome',
          label: t('returns.appeal.outcome_title'),
          kind: 'choice',
          options: (['upheld', 'partly', 'refused'] as const).map((value) => ({
            value,
            label: t(`returns.appeal.outcome.${value}`),
          })),
        },
        { name: 'answer', label: t('returns.appeal.reasons'), kind: 'long' },
        { name: 'keep_fen', label: t('returns.appeal.keep_yuan'), kind: 'text' },
      ]}
      initial={{ outcome: 'upheld', answer: '', keep_fen: '' }}
      save={async ({ outcome, answer, keep_fen }) => {
        const keep = parseYuan(String(keep_fen ?? ''));
        await post(`/funds/appeals/${appeal.id}/answer`, {
          outcome,
          answer,
          ...(outcome === 'partly' && keep !== undefined ? { keep_fen: keep } : {}),
        });
        await client.invalidateQueries({ queryKey: ['funds', 'appeals'] });
      }}
      onClose={onClose}
    >
      <p className="soft">{t('returns.appeal.answer_hint')}</p>
    </RecordForm>
  );
}
