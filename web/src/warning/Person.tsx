// The person of a warning: numbers and places, what was seen, and what is known from before.
import type { ReactNode } from 'react';
import { Link } from 'react-router';

import { formatFen } from '../platform/format';
import { Facts, StateTag, When } from '../platform/parts';
import { useWords } from '../platform/words';
import { over } from '../register/reveal';
import { LevelTag, WarningLink, WarningStateTag } from './parts';
import type { Contact, Step, WarningView } from './types';

// Personal values in full lie over the warning as it is now.
export function withRevealed(now: WarningView, full: WarningView): WarningView {
  const { name, address } = full.warning;
  return {
    ...now,
    warning: { ...now.warning, name, address },
    person: { ...full.person, version: now.person.version },
    contacts: over(now.contacts, full.contacts, ['name', 'phone', 'place']),
    instructions: over(now.instructions, full.instructions, ['seen']),
    told: over(now.told, full.told, ['note']),
    past: over(now.past, full.past, ['name', 'address']),
  };
}

export function PersonFacts({ view: { person } }: { view: WarningView }) {
  const { t, word } = useWords();
  return (
    <section className="card">
      <h2>{t('warning.person')}</h2>
      <Facts
        items={[
          [t('intake.field.name'), person.name],
          [t('intake.field.identity'), person.identity],
          [t('intake.field.sex'), word('register.sex', person.sex)],
          [t('intake.field.age'), person.age],
          [t('intake.field.occupation'), person.occupation],
          [t('intake.field.workplace'), person.workplace],
        ]}
      />
    </section>
  );
}

interface NumbersProps {
  view: WarningView;
  step?: Step; // The one at hand, whose number or place is marked.
  full: boolean;
  children?: ReactNode;
}

export function Numbers({ view, step, full, children }: NumbersProps) {
  const { t, word } = useWords();
  const { person, contacts } = view;
  const goesHome = step?.act === 'visit' && !step.contact_id;
  return (
    <section className="card warning-numbers">
      <h2>{t('warning.numbers')}</h2>
      {children}
      {contacts.length === 0 && <p className="soft">{t('warning.no_numbers')}</p>}
      <ul>
        {contacts.map((contact) => (
          <li key={contact.id} className={contact.id === step?.contact_id ? 'now' : undefined}>
            <span className="soft">
              {word('warning.contact', contact.kind)} {contact.name}
            </span>
            {contact.phone && <Phone contact={contact} full={full} />}
            {contact.place && <span>{contact.place}</span>}
            {contact.id === step?.contact_id && (
              <StateTag tone="info">
                {t(step.act === 'visit' ? 'warning.go_here' : 'warning.this_one')}
              </StateTag>
            )}
          </li>
        ))}
        {person.address && (
          <li className={goesHome ? 'now' : undefined}>
            <span className="soft">{t('warning.home')}</span>
            <span>{person.address}</span>
            {goesHome && <StateTag tone="info">{t('warning.go_here')}</StateTag>}
          </li>
        )}
        {person.workplace && (
          <li>
            <span className="soft">{t('warning.field.workplace')}</span>
            <span>{person.workplace}</span>
          </li>
        )}
      </ul>
    </section>
  );
}

// A covered number cannot be dialled.
function Phone({ contact, full }: { contact: Contact; full: boolean }) {
  if (!full) return <span className="phone digits">{contact.phone}</span>;
  return (
    <a className="phone digits" href={`tel:${contact.phone}`}>
      {contact.phone}
    </a>
  );
}

export function Instructions({ view }: { view: WarningView }) {
  const { t, word } = useWords();
  return (
    <section className="card warning-instructions">
      <h2>{t('warning.instructions_title')}</h2>
      {[...view.instructions].reverse().map((each) => (
        <article key={each.id}>
          <header>
            <LevelTag level={each.level} /> {word('register.fraud_type', each.fraud_type)}{' '}
            <span className="soft">
              {t('warning.from_source', { source: each.source })} <When iso={each.received_at} />
            </span>
          </header>
          {each.seen && <p className="narrative-text">{each.seen}</p>}
          <Figures each={each} />
          {each.marks.map((mark) => (
            <StateTag key={mark} tone="watch">
              {word('warning.mark', mark)}
            </StateTag>
          ))}
        </article>
      ))}
    </section>
  );
}

function Figures({ each }: { each: WarningView['instructions'][number] }) {
  const { t } = useWords();
  const { call_minutes, transfers_tried, tried_fen } = each;
  const figures: [string, ReactNode][] = [];
  if (call_minutes) figures.push([t('warning.field.call_minutes'), call_minutes]);
  if (transfers_tried) figures.push([t('warning.field.transfers_tried'), transfers_tried]);
  if (tried_fen) figures.push([t('warning.field.tried_fen'), formatFen(tried_fen)]);
  return figures.length > 0 ? <Facts items={figures} /> : null;
}

// Earlier warnings, cases, and the visits of this one.
export function Before({ view }: { view: WarningView }) {
  const { t, word } = useWords();
  const { past, cases, steps } = view;
  const visits = steps.filter(({ name, told_at }) => name === 'return_visit' && told_at);
  const nothing = past.length + cases.length + visits.length === 0;
  return (
    <section className="card warning-before">
      <h2>{t('warning.past')}</h2>
      {nothing && <p className="soft">{t('warning.nothing_before')}</p>}
      <ul>
        {past.map((each) => (
          <li key={each.id}>
            <LevelTag level={each.level} /> <WarningLink id={each.id} number={each.number} />{' '}
            <When iso={each.arrived_at} /> <WarningStateTag state={each.state} />{' '}
            {word('warning.outcome', each.outcome)}
          </li>
        ))}
        {cases.map(({ id, number }) => (
          <li key={`case-${id}`}>
            {t('warning.case')} <Link to={`/register/cases/${id}`}>{number}</Link>
          </li>
        ))}
        {visits.map((each) => (
          <li key={`visit-${each.id}`}>
            {t('warning.visits')} <When iso={each.told_at} />{' '}
            {word('warning.outcome', each.outcome)} {each.taken_by_name}
          </li>
        ))}
      </ul>
    </section>
  );
}
