// Rows of two accounts that are only likely one transfer: listed for a person, never guessed. She
// decides which are one and which are not; what she decided stands under her name and can be taken
// back.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox } from 'antd';
import { useState } from 'react';

import { get, newKey, post } from '../platform/api';
import { useAskWords } from '../platform/askWords';
import { FourStates } from '../platform/FourStates';
import { StateTag, When } from '../platform/parts';
import { useOfficer } from '../platform/session';
import { useTrouble } from '../platform/trouble';
import { useWords } from '../platform/words';
import { Witness } from './Rows';
import type { Doubt, DoubtList, EntryRow, Settlement } from './types';

export function useDoubts(caseId: number) {
  return useQuery({
    queryKey: ['trail', 'case', caseId, 'doubts'],
    queryFn: () => get<DoubtList>(`/trail/cases/${caseId}/doubts`),
  });
}

export function Doubts({ caseId }: { caseId: number }) {
  const { t } = useWords();
  const doubts = useDoubts(caseId);
  return (
    <section className="card doubts" aria-label={t('trail.doubt.title')}>
      <h2>{t('trail.doubt.title')}</h2>
      <FourStates
        query={doubts}
        rows={2}
        isEmpty={({ items, settled }) => items.length + settled.length === 0}
        empty={t('trail.doubt.empty')}
      >
        {({ items, settled }) => (
          <>
            {items.length > 0 && <p className="soft">{t('trail.doubt.says')}</p>}
            <ul>
              {items.map((doubt) => (
                <OpenDoubt key={rowsOf(doubt)} doubt={doubt} caseId={caseId} />
              ))}
            </ul>
            {settled.length > 0 && <h3>{t('trail.doubt.settled')}</h3>}
            <ul>
              {settled.map((each) => (
                <Settled key={each.id} settlement={each} caseId={caseId} />
              ))}
            </ul>
          </>
        )}
      </FourStates>
    </section>
  );
}

// A doubt that an import weaves anew has another id; what was ticked in it stays.
function rowsOf({ outs, ins }: Doubt): string {
  return [...outs, ...ins].map(({ id }) => id).join();
}

// Runs an act that changes the doubts of the case; says what went wrong.
function useAct(caseId: number) {
  const { message } = App.useApp();
  const trouble = useTrouble();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: { path: string; body: unknown }) => post(path, body, newKey()),
    onSettled: () => client.invalidateQueries({ queryKey: ['trail', 'case', caseId] }),
    onError: (error) => void message.error(trouble(error)),
  });
}

function OpenDoubt({ doubt, caseId }: { doubt: Doubt; caseId: number }) {
  const { t } = useWords();
  const may = useOfficer().may('trail:claim');
  const ask = useAskWords();
  const act = useAct(caseId);
  // Of one row a side there is no choice.
  const [outs, setOuts] = useState<number[]>(() => onlyOne(doubt.outs));
  const [ins, setIns] = useState<number[]>(() => onlyOne(doubt.ins));
  const decide = (same: boolean) =>
    ask({
      title: t(same ? 'trail.doubt.same' : 'trail.doubt.apart'),
      label: t('trail.doubt.why'),
      ok: t(same ? 'trail.doubt.same' : 'trail.doubt.apart'),
      needed: true,
      act: (note) =>
        act.mutateAsync({
          path: `/trail/cases/${caseId}/doubts/${doubt.id}/settle`,
          body: { outs, ins, same, note },
        }),
    });
  return (
    <li className="doubt">
      <div className="doubt-pair">
        <Side
          title={t('trail.doubt.outs')}
          rows={doubt.outs}
          chosen={outs}
          may={may}
          on={setOuts}
        />
        <Side title={t('trail.doubt.ins')} rows={doubt.ins} chosen={ins} may={may} on={setIns} />
      </div>
      {may && (
        <div className="acts screen-only">
          <Button
            disabled={outs.length !== 1 || ins.length !== 1 || act.isPending}
            onClick={() => decide(true)}
          >
            {t('trail.doubt.same')}
          </Button>
          <Button
            disabled={outs.length === 0 || ins.length === 0 || act.isPending}
            onClick={() => decide(false)}
          >
            {t('trail.doubt.apart')}
          </Button>
          <span className="soft">{t('trail.doubt.choose')}</span>
        </div>
      )}
    </li>
  );
}

function onlyOne(rows: EntryRow[]): number[] {
  return rows.length === 1 ? rows.map(({ id }) => id) : [];
}

interface SideProps {
  title: string;
  rows: EntryRow[];
  chosen?: number[];
  may?: boolean;
  on?: (chosen: number[]) => void;
}

function Side({ title, rows, chosen, may, on }: SideProps) {
  const { t } = useWords();
  return (
    <div role="group" aria-label={title}>
      <p className="soft">{title}</p>
      <ul>
        {rows.map((entry) => (
          <Witness key={entry.id} entry={entry}>
            {may && chosen && on && (
              <Checkbox
                aria-label={`${entry.file} ${t('trail.row', { row: entry.row })}`}
                checked={chosen.includes(entry.id)}
                onChange={({ target }) =>
                  on(
                    target.checked
                      ? [...chosen, entry.id]
                      : chosen.filter((each) => each !== entry.id),
                  )
                }
              />
            )}
          </Witness>
        ))}
      </ul>
    </div>
  );
}

function Settled({ settlement, caseId }: { settlement: Settlement; caseId: number }) {
  const { t } = useWords();
  const may = useOfficer().may('trail:claim');
  const ask = useAskWords();
  const act = useAct(caseId);
  const { id, same, outs, ins, note, officer_name, made_at } = settlement;
  const withdraw = () =>
    ask({
      title: t('trail.claim.withdraw'),
      label: t('trail.claim.withdraw_why'),
      ok: t('trail.claim.withdraw'),
      needed: true,
      act: (why) =>
        act.mutateAsync({ path: `/trail/settlements/${id}/withdraw`, body: { note: why } }),
    });
  return (
    <li className="doubt">
      <p>
        <StateTag tone={same ? 'good' : 'calm'}>
          {t(same ? 'trail.doubt.is_same' : 'trail.doubt.is_apart')}
        </StateTag>{' '}
        {note}
      </p>
      <div className="doubt-pair">
        <Side title={t('trail.doubt.outs')} rows={outs} />
        <Side title={t('trail.doubt.ins')} rows={ins} />
      </div>
      <p className="soft">
        {officer_name} <When iso={made_at} />{' '}
        {may && (
          <Button size="small" className="screen-only" onClick={withdraw}>
            {t('trail.claim.withdraw')}
          </Button>
        )}
      </p>
    </li>
  );
}
