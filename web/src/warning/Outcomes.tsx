// One key for each outcome that the server offers; where the person is elsewhere, the place or the
// number goes along.
import { Button, Input } from 'antd';
import { useRef, useState } from 'react';

import { useAct } from '../platform/act';
import { newKey, post } from '../platform/api';
import { useKeys } from '../platform/keys';
import { Key } from '../platform/parts';
import { useWords } from '../platform/words';
import { contactOf, noteOf, useWordsOf } from './call';
import { kTouches } from './parts';
import type { Outcome, Step, WarningView } from './types';

// The same key for the same outcome at every step.
const kKeys: Record<Outcome, string> = {
  reached: '1',
  busy: '2',
  no_answer: '3',
  refused: '4',
  hung_up: '5',
  wrong_number: '6',
  moved: '7',
  found_elsewhere: '8',
  dissuaded: '9',
  already_paid: '0',
  not_a_fraud: 'x',
  repeated: 'c',
  done: 'd',
};
const kTones: Partial<Record<Outcome, string>> = {
  reached: 'good',
  dissuaded: 'good',
  already_paid: 'alarm',
};

interface Props {
  view: WarningView;
  step: Step;
  onTold: (outcome: Outcome, reply: Step) => void;
}

export function Outcomes({ view, step, onTold }: Props) {
  const { t, word } = useWords();
  const { said } = useWordsOf(step.id);
  const [asking, setAsking] = useState(false);
  // The same words sent again are the same act.
  const lastKey = useRef({ content: '', key: '' });
  const tell = useAct(
    (outcome: Outcome) => {
      const body = { outcome, note: noteOf(said), next_contact: contactOf(said) };
      const content = JSON.stringify(body);
      if (lastKey.current.content !== content) lastKey.current = { content, key: newKey() };
      return post<Step>(`/warning/steps/${step.id}/tell`, body, lastKey.current.key).then(
        (reply) => {
          onTold(outcome, reply);
          return reply;
        },
      );
    },
    { touches: [...kTouches, ['warning', 'view', view.warning.id]] },
  );
  const choose = (outcome: Outcome) => {
    if (tell.isPending) return;
    if (outcome === 'found_elsewhere') setAsking(true);
    else tell.mutate(outcome);
  };
  const { outcomes } = step;
  useKeys(
    Object.fromEntries(
      outcomes.flatMap((outcome) => [
        [kKeys[outcome], () => choose(outcome)],
        [`alt+${kKeys[outcome]}`, () => choose(outcome)],
      ]),
    ),
  );
  if (outcomes.length === 0) return null;
  const calledOff = step.phase === 'called_off';
  return (
    <section className="card call-outcomes" aria-label={t('warning.outcomes')}>
      <h2>{calledOff ? t('warning.after_end') : t('warning.outcomes')}</h2>
      <div className="outcome-keys">
        {outcomes.map((outcome) => (
          <Button
            key={outcome}
            className={kTones[outcome] ?? ''}
            disabled={tell.isPending}
            onClick={() => choose(outcome)}
          >
            <Key>{kKeys[outcome].toUpperCase()}</Key> {word('warning.outcome', outcome)}
          </Button>
        ))}
      </div>
      {asking && (
        <Elsewhere
          step={step}
          sending={tell.isPending}
          onSend={() => tell.mutate('found_elsewhere')}
          onBack={() => setAsking(false)}
        />
      )}
    </section>
  );
}

interface ElsewhereProps {
  step: Step;
  sending: boolean;
  onSend: () => void;
  onBack: () => void;
}

function Elsewhere({ step, sending, onSend, onBack }: ElsewhereProps) {
  const { t } = useWords();
  const { said, say } = useWordsOf(step.id);
  useKeys({ escape: onBack });
  const line = (name: 'place' | 'phone' | 'name', label: string, first = false) => (
    <div className="field">
      <label htmlFor={`elsewhere-${name}`}>{label}</label>
      <Input
        id={`elsewhere-${name}`}
        autoFocus={first}
        autoComplete="off"
        value={said[name]}
        onChange={(event) => say({ [name]: event.target.value })}
      />
    </div>
  );
  return (
    <form
      className="elsewhere"
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <p className="soft">{t('warning.where_now')}</p>
      {line('place', t('warning.where_place'), true)}
      {line('phone', t('warning.where_phone'))}
      {line('name', t('warning.where_name'))}
      <div className="acts">
        <Button type="primary" htmlType="submit" loading={sending}>
          {t('warning.send')} <Key>Enter</Key>
        </Button>
        <Button onClick={onBack}>
          {t('platform.cancel')} <Key>Esc</Key>
        </Button>
      </div>
    </form>
  );
}
