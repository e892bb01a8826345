// The rota: who is on duty now, the week by day and by night, swaps and hand-over. Shifts change at
// 8 and 20 o'clock.
import { LeftOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';

import type { Items, Shift } from '../api/types';
import { useAct } from '../platform/act';
import { get, post, serverNow } from '../platform/api';
import { Feeds } from '../platform/deadline/Feeds';
import { FourStates } from '../platform/FourStates';
import { dayOf, isoOf, kDay, weekStart } from '../platform/format';
import { useKeys } from '../platform/keys';
import { Key, PageFrame } from '../platform/parts';
import { RecordForm } from '../platform/RecordForm';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import { Notes } from './Notes';
import { Gaps, OnDuty, Replaced } from './OnDuty';
import { Pattern } from './Pattern';
import { kServedRoles, Required } from './Required';
import { kRotaTouches, ShiftActs, useHolders } from './ShiftActs';
import { Swaps } from './Swaps';
import './roster.css';

const kHour = 3_600_000;
const kHalves = ['day', 'night'] as const;
type Half = (typeof kHalves)[number];

interface Slot {
  half: Half;
  since: number;
  until: number;
}

function slotOf(day: number, half: Half): Slot {
  const since = day + (half === 'day' ? 8 : 20) * kHour;
  return { half, since, until: since + 12 * kHour };
}

function inSlot(shift: Shift, slot: Slot): boolean {
  return Date.parse(shift.since) < slot.until && Date.parse(shift.until) > slot.since;
}

export default function Rota() {
  const { t } = useWords();
  const [monday, setMonday] = useState(() => weekStart(serverNow()));
  const from = isoOf(monday);
  const to = isoOf(monday + 8 * kDay);
  const [open, setOpen] = useState<'pattern' | 'required' | 'feed'>();
  const close = () => setOpen(undefined);
  const may = useOfficer().may('roster:plan');
  const earlier = () => setMonday(monday - 7 * kDay);
  const later = () => setMonday(monday + 7 * kDay);
  useKeys({
    '[': open ? undefined : earlier,
    ']': open ? undefined : later,
    t: open ? undefined : () => setMonday(weekStart(serverNow())),
    n: may && !open ? () => setOpen('pattern') : undefined,
  });
  const shifts = useQuery({
    queryKey: ['roster', 'shifts', from],
    queryFn: () => get<Items<Shift>>('/roster/shifts', { query: { from, to } }),
  });
  return (
    <PageFrame
      title={t('app.page.rota')}
      aside={
        <>
          <span className="digits">
            {t('roster.week', { from: dayOf(monday), to: dayOf(monday + 6 * kDay) })}
          </span>
          <Button icon={<LeftOutlined />} aria-label={t('roster.previous')} onClick={earlier} />
          <Button onClick={() => setMonday(weekStart(serverNow()))}>{t('roster.this_week')}</Button>
          <Button icon={<RightOutlined />} aria-label={t('roster.following')} onClick={later} />
        </>
      }
    >
      <div className="rota-tools">
        <span className="soft rota-keys">
          <Key>[</Key> <Key>]</Key> {t('roster.keys.week')}{' '}
          {may && (
            <>
              <Key>N</Key> {t('roster.pattern')}
            </>
          )}
        </span>
        {may && (
          <>
            <Button type="primary" onClick={() => setOpen('pattern')}>
              {t('roster.pattern')}
            </Button>
            <Button onClick={() => setOpen('required')}>{t('roster.required')}</Button>
          </>
        )}
        <Button onClick={() => setOpen('feed')}>{t('roster.feed')}</Button>
      </div>
      <Gaps />
      <OnDuty />
      <FourStates query={shifts}>
        {({ items }) => (
          <>
            {items.length === 0 && <p className="said doubtful">△ {t('roster.rota_empty')}</p>}
            <Week monday={monday} shifts={items} />
          </>
        )}
      </FourStates>
      <div className="rota-below">
        <Swaps />
        <Notes />
      </div>
      {open === 'pattern' && <Pattern onClose={close} />}
      {open === 'required' && <Required onClose={close} />}
      {open === 'feed' && <Feeds scopes={['shifts']} onClose={close} />}
    </PageFrame>
  );
}

function Week({ monday, shifts }: { monday: number; shifts: Shift[] }) {
  const { t } = useWords();
  const [adding, setAdding] = useState<Slot>();
  const days = Array.from({ length: 7 }, (_, index) => monday + index * kDay);
  const today = dayOf(serverNow());
  return (
    <>
      <div className="week" role="table" aria-label={t('app.page.rota')}>
        {days.map((day, index) => (
          <section key={day} className={dayOf(day) === today ? 'week-day today' : 'week-day'}>
            <h2>
              {t(`roster.weekday.${String(index + 1) as '1'}`)}{' '}
              <small className="digits">{dayOf(day).slice(5)}</small>
            </h2>
            {kHalves.map((half) => (
              <SlotCell key={half} slot={slotOf(day, half)} shifts={shifts} onAdd={setAdding} />
            ))}
          </section>
        ))}
      </div>
      {adding && <ShiftForm slot={adding} onClose={() => setAdding(undefined)} />}
    </>
  );
}

interface SlotProps {
  slot: Slot;
  shifts: Shift[];
  onAdd: (slot: Slot) => void;
}

function SlotCell({ slot, shifts, onAdd }: SlotProps) {
  const { t } = useWords();
  const may = useOfficer().may('roster:plan');
  const here = shifts.filter((shift) => inSlot(shift, slot));
  return (
    <div className={`slot ${slot.half}`}>
      <h3>
        {t(`roster.${slot.half}`)} <small>{t(`roster.shift_hours.${slot.half}`)}</small>
      </h3>
      {here.length === 0 && <p className="soft">{t('roster.no_shift')}</p>}
      <ul>
        {here.map((shift) => (
          <ShiftLine key={shift.id} shift={shift} />
        ))}
      </ul>
      {may && (
        <Button
          size="small"
          type="dashed"
          icon={<PlusOutlined />}
          aria-label={`${t('roster.add_shift')} ${dayOf(slot.since)} ${t(`roster.${slot.half}`)}`}
          onClick={() => onAdd(slot)}
        />
      )}
    </div>
  );
}

function ShiftLine({ shift }: { shift: Shift }) {
  const { word } = useWords();
  return (
    <li>
      <span>
        {shift.officer_name} <small className="soft">{word('roster.role', shift.role)}</small>
        <Replaced shift={shift} />
      </span>
      <ShiftActs shift={shift} />
    </li>
  );
}

function ShiftForm({ slot, onClose }: { slot: Slot; onClose: () => void }) {
  const { t, word } = useWords();
  const active = useHolders();
  const add = useAct((body: Record<string, unknown>) => post('/roster/shifts', body), {
    touches: kRotaTouches,
  });
  return (
    <RecordForm
      title={`${t('roster.add_shift')} ${dayOf(slot.since)} ${t(`roster.${slot.half}`)}`}
      fields={[
        {
          name: 'officer_id',
          label: t('roster.officer'),
          kind: 'choice',
          options: active.map(({ id, name }) => ({ value: id, label: name })),
        },
        {
          name: 'role',
          label: t('roster.roles'),
          kind: 'choice',
          options: kServedRoles.map((role) => ({ value: role, label: word('roster.role', role) })),
        },
      ]}
      initial={{ role: 'duty' }}
      save={(values) =>
        add.mutateAsync({
          ...values,
          unit_id: active.find(({ id }) => id === values['officer_id'])?.unit_id,
          since: isoOf(slot.since),
          until: isoOf(slot.until),
        })
      }
      onClose={onClose}
    />
  );
}
