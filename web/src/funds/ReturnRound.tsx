// One round of return: its steps and clocks, the victims and what each gets, the article and the
// rows that prove it, objections, and what may be done next.
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';

import { get } from '../platform/api';
import { Left } from '../platform/deadline/Left';
import { MakeDocuments } from '../platform/document/MakeDocuments';
import { FourStates } from '../platform/FourStates';
import { formatFen } from '../platform/format';
import { Facts, PageFrame, When } from '../platform/parts';
import { useWords } from '../platform/words';
import { over, useReveal } from '../register/reveal';
import { RevealButton } from '../register/RevealButton';
import { ReturnActs } from './ReturnActs';
import { ReturnClaims } from './ReturnClaims';
import { ReturnMessages } from './ReturnMessages';
import { ReturnObjections } from './ReturnObjections';
import { ReturnProof } from './ReturnProof';
import { type Round, type RoundFull } from './returns';
import { RoundTag } from './RoundTag';
import '../register/register.css';
import './returns.css';

export default function ReturnRound() {
  const id = Number(useParams()['id']);
  const full = useQuery({
    queryKey: ['funds', 'returns', id],
    queryFn: () => get<RoundFull>(`/funds/returns/${id}`),
  });
  return (
    <FourStates query={full} rows={10}>
      {(data) => <Sheet full={data} />}
    </FourStates>
  );
}

// Names, accounts and words in full lie over the round as it is now.
function withRevealed(now: RoundFull, shown: RoundFull): RoundFull {
  const { account_number, account_holder, notice_text } = shown.round;
  return {
    ...now,
    round: { ...now.round, account_number, account_holder, notice_text },
    claims: over(now.claims, shown.claims, ['name', 'to_account', 'to_holder', 'agent_name']),
    objections: over(now.objections, shown.objections, ['name', 'phone', 'text', 'answer']),
    evidence: now.evidence.map((row) => ({
      ...row,
      ...shown.evidence.find(({ transfer_id }) => transfer_id === row.transfer_id),
    })),
  };
}

function Sheet({ full: masked }: { full: RoundFull }) {
  const { t } = useWords();
  const reveal = useReveal<RoundFull>(`/funds/returns/${masked.round.id}`);
  const full = reveal.full ? withRevealed(masked, reveal.full) : masked;
  const { round } = full;
  return (
    <PageFrame
      title={
        <span className="case-title">
          <span className="digits">{round.number}</span>
          <RoundTag round={round} />
          <span className="digits loss">{formatFen(round.return_fen)}</span>
        </span>
      }
      aside={
        <>
          <RevealButton may={round.actions.includes('reveal')} reveal={reveal} />
          <MakeDocuments path={`/funds/returns/${round.id}/documents`} name={round.number} />
          <ReturnActs full={masked} />
        </>
      }
    >
      {!round.kept && round.state !== 'confirmed' && round.state !== 'cancelled' && (
        <p className="said wrong" role="alert">
          ✕ {t('returns.not_kept_long')}
        </p>
      )}
      <Steps round={round} />
      <div className="case-grid">
        <div>
          <ReturnClaims full={full} />
          <ReturnProof full={full} />
        </div>
        <div>
          <Money round={round} />
          {full.messages.length > 0 && <ReturnMessages full={full} />}
          <ReturnObjections full={full} />
          {round.notice_text && <Notice round={round} />}
          {full.events.length > 0 && <Events full={full} />}
        </div>
      </div>
    </PageFrame>
  );
}

// Each step with its date and officer; the one that is next carries its clock.
function Steps({ round }: { round: Round }) {
  const { t } = useWords();
  const noNotice = !round.notice_needed && !round.notice_from && Boolean(round.approved_at);
  const steps: [string, string | null | undefined, string, string | null | undefined][] = [
    ['opened', round.opened_at, round.opened_by_name, null],
    ['asked', round.asked_at, round.asked_by_name, null],
    ['approved', round.approved_at, round.approved_by_name, null],
    ['noticed', round.notice_from, '', round.notice_until],
    ['decided', round.decided_at, round.decided_by_name, null],
    [
      'notified',
      round.notified_at,
      [round.first_officer_name, round.second_officer_name].filter(Boolean).join('、'),
      null,
    ],
    ['executed', round.executed_at, round.receipt_number, round.execute_by],
    ['confirmed', round.confirmed_at, '', null],
  ];
  const open = round.state === 'noticed' || round.state === 'notified';
  return (
    <ol className="return-steps" aria-label={t('returns.steps')}>
      {steps
        .filter(([name]) => !(name === 'noticed' && noNotice))
        .map(([name, at, who, until]) => (
          <li key={name} className={at ? 'done' : undefined}>
            <strong>
              <span aria-hidden>{at ? '✓' : '○'}</span> {t(`returns.step.${name as 'opened'}`)}
            </strong>
            <span>
              <When iso={at} />
            </span>
            <span className="soft">{who}</span>
            {until && open && (name === 'noticed') === (round.state === 'noticed') ? (
              <span>
                <Left due={until} />
              </span>
            ) : (
              until && (
                <span className="soft">
                  {t('returns.until')} <When iso={until} />
                </span>
              )
            )}
          </li>
        ))}
      {round.cancelled_at && (
        <li className="done">
          <strong>✕ {t('returns.state.cancelled')}</strong>
          <span>
            <When iso={round.cancelled_at} />
          </span>
          <span className="soft">{round.cancel_reason}</span>
        </li>
      )}
    </ol>
  );
}

function Money({ round }: { round: Round }) {
  const { t, word } = useWords();
  return (
    <section className="card">
      <h2>{t('returns.money')}</h2>
      <Facts
        items={[
          [t('returns.account'), <span className="digits">{round.account_number || '—'}</span>],
          [t('returns.bank'), `${round.bank_name} ${round.account_holder}`.trim()],
          [
            t('returns.case'),
            <Link to={`/register/cases/${round.case_id}`}>{round.case_number}</Link>,
          ],
          [t('returns.legal_basis'), word('returns.law', round.legal_basis)],
          [
            t('returns.available'),
            <span className="digits">{formatFen(round.available_fen)}</span>,
          ],
          [t('returns.to_return'), <span className="digits">{formatFen(round.return_fen)}</span>],
          [
            t('returns.remains'),
            <span className="digits">{formatFen(round.available_fen - round.return_fen)}</span>,
          ],
          [t('returns.executed'), <span className="digits">{formatFen(round.executed_fen)}</span>],
          ...(round.order_id
            ? ([
                [t('returns.frozen_at'), <When iso={round.frozen_at} />],
                [t('returns.freeze_expires'), <When iso={round.freeze_expires_at} />],
                [t('returns.waits_until'), <When iso={round.waits_until} />],
              ] as [string, React.ReactNode][])
            : []),
          ...(round.early_reason
            ? ([[t('returns.early_reason'), round.early_reason]] as [string, React.ReactNode][])
            : []),
          [t('returns.grounds'), round.grounds],
          [t('returns.decision_number'), round.decision_number],
        ]}
      />
    </section>
  );
}

function Notice({ round }: { round: Round }) {
  const { t } = useWords();
  return (
    <section className="card">
      <h2>{t('returns.notice')}</h2>
      <p className="soft">
        <When iso={round.notice_from} /> — <When iso={round.notice_until} />
      </p>
      <p className="notice-text">{round.notice_text}</p>
    </section>
  );
}

function Events({ full }: { full: RoundFull }) {
  const { t } = useWords();
  return (
    <section className="card">
      <h2>{t('returns.events')}</h2>
      {full.events.map((event) => (
        <p key={event.id}>
          <When iso={event.at} /> <strong>{event.place}</strong> {event.note}
        </p>
      ))}
    </section>
  );
}
