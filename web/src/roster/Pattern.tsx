// Lays a repeating pattern of shifts over a span; what it would store is shown first.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Drawer, Input, InputNumber, Select } from 'antd';
import { useState, type ReactNode } from 'react';

import type { Items, PatternPlan, Unit } from '../api/types';
import { useAct } from '../platform/act';
import { get, post, Problem, serverNow } from '../platform/api';
import { dayOf, kDay } from '../platform/format';
import { StateTag, When } from '../platform/parts';
import { useOfficer } from '../platform/session';
import { useTrouble } from '../platform/trouble';
import { useWords } from '../platform/words';
import { kServedRoles } from './Required';
import { kRotaTouches, useHolders } from './ShiftActs';

const kCycles = {
  four: ['day', 'night', 'off', 'off'],
  three: ['day', 'night', 'off'],
  days: ['day'],
  nights: ['night'],
  turns: ['day', 'day', 'night', 'night', 'off', 'off', 'off', 'off'],
} as const;

interface Form {
  unit_id: number;
  role: string;
  officers: number[];
  cycle: keyof typeof kCycles;
  stagger: number;
  from: string;
  to: string;
  day_begins: string;
  night_begins: string;
}

export function Pattern({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const trouble = useTrouble();
  const tomorrow = serverNow() + kDay;
  const [form, setForm] = useState<Form>({
    unit_id: useOfficer().unit_id,
    role: 'duty',
    officers: [],
    cycle: 'four',
    stagger: 1,
    from: dayOf(tomorrow),
    to: dayOf(tomorrow + 27 * kDay),
    day_begins: '08:00',
    night_begins: '20:00',
  });
  const body = { ...form, cycle: kCycles[form.cycle] };
  const plan = useMutation({
    mutationFn: () => post<PatternPlan>('/roster/patterns/plan', body),
  });
  const lay = useAct(() => post<PatternPlan>('/roster/patterns', body), {
    touches: kRotaTouches,
    say: t('platform.saved'),
    done: onClose,
  });
  const errors = plan.error instanceof Problem ? plan.error.errors : [];
  return (
    <Drawer
      open
      onClose={onClose}
      title={t('roster.pattern')}
      size={560}
      styles={{ wrapper: { maxWidth: '100vw' } }}
    >
      <form
        className="record-form"
        onSubmit={(event) => {
          event.preventDefault();
          plan.mutate();
        }}
      >
        <PatternFields
          form={form}
          errors={errors}
          onChange={(part) => {
            setForm({ ...form, ...part });
            plan.reset(); // What was shown is not what would be stored.
          }}
        />
        {plan.isError && errors.length === 0 && (
          <p className="said wrong" role="alert">
            ✕ {trouble(plan.error)}
          </p>
        )}
        <div className="acts">
          <Button htmlType="submit" loading={plan.isPending}>
            {t('roster.show_plan')}
          </Button>
          <Button
            type="primary"
            disabled={!plan.data || plan.data.overlaps > 0 || plan.data.shifts.length === 0}
            loading={lay.isPending}
            onClick={() => lay.mutate(undefined)}
          >
            {t('roster.lay')}
          </Button>
        </div>
      </form>
      {plan.data && <Plan plan={plan.data} />}
    </Drawer>
  );
}

interface FieldsProps {
  form: Form;
  errors: { path: string; code: string }[];
  onChange: (part: Partial<Form>) => void;
}

function PatternFields({ form, errors, onChange }: FieldsProps) {
  const { t, word } = useWords();
  const units = useQuery({
    queryKey: ['roster', 'units'],
    queryFn: () => get<Items<Unit>>('/roster/units'),
  });
  const holders = useHolders(form.role);
  const field = (name: keyof Form, label: string, control: ReactNode) => {
    const error = errors.find(({ path }) => path === name || path.startsWith(`${name}[`));
    return (
      <div className={`field ${error ? 'wrong' : ''}`} key={name}>
        <label htmlFor={`pattern-${name}`}>{label}</label>
        {control}
        {error && <p className="said wrong">✕ {word('platform.field_code', error.code)}</p>}
      </div>
    );
  };
  const text = (name: 'from' | 'to' | 'day_begins' | 'night_begins') =>
    field(
      name,
      t(`roster.pattern_field.${name}`),
      <Input
        id={`pattern-${name}`}
        value={form[name]}
        onChange={({ target }) => onChange({ [name]: target.value })}
      />,
    );
  return (
    <>
      {field(
        'unit_id',
        t('roster.unit'),
        <Select
          id="pattern-unit_id"
          value={form.unit_id}
          options={(units.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(unit_id) => onChange({ unit_id })}
        />,
      )}
      {field(
        'role',
        t('roster.roles'),
        <Select
          id="pattern-role"
          value={form.role}
          options={kServedRoles.map((role) => ({ value: role, label: word('roster.role', role) }))}
          onChange={(role) => onChange({ role, officers: [] })}
        />,
      )}
      {field(
        'officers',
        t('roster.pattern_field.officers'),
        <Select
          id="pattern-officers"
          mode="multiple"
          value={form.officers}
          options={holders.map(({ id, name }) => ({ value: id, label: name }))}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(officers) => onChange({ officers })}
        />,
      )}
      {field(
        'cycle',
        t('roster.pattern_field.cycle'),
        <Select
          id="pattern-cycle"
          value={form.cycle}
          options={Object.entries(kCycles).map(([value, turns]) => ({
            value,
            label: turns.map((turn) => t(`roster.turn.${turn}`)).join(' · '),
          }))}
          onChange={(cycle) => onChange({ cycle })}
        />,
      )}
      {field(
        'stagger',
        t('roster.pattern_field.stagger'),
        <InputNumber
          id="pattern-stagger"
          value={form.stagger}
          min={0}
          max={31}
          onChange={(stagger) => onChange({ stagger: stagger ?? 0 })}
        />,
      )}
      <div className="two-fields">
        {text('from')}
        {text('to')}
        {text('day_begins')}
        {text('night_begins')}
      </div>
    </>
  );
}

function Plan({ plan }: { plan: PatternPlan }) {
  const { t } = useWords();
  return (
    <section className="plan" aria-label={t('roster.plan')}>
      <p>
        {plan.overlaps > 0 ? (
          <StateTag tone="alarm">{t('roster.plan_overlaps', { count: plan.overlaps })}</StateTag>
        ) : (
          <StateTag tone="good">{t('roster.plan_fits', { count: plan.shifts.length })}</StateTag>
        )}
      </p>
      <ol>
        {plan.shifts.map((shift) => (
          <li
            key={`${shift.officer_id}-${shift.since}`}
            className={shift.taken_since ? 'taken' : ''}
          >
            <span className="digits">{shift.since.slice(0, 10)}</span>{' '}
            {t(`roster.turn.${shift.turn}`)} {shift.officer_name}
            {shift.taken_since && (
              <small>
                {' '}
                ✕ {t('roster.taken')} <When iso={shift.taken_since} /> –{' '}
                <When iso={shift.taken_until} />
              </small>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
