// Who is on duty now, and what the rota leaves open soon.
import { useQuery } from '@tanstack/react-query';

import type { Gap, Items, Shift, Unit } from '../api/types';
import { useNow } from '../platform/clock';
import { get } from '../platform/api';
import { FourStates } from '../platform/FourStates';
import { StateTag, When } from '../platform/parts';
import { useWords } from '../platform/words';
import { ShiftActs } from './ShiftActs';

const kMinute = 60_000;

export function OnDuty() {
  const { t, word } = useWords();
  const now = useNow();
  const shifts = useQuery({
    queryKey: ['roster', 'on-duty'],
    queryFn: () => get<Items<Shift>>('/roster/on-duty'),
    refetchInterval: kMinute,
  });
  // A shift that has just ended is not on duty any more, whatever was read a moment ago.
  const running = ({ until }: Shift) => Date.parse(until) > now;
  return (
    <section className="card on-duty" aria-labelledby="on-duty">
      <h2 id="on-duty">{t('roster.on_duty')}</h2>
      <FourStates
        query={shifts}
        rows={2}
        isEmpty={({ items }) => !items.some(running)}
        empty={t('roster.nobody_on_duty')}
      >
        {({ items }) => (
          <ul>
            {items.filter(running).map((shift) => (
              <li key={shift.id}>
                <div>
                  <strong>{shift.officer_name}</strong> {word('roster.role', shift.role)}
                  <small className="soft"> {shift.unit_name}</small>
                  <div>
                    {t('roster.on_until')} <When iso={shift.until} />
                  </div>
                  <Replaced shift={shift} />
                </div>
                <ShiftActs shift={shift} />
              </li>
            ))}
          </ul>
        )}
      </FourStates>
    </section>
  );
}

export function Replaced({ shift }: { shift: Shift }) {
  const { t } = useWords();
  if (!shift.replaces_name) return null;
  return (
    <small className="soft">
      {t('roster.replaces', { name: shift.replaces_name, why: shift.why })}
    </small>
  );
}

export function Gaps() {
  const { t, word } = useWords();
  const gaps = useQuery({
    queryKey: ['roster', 'gaps'],
    queryFn: () => get<Items<Gap>>('/roster/gaps'),
  });
  const units = useQuery({
    queryKey: ['roster', 'units'],
    queryFn: () => get<Items<Unit>>('/roster/units'),
  });
  const items = gaps.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <ul className="rota-gaps" aria-label={t('roster.gaps')}>
      {items.map((gap) => (
        <li key={gap.id}>
          <StateTag tone="alarm">{t('roster.gap')}</StateTag>{' '}
          {units.data?.items.find(({ id }) => id === gap.unit_id)?.name}{' '}
          {word('roster.role', gap.role)} <When iso={gap.since} /> – <When iso={gap.until} />
        </li>
      ))}
    </ul>
  );
}
