// What the pages of the desk share: names of steps and levels, taking a step, scripts.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';

import type { Items, Unit } from '../api/types';
import { useAct } from '../platform/act';
import { get, post } from '../platform/api';
import { StateTag } from '../platform/parts';
import { useWords } from '../platform/words';
import {
  kLevelTones,
  kPhaseTones,
  kWarningTones,
  type Level,
  type Outcome,
  type Script,
  type Step,
  type WarningState,
} from './types';

export const kTouches = [['warning'], ['deadline']];

export function LevelTag({ level }: { level: string }) {
  const { word } = useWords();
  return <StateTag tone={kLevelTones[level] ?? 'calm'}>{word('warning.level', level)}</StateTag>;
}

export function WarningStateTag({ state }: { state: WarningState }) {
  const { word } = useWords();
  return <StateTag tone={kWarningTones[state]}>{word('warning.state', state)}</StateTag>;
}

const kGood: Outcome[] = ['reached', 'dissuaded', 'done'];

export function PhaseTag({ step }: { step: Step }) {
  const { word } = useWords();
  const good = step.phase === 'done' && kGood.includes(step.outcome!);
  return (
    <StateTag tone={good ? 'good' : kPhaseTones[step.phase]}>
      {step.outcome && step.phase !== 'taken'
        ? word('warning.outcome', step.outcome)
        : word('warning.phase', step.phase)}
    </StateTag>
  );
}

// A rung bears the name that the centre gave it; the first ones have theirs in both languages.
export function useStepName(): (step: Pick<Step, 'name' | 'number'>) => string {
  const { t, word } = useWords();
  return ({ name, number }) => {
    const rung = word('warning.rung', name);
    return number > 1 ? `${rung} · ${t('warning.try', { number })}` : rung;
  };
}

export function useTake(done: (step: Step) => void) {
  return useAct((id: number) => post<Step>(`/warning/steps/${id}/take`), {
    touches: kTouches,
    done,
  });
}

// The tables of the desk change seldom, and no entry of a warning touches them.
const kSeldom = 300_000;

export function useLevels(): Level[] {
  const levels = useQuery({
    queryKey: ['warning_tables', 'levels'],
    queryFn: () => get<Items<Level>>('/warning/levels'),
    staleTime: kSeldom,
  });
  return levels.data?.items ?? [];
}

// What to say of any fraud, then of this type of it, in the language of the page.
export function useScripts(fraudType: string) {
  const { language } = useWords();
  const scripts = useQuery({
    queryKey: ['warning_tables', 'scripts'],
    queryFn: () => get<Items<Script>>('/warning/scripts'),
    staleTime: kSeldom,
  });
  const spoken = (scripts.data?.items ?? []).filter(
    (each) => each.language === (language === 'en' ? 'en' : 'zh'),
  );
  return ['', fraudType]
    .filter((type, index, all) => all.indexOf(type) === index)
    .flatMap((type) => spoken.filter(({ fraud_type }) => fraud_type === type));
}

export function useUnits(): Unit[] {
  const units = useQuery({
    queryKey: ['roster', 'units'],
    queryFn: () => get<Items<Unit>>('/roster/units'),
    staleTime: kSeldom,
  });
  return units.data?.items ?? [];
}

export function WarningLink({ id, number }: { id: number; number: string }) {
  return (
    <Link className="digits" to={`/warning/${id}`}>
      {number}
    </Link>
  );
}
