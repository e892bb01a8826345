// A warning that interrupts is shown over whatever page the officer is on. Taking it lays the call
// view over that page, which stays as it is underneath: nothing that was typed is lost.
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Spin } from 'antd';
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react';
import { useLocation } from 'react-router';

import type { Page } from '../api/types';
import { get } from '../platform/api';
import { Left } from '../platform/deadline/Left';
import { kEveryLayer, KeyLayer, useKeys, useTopLayer } from '../platform/keys';
import { Key } from '../platform/parts';
import { useOfficer } from '../platform/session';
import { storeOf } from '../platform/store';
import { useWords } from '../platform/words';
import { LevelTag, useStepName, useTake } from './parts';
import type { QueueItem } from './types';
import './interrupt.css';

// Fetched while the officer reads the bar.
const fetchCall = () => import('./CallPage').then(({ Call }) => ({ default: Call }));
const Call = lazy(fetchCall);

const kLayer = 1;
const kMost = 50; // The gravest stand first.

interface Place {
  warning: number;
  step: number;
}
const over = storeOf<Place | undefined>(undefined);
const putOff = storeOf<number[]>([]); // Steps this officer has seen and left to the queue.

// Each warning once, by its first free step toward somebody; those whose step this officer has in
// hand are no news.
function useInterrupting(): QueueItem[] {
  const me = useOfficer();
  const queue = useQuery({
    queryKey: ['warning', 'interrupting'],
    queryFn: () => get<Page<QueueItem>>('/warning/queue', { query: { limit: kMost } }),
    enabled: me.may('warning:handle'),
  });
  const grave = (queue.data?.items ?? []).filter(({ warning }) => warning.interrupts);
  const mine = new Set(
    grave
      .filter(({ step }) => step.taken_by === me.officer_id && step.phase !== 'late')
      .map(({ warning }) => warning.id),
  );
  const first = new Map<number, QueueItem>();
  for (const item of grave) {
    const { step, warning } = item;
    const free = step.actions.includes('take') && step.act !== 'text';
    if (!free || mine.has(warning.id) || first.has(warning.id)) continue;
    first.set(warning.id, item);
  }
  return [...first.values()];
}

export function Interrupt() {
  const items = useInterrupting();
  const place = over.use();
  const off = putOff.use();
  const shown = items.filter(({ step }) => !off.includes(step.id));
  // A page that is gone to by hand is wanted; what lies over the one before is not.
  const { pathname } = useLocation();
  useEffect(() => over.set(undefined), [pathname]);
  return (
    <KeyLayer value={kEveryLayer}>
      {shown[0] && <Bar key={shown[0].step.id} item={shown[0]} more={shown.length - 1} />}
      {!shown[0] && items.length > 0 && <Chip count={items.length} />}
      {place && <Over place={place} />}
    </KeyLayer>
  );
}

function Bar({ item, more }: { item: QueueItem; more: number }) {
  const { t, word } = useWords();
  const stepName = useStepName();
  const { step, warning } = item;
  const take = useTake(() => over.set({ warning: warning.id, step: step.id }));
  const act = () => take.mutate(step.id);
  useKeys({ f8: act });
  useEffect(() => void fetchCall(), []);
  return (
    <div className="interrupt" role="alert" aria-label={t('warning.interrupt.label')}>
      <LevelTag level={warning.level} />
      <strong>{warning.name || t('warning.mark.no_name')}</strong>
      <span>{stepName(step)}</span>
      <span className="kind">{word('register.fraud_type', warning.fraud_type)}</span>
      <Left due={step.due_at} />
      {more > 0 && <span className="more">{t('warning.interrupt.more', { count: more })}</span>}
      <span className="acts">
        <Button type="primary" loading={take.isPending} onClick={act}>
          {t('warning.take')} <Key>F8</Key>
        </Button>
        <Button onClick={() => putOff.set((before) => [...before, step.id])}>
          {t('warning.interrupt.later')}
        </Button>
      </span>
    </div>
  );
}

// What was put off is not forgotten.
function Chip({ count }: { count: number }) {
  const { t } = useWords();
  const show = () => putOff.set([]);
  useKeys({ f8: show });
  return (
    <button type="button" className="interrupt-chip" onClick={show}>
      △ {t('warning.interrupt.waiting', { count })} <Key>F8</Key>
    </button>
  );
}

// Gives the focus back to where it was.
function Over({ place }: { place: Place }) {
  const { t } = useWords();
  const before = useRef(document.activeElement);
  const leave = () => over.set(undefined);
  useEffect(() => {
    const { current } = before;
    return () => {
      setTimeout(() => (current as HTMLElement | null)?.focus());
    };
  }, []);
  return (
    <Drawer
      open
      placement="top"
      size="100vh"
      onClose={leave}
      keyboard={false}
      title={t('warning.close_view')}
      rootClassName="call-over"
    >
      <KeyLayer value={kLayer}>
        <Deaf>
          <Suspense fallback={<Spin className="door-wait" />}>
            <Call warning={place.warning} step={place.step} onLeave={leave} key={place.step} />
          </Suspense>
        </Deaf>
      </KeyLayer>
    </Drawer>
  );
}

function Deaf({ children }: { children: ReactNode }) {
  useTopLayer(kLayer);
  return children;
}
