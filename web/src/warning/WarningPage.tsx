// A warning in one piece: the person, what came in, the ladder, what was told, what may be done.
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { Link, useParams } from 'react-router';

import { Left } from '../platform/deadline/Left';
import { FourStates } from '../platform/FourStates';
import { Facts, PageFrame, When } from '../platform/parts';
import { useWords } from '../platform/words';
import { useReveal } from '../register/reveal';
import { RevealButton } from '../register/RevealButton';
import '../register/register.css';
import { History } from './History';
import { Ladder } from './Ladder';
import { LeadActs } from './LeadActs';
import { PaidDrawer } from './Paid';
import { LevelTag, useUnits, WarningStateTag } from './parts';
import { Before, Instructions, Numbers, PersonFacts, withRevealed } from './Person';
import type { WarningView } from './types';
import { useWarning } from './view';
import './warning.css';

export default function WarningPage() {
  const id = Number(useParams()['id']);
  const view = useWarning(id);
  return (
    <FourStates query={view} rows={10}>
      {(data) => <Sheet key={id} view={data} />}
    </FourStates>
  );
}

function Sheet({ view: masked }: { view: WarningView }) {
  const { t } = useWords();
  const [paying, setPaying] = useState(false);
  const reveal = useReveal<WarningView>(`/warning/warnings/${masked.warning.id}`);
  const view = reveal.full ? withRevealed(masked, reveal.full) : masked;
  const { warning, actions } = view;
  return (
    <PageFrame
      title={
        <span className="case-title">
          <span className="digits">{warning.number}</span>
          <LevelTag level={warning.level} />
          <WarningStateTag state={warning.state} />
          <span>{warning.name || t('warning.mark.no_name')}</span>
        </span>
      }
      aside={
        <>
          <RevealButton may={actions.includes('reveal')} reveal={reveal} />
          {actions.includes('pay') && (
            <Button onClick={() => setPaying(true)}>{t('warning.paid.act')}</Button>
          )}
          <LeadActs view={view} />
        </>
      }
    >
      {warning.state === 'with_leader' && (
        <p className="said wrong" role="status">
          △ {t('warning.lead.decide')}
        </p>
      )}
      <div className="case-grid">
        <div>
          <Ladder view={view} />
          <History view={view} />
          <Instructions view={view} />
        </div>
        <div>
          <Standing view={view} />
          <Clocks view={view} />
          <PersonFacts view={view} />
          <Numbers view={view} full={reveal.full !== undefined} />
          <Before view={view} />
        </div>
      </div>
      {paying && <PaidDrawer warning={warning} onClose={() => setPaying(false)} />}
    </PageFrame>
  );
}

function Standing({ view: { warning } }: { view: WarningView }) {
  const { t, word } = useWords();
  const units = useUnits();
  const facts: [string, ReactNode][] = [
    [t('warning.type'), word('register.fraud_type', warning.fraud_type)],
    [t('warning.unit'), units.find(({ id }) => id === warning.unit_id)?.name],
    [t('warning.arrived'), <When iso={warning.arrived_at} />],
    [t('warning.how'), word('warning.outcome', warning.outcome)],
  ];
  if (warning.reached_at) {
    facts.push([t('warning.reached_at'), <When iso={warning.reached_at} />]);
  }
  if (warning.ended_at) facts.push([t('warning.ended_at'), <When iso={warning.ended_at} />]);
  if (warning.watch_until) {
    facts.push([t('warning.watch_until'), <When iso={warning.watch_until} />]);
  }
  if (warning.case_id) {
    facts.push([
      t('warning.case'),
      <Link to={`/register/cases/${warning.case_id}`}>{`#${warning.case_id}`}</Link>,
    ]);
  }
  return (
    <section className="card">
      <h2>{t('warning.state_of')}</h2>
      <Facts items={facts} />
    </section>
  );
}

function Clocks({ view: { clocks } }: { view: WarningView }) {
  const { t, word } = useWords();
  if (clocks.length === 0) return null;
  return (
    <section className="card">
      <h2>{t('warning.clocks')}</h2>
      {clocks.map(({ id, rule, due_at }) => (
        <p key={id}>
          {word('platform.clock.name', rule)} <Left due={due_at} />
        </p>
      ))}
    </section>
  );
}
