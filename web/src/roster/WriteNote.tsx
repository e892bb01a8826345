// The note that a shift is handed over with; the officer's open clocks are offered as its links.
import { useQuery } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { useState } from 'react';

import type { Clock, HandoverLink, Page, Shift } from '../api/types';
import { useAct } from '../platform/act';
import { get, post } from '../platform/api';
import { When } from '../platform/parts';
import { RecordForm } from '../platform/RecordForm';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import { kRotaTouches } from './ShiftActs';

const kOffered = 30; // The next to fall due; the board has them all.

export function WriteNote({ shift, onClose }: { shift: Shift; onClose: () => void }) {
  const { t } = useWords();
  const [links, setLinks] = useState<HandoverLink[]>([]);
  const write = useAct((body: Record<string, unknown>) => post('/roster/handovers', body), {
    touches: kRotaTouches,
    say: t('roster.done.hand_over'),
  });
  return (
    <RecordForm
      title={t('roster.act_on.hand_over', { name: shift.officer_name })}
      fields={[{ name: 'text', label: t('roster.note_text'), kind: 'long' }]}
      initial={{ text: '' }}
      submit={t('roster.act.hand_over')}
      save={(values) => write.mutateAsync({ ...values, shift_id: shift.id, links })}
      onClose={onClose}
    >
      <p className="soft">{t('roster.note_says')}</p>
      <OpenItems chosen={links} onChoose={setLinks} />
    </RecordForm>
  );
}

interface OpenProps {
  chosen: HandoverLink[];
  onChoose: (links: HandoverLink[]) => void;
}

function OpenItems({ chosen, onChoose }: OpenProps) {
  const { t, word } = useWords();
  const clocks = useQuery({
    queryKey: ['deadline', 'clocks', 'to-hand-over'],
    queryFn: () => get<Page<Clock>>('/deadline/clocks', { query: { mine: true, limit: kOffered } }),
    enabled: useOfficer().may('deadline:read'),
  });
  const open = (clocks.data?.items ?? []).filter(({ desk }) => desk !== 'roster');
  if (open.length === 0) return null;
  const linkOf = (clock: Clock): HandoverLink => ({
    // A case has a page of its own; what else is open is found by it.
    subject: clock.case_id ? 'case' : clock.subject,
    subject_id: clock.case_id || clock.subject_id,
    label: `${word('platform.clock.name', clock.rule)} ${clock.case_number}`.trim(),
  });
  const has = ({ label }: HandoverLink) => chosen.some((link) => link.label === label);
  return (
    <fieldset className="open-items">
      <legend>{t('roster.open_items')}</legend>
      {open.map((clock) => {
        const link = linkOf(clock);
        return (
          <Checkbox
            key={clock.id}
            checked={has(link)}
            onChange={({ target }) =>
              onChoose(
                target.checked
                  ? [...chosen, link]
                  : chosen.filter(({ label }) => label !== link.label),
              )
            }
          >
            {link.label} <When iso={clock.due_at} />
          </Checkbox>
        );
      })}
    </fieldset>
  );
}
