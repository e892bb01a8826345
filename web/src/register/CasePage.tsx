// One case: what happened, the money, the orders, the clocks, the timeline, and what may be done.
import { BranchesOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, type MouseEvent } from 'react';
import { Link, useLocation, useNavigate, useParams } from 'react-router';

import type { CaseView } from '../api/types';
import { NewOrders } from '../funds/NewOrders';
import { OrderCard } from '../funds/OrderCard';
import { get } from '../platform/api';
import { Left } from '../platform/deadline/Left';
import { CaseDocuments } from '../platform/document/CaseDocuments';
import { FourStates, Nothing } from '../platform/FourStates';
import { formatFen } from '../platform/format';
import { Facts, PageFrame, StateTag, When } from '../platform/parts';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import { CaseActions } from './CaseActions';
import { kCaseTones } from './Cases';
import { CaseFacts, Identifiers, Payments } from './CaseFacts';
import { useReveal, withRevealed } from './reveal';
import { RevealButton } from './RevealButton';
import { Timeline } from './Timeline';
import './register.css';

export default function CasePage() {
  const id = Number(useParams()['id']);
  const view = useQuery({
    queryKey: ['register', 'case', id],
    queryFn: () => get<CaseView>(`/register/cases/${id}`),
  });
  return (
    <FourStates query={view} rows={10}>
      {(data) => <CaseSheet view={data} />}
    </FourStates>
  );
}

function CaseSheet({ view }: { view: CaseView }) {
  const { t, word } = useWords();
  const reveal = useReveal<CaseView>(`/register/cases/${view.record.id}`);
  const officer = useOfficer();
  const shown = reveal.full ? withRevealed(view, reveal.full) : view;
  const { record } = shown;
  return (
    <PageFrame
      title={
        <span className="case-title">
          <span className="digits">{record.number}</span>
          <StateTag tone={kCaseTones[record.state] ?? 'calm'}>
            {word('register.case_state', record.state)}
          </StateTag>
          <span className="digits loss">{formatFen(record.loss_fen)}</span>
        </span>
      }
      aside={
        <>
          {officer.may('trail:read') && <TraceLink id={record.id} />}
          <RevealButton may={view.actions.includes('reveal')} reveal={reveal} />
          <CaseActions view={view} />
        </>
      }
    >
      {record.merged_into ? (
        <p className="said doubtful">
          {t('register.merged_into')}{' '}
          <Link to={`/register/cases/${record.merged_into}`}>#{record.merged_into}</Link>
        </p>
      ) : null}
      <div className="case-grid">
        <div>
          <Orders view={shown} />
          <Payments payments={shown.payments} />
          <CaseFacts view={shown} />
          <Identifiers identifiers={shown.identifiers} />
        </div>
        <div>
          <Clocks view={shown} />
          <Filings view={shown} />
          <CaseDocuments id={record.id} />
          <Timeline id={record.id} />
        </div>
      </div>
    </PageFrame>
  );
}

function TraceLink({ id }: { id: number }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const path = `/cases/${id}/trace`;
  const open = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // A tab of its own.
    event.preventDefault();
    void navigate(path);
  };
  return (
    <Button href={path} icon={<BranchesOutlined />} onClick={open}>
      {t('app.page.trace')}
    </Button>
  );
}

function Orders({ view }: { view: CaseView }) {
  const { t } = useWords();
  const { hash } = useLocation();
  useEffect(() => {
    const meant = hash && document.getElementById(hash.slice(1));
    if (!meant) return;
    meant.scrollIntoView({ block: 'center' });
    meant.focus({ preventScroll: true });
  }, [hash]);
  return (
    <section className="card">
      <h2>{t('register.orders')}</h2>
      {view.orders.length === 0 && <Nothing>{t('register.no_orders')}</Nothing>}
      <div className="case-orders">
        {view.orders.map((order) => (
          <OrderCard key={order.id} order={order} />
        ))}
      </div>
      <NewOrders view={view} />
    </section>
  );
}

function Filings({ view }: { view: CaseView }) {
  const { t, word } = useWords();
  if (view.filings.length === 0) return null;
  const tones = { asked: 'watch', approved: 'good', refused: 'alarm' } as const;
  return (
    <section className="card">
      <h2>{t('register.filing.title')}</h2>
      {view.filings.map(({ id, decision, grounds, asked_at, state }) => (
        <p key={id}>
          <StateTag tone={tones[state]}>{word('register.filing.asked_state', state)}</StateTag>{' '}
          {t(`register.filing.${decision}`)} <When iso={asked_at} /> {grounds}
        </p>
      ))}
    </section>
  );
}

function Clocks({ view }: { view: CaseView }) {
  const { t, word } = useWords();
  const open = view.clocks.filter(({ state }) => state === 'open');
  return (
    <section className="card">
      <h2>{t('register.clocks')}</h2>
      {open.length === 0 && <p className="soft">{t('register.no_clocks')}</p>}
      <Facts
        items={open.map((clock) => [
          word('platform.clock.name', clock.rule),
          <>
            <Left due={clock.due_at} /> <When iso={clock.due_at} />
          </>,
        ])}
      />
    </section>
  );
}
