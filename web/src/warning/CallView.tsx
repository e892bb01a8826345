// One screen for a step in hand: whom to ring, what to say, what to ask, one key an outcome, and
// the whole ladder beside it. As soon as somebody else has reached the person, it says so and
// stops.
import { EyeOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';

import { useAct } from '../platform/act';
import { post } from '../platform/api';
import { useNow } from '../platform/clock';
import { Left } from '../platform/deadline/Left';
import { formatShort, formatSpan } from '../platform/format';
import { useKeys } from '../platform/keys';
import { Key } from '../platform/parts';
import { useOfficer } from '../platform/session';
import { useTrouble } from '../platform/trouble';
import { useWords } from '../platform/words';
import { useReveal } from '../register/reveal';
import { forgetWordsOf } from './call';
import { History } from './History';
import { Ladder } from './Ladder';
import { Outcomes } from './Outcomes';
import { PaidDrawer } from './Paid';
import { kTouches, LevelTag, useStepName, useTake, WarningLink } from './parts';
import { Before, Instructions, Numbers, withRevealed } from './Person';
import { Say } from './Say';
import { Stopped } from './Stopped';
import type { Outcome, Step, WarningView } from './types';
import './warning.css';

const kWhileAtWork = 15 * 60_000; // Names and numbers in full, from one look on.

interface Props {
  view: WarningView;
  step: Step;
  onLeave: () => void;
}

export function CallView({ view: masked, step, onLeave }: Props) {
  const { t } = useWords();
  const me = useOfficer().officer_id;
  const [paying, setPaying] = useState(false);
  const reveal = useReveal<WarningView>(`/warning/steps/${step.id}`, kWhileAtWork);
  const view = reveal.full ? withRevealed(masked, reveal.full) : masked;
  const mine = step.taken_by === me && (step.phase === 'taken' || step.phase === 'reached');
  const top = useFocusOn(step.id);
  useKeys({ escape: () => top.current?.focus() });
  const told = (outcome: Outcome, reply: Step) => {
    forgetWordsOf(step.id);
    if (outcome === 'already_paid') setPaying(true);
    else if (reply.phase !== 'reached') onLeave();
  };
  return (
    <section className="call-view" aria-label={t('warning.call_view')} ref={top} tabIndex={-1}>
      <Head view={view} step={step} mine={mine} onLeave={onLeave} />
      {!mine && <Stopped view={view} step={step} onLeave={onLeave} />}
      <div className={mine ? 'call-columns' : 'call-columns stopped'}>
        <div>
          <Numbers view={view} {...(mine && { step })} full={reveal.full !== undefined}>
            {mine && !reveal.full && <ShowNumbers step={step} show={reveal.show} />}
          </Numbers>
          <Instructions view={view} />
          <Before view={view} />
        </div>
        {mine && (
          <div>
            <Say step={step} fraudType={view.warning.fraud_type} />
          </div>
        )}
        <div>
          <Outcomes view={view} step={step} onTold={told} />
          <Ladder view={view} current={step.id} />
          <History view={view} />
        </div>
      </div>
      {paying && <PaidDrawer warning={view.warning} onClose={onLeave} />}
    </section>
  );
}

// A new step is read from its top, and its keys work at once.
function useFocusOn(step: number) {
  const top = useRef<HTMLElement>(null);
  useEffect(() => {
    top.current?.focus({ preventScroll: true });
    top.current?.scrollIntoView({ block: 'start' });
  }, [step]);
  return top;
}

function Head({ view, step, mine, onLeave }: Props & { mine: boolean }) {
  const { t } = useWords();
  const stepName = useStepName();
  const { warning } = view;
  const give = useAct(() => post<Step>(`/warning/steps/${step.id}/give_back`), {
    touches: kTouches,
    done: onLeave,
  });
  const take = useTake(() => undefined);
  const over = step.phase === 'done' || step.phase === 'called_off';
  return (
    <header className="call-head">
      <div className="call-who">
        <LevelTag level={warning.level} />
        <h1>{warning.name || t('warning.mark.no_name')}</h1>
        <span>{stepName(step)}</span>
        <WarningLink id={warning.id} number={warning.number} />
      </div>
      <div className="call-times">
        {mine && <Timer step={step} />}
        {!over && (
          <span>
            {t('warning.until')} <Left due={step.due_at} />
          </span>
        )}
        {step.actions.includes('give_back') && (
          <Button loading={give.isPending} onClick={() => give.mutate(undefined)}>
            {t('warning.give_back')}
          </Button>
        )}
        {step.actions.includes('take') && (
          <Button type="primary" loading={take.isPending} onClick={() => take.mutate(step.id)}>
            {t('warning.take')}
          </Button>
        )}
      </div>
    </header>
  );
}

function Timer({ step }: { step: Step }) {
  const { t } = useWords();
  const now = useNow();
  const since = step.taken_at ? now - Date.parse(step.taken_at) : 0;
  return (
    <span className="call-timer" role="timer">
      <small>{t('warning.since_taken')}</small>{' '}
      <output className="digits">{formatSpan(since)}</output>
      {step.back_at && step.phase === 'taken' && (
        <small>{t('warning.back_at', { time: formatShort(step.back_at, now) })}</small>
      )}
    </span>
  );
}

// The look is journaled, with the step as its reason.
function ShowNumbers({ step, show }: { step: Step; show: (why: string) => Promise<void> }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const trouble = useTrouble();
  const stepName = useStepName();
  const look = () =>
    void show(stepName(step)).catch((error: unknown) => void message.error(trouble(error)));
  useKeys({ r: look });
  return (
    <Button type="primary" icon={<EyeOutlined />} onClick={look}>
      {t('warning.show_numbers')} <Key>R</Key>
    </Button>
  );
}
