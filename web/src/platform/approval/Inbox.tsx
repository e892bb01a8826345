// What waits for this officer's decision, each request with its evidence. Refusing needs a reason;
// approving may have one. J and K choose a request, R goes to its reason, Ctrl+Enter approves and
// Alt+N refuses.
import { useQuery } from '@tanstack/react-query';
import { Button, Input, type InputRef } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import { Link } from 'react-router';

import type { ApprovalRequest, Evidence, Items } from '../../api/types';
import { useAct } from '../act';
import { get, post } from '../api';
import { FourStates } from '../FourStates';
import { formatFen, formatFull, groupAccount } from '../format';
import { useKeys } from '../keys';
import { Facts, Key, PageFrame, StateTag, When } from '../parts';
import { useWords } from '../words';
import './approval.css';
import { Delegations } from './Delegations';

export default function Inbox() {
  const { t } = useWords();
  const inbox = useQuery({
    queryKey: ['approval', 'inbox'],
    queryFn: () => get<Items<ApprovalRequest>>('/approval/inbox'),
  });
  return (
    <PageFrame title={t('app.page.approvals')}>
      <FourStates
        query={inbox}
        isEmpty={({ items }) => items.length === 0}
        empty={t('platform.approval.empty')}
      >
        {({ items }) => <Requests requests={items} />}
      </FourStates>
      <Delegations />
    </PageFrame>
  );
}

function Requests({ requests }: { requests: ApprovalRequest[] }) {
  const { t } = useWords();
  const [chosenId, setChosenId] = useState<number>();
  const found = requests.findIndex(({ id }) => id === chosenId);
  const at = Math.max(0, found); // The oldest, until another one is chosen.
  const choose = (index: number) => {
    const next = requests[Math.max(0, Math.min(index, requests.length - 1))];
    setChosenId(next?.id);
    document.getElementById(`request-${next?.id}`)?.scrollIntoView({ block: 'nearest' });
  };
  useKeys({ j: () => choose(at + 1), k: () => choose(at - 1) });
  return (
    <>
      <p className="soft request-keys">
        <Key>J</Key> <Key>K</Key> {t('platform.approval.keys.choose')} <Key>R</Key>{' '}
        {t('platform.reason')} <Key>Ctrl Enter</Key> {t('platform.approval.approve')}{' '}
        <Key>Alt N</Key> {t('platform.approval.refuse')}
      </p>
      {requests.map((request, index) => (
        <RequestCard key={request.id} request={request} chosen={index === at} />
      ))}
    </>
  );
}

function RequestCard({ request, chosen }: { request: ApprovalRequest; chosen: boolean }) {
  const { t, word } = useWords();
  return (
    <article
      id={`request-${request.id}`}
      className={chosen ? 'card request chosen' : 'card request'}
      aria-current={chosen || undefined}
    >
      <header>
        <h2>{word('platform.approval.act', request.act)}</h2>
        <StateTag tone={request.afterwards ? 'info' : 'watch'}>
          {t(request.afterwards ? 'platform.approval.afterwards' : 'platform.approval.beforehand')}
        </StateTag>
      </header>
      <Facts items={useEvidence(request)} />
      <p className="request-effect">
        {word('platform.approval.effect', request.act) || t('platform.approval.effect_unsaid')}
      </p>
      <Decide request={request} chosen={chosen} />
    </article>
  );
}

// Everything there is to see of a request, as name and value; what it lacks is left out.
function useEvidence(request: ApprovalRequest): [string, ReactNode][] {
  const { t, word } = useWords();
  const { evidence } = request;
  const caseLink = request.case_id > 0 && (
    <Link to={`/register/cases/${request.case_id}`}>
      {request.case_number || `#${request.case_id}`}
    </Link>
  );
  const account = [evidence.bank_name, groupAccount(evidence.account), evidence.holder]
    .filter(Boolean)
    .join(' · ');
  const items: [string, ReactNode][] = [
    [t('platform.approval.asked_by'), request.requested_by_name],
    [t('platform.approval.asked_at'), <When iso={request.requested_at} />],
    [t('platform.case'), caseLink],
    [
      t('platform.approval.amount'),
      typeof evidence.amount_fen === 'number' && (
        <strong className="digits">{formatFen(evidence.amount_fen)}</strong>
      ),
    ],
    [t('platform.approval.account'), account && <span className="digits">{account}</span>],
    ...evidence.facts.map((fact): [string, ReactNode] => [
      word('platform.approval.fact', fact.name),
      fact.is_word ? word('platform.approval.value', fact.value) : said(fact.value),
    ]),
    [t('platform.approval.records'), <EvidenceLinks request={request} />],
    [t('platform.approval.grounds'), request.grounds],
  ];
  return items.filter(([, value]) => value !== false && value !== '');
}

// A moment is said as a date; everything else as it is.
function said(value: string): string {
  return /^\d{4}-\d\d-\d\dT/.test(value) ? formatFull(value) : value;
}

// Where a record of the evidence is looked at.
function placeOf(link: Evidence['links'][number], caseId: number): string | undefined {
  if (link.kind === 'case') return `/register/cases/${link.id}`;
  if (link.kind === 'return') return `/funds/returns/${link.id}`;
  if (link.kind === 'trace') return `/cases/${link.id}/trace`;
  return caseId > 0 ? `/register/cases/${caseId}` : undefined;
}

function EvidenceLinks({ request }: { request: ApprovalRequest }) {
  const { word } = useWords();
  const isOwnCase = ({ kind, id }: Evidence['links'][number]) =>
    kind === 'case' && id === request.case_id;
  const links = request.evidence.links.filter((link) => !isOwnCase(link));
  if (links.length === 0) return <>—</>;
  return (
    <span className="evidence-links">
      {links.map((link) => {
        const text = `${word('platform.subject', link.kind)} ${link.label || link.id}`;
        const place = placeOf(link, request.case_id);
        const key = `${link.kind}-${link.id}`;
        return place ? (
          <Link key={key} to={place}>
            {text}
          </Link>
        ) : (
          <span key={key}>{text}</span>
        );
      })}
    </span>
  );
}

function Decide({ request, chosen }: { request: ApprovalRequest; chosen: boolean }) {
  const { t } = useWords();
  const hint = `${t('platform.approval.approve_reason')} / ${t('platform.approval.refuse_reason')}`;
  const [reason, setReason] = useState('');
  const input = useRef<InputRef>(null);
  const decide = useAct(
    (approve: boolean) => post(`/approval/requests/${request.id}/decision`, { approve, reason }),
    {
      touches: [['approval'], ['register'], ['funds']],
      say: t('platform.approval.decided'),
    },
  );
  const mayRefuse = reason.trim() !== '' && !decide.isPending;
  useKeys({
    r: chosen ? () => input.current?.focus() : undefined,
    'ctrl+enter': chosen && !decide.isPending ? () => decide.mutate(true) : undefined,
    'alt+n': chosen && mayRefuse ? () => decide.mutate(false) : undefined,
  });
  return (
    <div className="decide">
      <Input
        ref={input}
        aria-label={t('platform.reason')}
        placeholder={hint}
        value={reason}
        maxLength={400}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button disabled={!mayRefuse} onClick={() => decide.mutate(false)} loading={decide.isPending}>
        {t('platform.approval.refuse')}
      </Button>
      <Button type="primary" onClick={() => decide.mutate(true)} loading={decide.isPending}>
        {t('platform.approval.approve')}
      </Button>
    </div>
  );
}
