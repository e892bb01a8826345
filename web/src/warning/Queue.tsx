// What is this officer's to do, the gravest first. J and K (or the arrows) choose, Enter takes, T
// takes the first that is free.
import { Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';

import { Left } from '../platform/deadline/Left';
import { FourStates } from '../platform/FourStates';
import { useKeys } from '../platform/keys';
import { ReadOn, usePages } from '../platform/pages';
import { Key } from '../platform/parts';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import { LevelTag, PhaseTag, useStepName, useTake, WarningLink } from './parts';
import type { QueueItem } from './types';

const idOf = ({ step }: QueueItem) => `queue-step-${step.id}`;
const isFree = ({ step }: QueueItem) => step.actions.includes('take');
const isTaken = ({ step }: QueueItem) => step.phase === 'taken' || step.phase === 'reached';

export function Queue() {
  const { t } = useWords();
  const queue = usePages<QueueItem>(['warning', 'queue'], '/warning/queue', { limit: 100 });
  return (
    <FourStates
      query={queue}
      isEmpty={(items) => items.length === 0}
      empty={t('warning.empty_queue')}
    >
      {(items) => (
        <>
          <Items items={items} />
          <ReadOn query={queue} />
        </>
      )}
    </FourStates>
  );
}

function Items({ items }: { items: QueueItem[] }) {
  const { t } = useWords();
  const me = useOfficer().officer_id;
  const navigate = useNavigate();
  const open = ({ step, warning }: QueueItem) =>
    void navigate(`/warning/${warning.id}/steps/${step.id}`);
  const take = useTake((step) => {
    const item = items.find((each) => each.step.id === step.id);
    if (item) open(item);
  });
  const isMine = (item: QueueItem) => isTaken(item) && item.step.taken_by === me;
  const mine = items.filter(isMine);
  const others = items.filter((item) => !isMine(item));
  const firstFree = items.find(isFree);
  const chosen = useChosen([...mine, ...others]);
  useKeys({
    j: () => chosen.move(1),
    k: () => chosen.move(-1),
    arrowdown: () => chosen.move(1),
    arrowup: () => chosen.move(-1),
    t: firstFree ? () => take.mutate(firstFree.step.id) : undefined,
  });
  const line = (item: QueueItem) => (
    <QueueLine
      key={item.step.id}
      item={item}
      chosen={chosen.id === item.step.id}
      onTake={() => take.mutate(item.step.id)}
      onOpen={isMine(item) ? () => open(item) : undefined}
    />
  );
  return (
    <>
      {mine.length > 0 && (
        <section className="warning-mine" aria-label={t('warning.mine')}>
          <h2>{t('warning.mine')}</h2>
          <ol className="warning-queue">{mine.map(line)}</ol>
        </section>
      )}
      {firstFree && (
        <p className="warning-next">
          <Button
            type="primary"
            loading={take.isPending}
            onClick={() => take.mutate(firstFree.step.id)}
          >
            {t('warning.take_next')} <Key>T</Key>
          </Button>
        </p>
      )}
      <ol className="warning-queue" aria-label={t('warning.queue')}>
        {others.map(line)}
      </ol>
    </>
  );
}

// The chosen line has the focus on its button, so that Enter presses it.
function useChosen(items: QueueItem[]) {
  const [id, setId] = useState<number>();
  const at = items.findIndex(({ step }) => step.id === id);
  const move = (by: number) => {
    const next = items[Math.max(0, Math.min(at + by, items.length - 1))];
    if (!next) return;
    setId(next.step.id);
    const line = document.getElementById(idOf(next));
    (line?.querySelector<HTMLElement>('button') ?? line?.querySelector('a'))?.focus();
  };
  return { id, move };
}

interface LineProps {
  item: QueueItem;
  chosen: boolean;
  onTake: () => void;
  onOpen: (() => void) | undefined;
}

function QueueLine({ item, chosen, onTake, onOpen }: LineProps) {
  const { t, word } = useWords();
  const stepName = useStepName();
  const { step, warning, contact } = item;
  const marks = [chosen && 'chosen', warning.interrupts && 'interrupts', onOpen && 'mine'];
  return (
    <li id={idOf(item)} className={marks.filter(Boolean).join(' ')}>
      <div className="when">
        <LevelTag level={warning.level} />
        <Left due={step.due_at} />
      </div>
      <div className="what">
        <strong>{stepName(step)}</strong>
        {step.phase !== 'open' && <PhaseTag step={step} />}
        <span className="soft">{word('register.fraud_type', warning.fraud_type)}</span>
      </div>
      <div className="whom">
        <span>{warning.name || t('warning.mark.no_name')}</span>
        <span className="digits">{contact?.phone}</span>
        <span className="soft">{contact?.place || warning.address}</span>
      </div>
      <div className="which">
        <WarningLink id={warning.id} number={warning.number} />
        {warning.instructions > 1 && (
          <span className="soft">{t('warning.instructions', { count: warning.instructions })}</span>
        )}
      </div>
      <div className="act">
        {onOpen && <Button onClick={onOpen}>{t('warning.go_on')}</Button>}
        {isFree(item) && (
          <Button type="primary" onClick={onTake}>
            {t('warning.take')}
          </Button>
        )}
        {!onOpen && isTaken(item) && (
          <span className="soft">{t('warning.has_it', { name: step.taken_by_name })}</span>
        )}
      </div>
    </li>
  );
}
