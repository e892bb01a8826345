// Rows of two accounts that are only likely one transfer: listed for a person, never guessed.
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';

import type { Items } from '../api/types';
import { useAct } from '../platform/act';
import { get, post } from '../platform/api';
import { FourStates } from '../platform/FourStates';
import { formatFen } from '../platform/format';
import { useWords } from '../platform/words';
import { placeOf, Witness } from './Rows';
import type { Doubt, EntryRow } from './types';

export function Doubts({ caseId }: { caseId: number }) {
  const { t } = useWords();
  const doubts = useQuery({
    queryKey: ['trail', 'case', caseId, 'doubts'],
    queryFn: () => get<Items<Doubt>>(`/trail/cases/${caseId}/doubts`),
  });
  return (
    <section className="card doubts" aria-label={t('trail.doubt.title')}>
      <h2>{t('trail.doubt.title')}</h2>
      <FourStates
        query={doubts}
        rows={2}
        isEmpty={({ items }) => items.length === 0}
        empty={t('trail.doubt.empty')}
      >
        {({ items }) => (
          <>
            <p className="soft">{t('trail.doubt.says')}</p>
            <ul>
              {items.map((doubt) => (
                <DoubtLine key={doubt.id} doubt={doubt} caseId={caseId} />
              ))}
            </ul>
          </>
        )}
      </FourStates>
    </section>
  );
}

function DoubtLine({ doubt, caseId }: { doubt: Doubt; caseId: number }) {
  const { t } = useWords();
  const [chosen, setChosen] = useState<Record<number, number>>({});
  const settle = useAct(
    () => {
      const pairs = Object.entries(chosen)
        .filter(([, inside]) => inside > 0)
        .map(([out, inside]) => [Number(out), inside]);
      return post(`/trail/doubts/${doubt.id}/settle`, { pairs });
    },
    { touches: [['trail', 'case', caseId]], say: t('platform.saved') },
  );
  const taken = new Set(Object.values(chosen));
  const name = (entry: EntryRow) =>
    `${placeOf(entry, (row) => t('trail.row', { row }))} · ${formatFen(entry.amount_fen)}`;
  return (
    <li>
      {doubt.outs.map((out) => (
        <div key={out.id} className="doubt-pair">
          <ul>
            <Witness entry={out} />
          </ul>
          <Select
            aria-label={t('trail.doubt.choose', { row: name(out) })}
            value={chosen[out.id] ?? 0}
            onChange={(value) => setChosen({ ...chosen, [out.id]: value })}
            options={[
              { value: 0, label: t('trail.doubt.none') },
              ...doubt.ins.map((each) => ({
                value: each.id,
                label: name(each),
                disabled: taken.has(each.id) && chosen[out.id] !== each.id,
              })),
            ]}
          />
        </div>
      ))}
      <Button loading={settle.isPending} onClick={() => settle.mutate(undefined)}>
        {t('trail.doubt.settle')}
      </Button>
    </li>
  );
}
