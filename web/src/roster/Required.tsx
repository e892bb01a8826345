// Which roles of which unit must be served, and at which time of the day.
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';

import type { Items, Requirement, Unit } from '../api/types';
import { useAct } from '../platform/act';
import { get, post, remove } from '../platform/api';
import { FourStates } from '../platform/FourStates';
import { RecordForm } from '../platform/RecordForm';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import { kRotaTouches } from './ShiftActs';

export const kServedRoles = [
  'duty',
  'leader',
  'analyst',
  'investigator',
  'station_officer',
  'bank_liaison',
];

function useUnits() {
  const units = useQuery({
    queryKey: ['roster', 'units'],
    queryFn: () => get<Items<Unit>>('/roster/units'),
  });
  return units.data?.items ?? [];
}

export function Required({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const [adding, setAdding] = useState(false);
  const required = useQuery({
    queryKey: ['roster', 'requirements'],
    queryFn: () => get<Items<Requirement>>('/roster/requirements'),
  });
  return (
    <Drawer
      open
      onClose={onClose}
      title={t('roster.required')}
      size={440}
      styles={{ wrapper: { maxWidth: '100vw' } }}
    >
      <p className="soft">{t('roster.required_says')}</p>
      <FourStates
        query={required}
        rows={2}
        isEmpty={({ items }) => items.length === 0}
        empty={t('roster.nothing_required')}
      >
        {({ items }) => (
          <ul className="required">
            {items.map((each) => (
              <RequiredLine key={each.id} required={each} />
            ))}
          </ul>
        )}
      </FourStates>
      <Button onClick={() => setAdding(true)}>{t('roster.add_required')}</Button>
      {adding && <RequiredForm onClose={() => setAdding(false)} />}
    </Drawer>
  );
}

function RequiredLine({ required }: { required: Requirement }) {
  const { t, word } = useWords();
  const unit = useUnits().find(({ id }) => id === required.unit_id)?.name ?? '';
  const drop = useAct(() => remove(`/roster/requirements/${required.id}`), {
    touches: kRotaTouches,
  });
  const what = `${unit} ${word('roster.role', required.role)} ${required.begins}–${required.ends}`;
  return (
    <li>
      <span>
        {what} {t('roster.so_many', { count: required.officers })}
      </span>
      <Button
        size="small"
        aria-label={`${t('roster.drop_required')} ${what}`}
        loading={drop.isPending}
        onClick={() => drop.mutate(undefined)}
      >
        {t('roster.drop_required')}
      </Button>
    </li>
  );
}

function RequiredForm({ onClose }: { onClose: () => void }) {
  const { t, word } = useWords();
  const units = useUnits();
  const me = useOfficer();
  const add = useAct((body: Record<string, unknown>) => post('/roster/requirements', body), {
    touches: kRotaTouches,
  });
  return (
    <RecordForm
      title={t('roster.add_required')}
      fields={[
        {
          name: 'unit_id',
          label: t('roster.unit'),
          kind: 'choice',
          options: units.map(({ id, name }) => ({ value: id, label: name })),
        },
        {
          name: 'role',
          label: t('roster.roles'),
          kind: 'choice',
          options: kServedRoles.map((role) => ({ value: role, label: word('roster.role', role) })),
        },
        { name: 'begins', label: t('roster.begins'), kind: 'text' },
        { name: 'ends', label: t('roster.ends'), kind: 'text' },
        { name: 'officers', label: t('roster.needed'), kind: 'number' },
      ]}
      initial={{ unit_id: me.unit_id, role: 'duty', begins: '08:00', ends: '20:00', officers: 1 }}
      save={(values) => add.mutateAsync(values)}
      onClose={onClose}
    />
  );
}
