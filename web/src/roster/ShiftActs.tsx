// What may be done with one shift: hand over, ask for a swap, replace, take off.
import { CloseOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';

import type { Officer, Page, Shift } from '../api/types';
import { useAct } from '../platform/act';
import { get, post, remove } from '../platform/api';
import { RecordForm } from '../platform/RecordForm';
import { useWords } from '../platform/words';
import { WriteNote } from './WriteNote';

// Active officers who hold a role; all of them without one.
export function useHolders(role?: string) {
  const officers = useQuery({
    queryKey: ['roster', 'officers', 'choice'],
    queryFn: () => get<Page<Officer>>('/roster/officers', { query: { limit: 200 } }),
  });
  return (officers.data?.items ?? []).filter(
    ({ active, roles }) => active && (!role || roles.split(',').includes(role)),
  );
}

export const kRotaTouches = [['roster'], ['deadline']];

export function ShiftActs({ shift }: { shift: Shift }) {
  const { t } = useWords();
  const [doing, setDoing] = useState<'swap' | 'replace' | 'hand_over'>();
  const cancel = useAct(() => remove(`/roster/shifts/${shift.id}`), { touches: kRotaTouches });
  const stop = () => setDoing(undefined);
  return (
    <span className="shift-acts">
      {(['hand_over', 'swap', 'replace'] as const)
        .filter((act) => shift.actions.includes(act))
        .map((act) => (
          <Button
            key={act}
            size="small"
            type={act === 'hand_over' ? 'primary' : 'default'}
            aria-label={t(`roster.act_on.${act}`, { name: shift.officer_name })}
            onClick={() => setDoing(act)}
          >
            {t(`roster.act.${act}`)}
          </Button>
        ))}
      {shift.actions.includes('remove') && (
        <Button
          size="small"
          type="text"
          icon={<CloseOutlined />}
          aria-label={t('roster.remove_shift', { name: shift.officer_name })}
          loading={cancel.isPending}
          onClick={() => cancel.mutate(undefined)}
        />
      )}
      {doing === 'swap' && <OtherForm shift={shift} act="swap" onClose={stop} />}
      {doing === 'replace' && <OtherForm shift={shift} act="replace" onClose={stop} />}
      {doing === 'hand_over' && <WriteNote shift={shift} onClose={stop} />}
    </span>
  );
}

const kWays = {
  swap: { path: 'swap', officer: 'to_officer' },
  replace: { path: 'replacement', officer: 'officer_id' },
} as const;

interface OtherProps {
  shift: Shift;
  act: 'swap' | 'replace';
  onClose: () => void;
}

// Another officer for the shift, and why.
function OtherForm({ shift, act, onClose }: OtherProps) {
  const { t } = useWords();
  const { path, officer } = kWays[act];
  const others = useHolders(shift.role).filter(({ id }) => id !== shift.officer_id);
  const send = useAct(
    (body: Record<string, unknown>) => post(`/roster/shifts/${shift.id}/${path}`, body),
    { touches: kRotaTouches, say: t(`roster.done.${act}`) },
  );
  return (
    <RecordForm
      title={t(`roster.act_on.${act}`, { name: shift.officer_name })}
      fields={[
        {
          name: officer,
          label: t('roster.officer'),
          kind: 'choice',
          options: others.map(({ id, name }) => ({ value: id, label: name })),
        },
        { name: 'why', label: t('roster.why'), kind: 'long' },
      ]}
      initial={{ why: '' }}
      submit={t(`roster.act.${act}`)}
      save={(values) => send.mutateAsync(values)}
      onClose={onClose}
    />
  );
}
