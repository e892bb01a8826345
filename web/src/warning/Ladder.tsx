// The steps of a warning as they stand: who does what now, by when, and how the others went.
import { Link } from 'react-router';

import { Left } from '../platform/deadline/Left';
import { When } from '../platform/parts';
import { useWords } from '../platform/words';
import { PhaseTag, useStepName } from './parts';
import { isToDo, type Step, type WarningView } from './types';

interface Props {
  view: WarningView;
  current?: number; // The step that is looked at.
}

export function Ladder({ view, current }: Props) {
  const { t } = useWords();
  const climbs = [...new Set(view.steps.map(({ climb }) => climb))].sort((a, b) => b - a);
  return (
    <section className="card warning-ladder">
      <h2>{t('warning.ladder')}</h2>
      {climbs.map((climb, index) => (
        <div key={climb}>
          {climbs.length > 1 && <h3>{t('warning.earlier_climb', { number: climb })}</h3>}
          <ol className={index > 0 ? 'earlier' : undefined}>
            {view.steps
              .filter((step) => step.climb === climb)
              .map((step) => (
                <Line
                  key={step.id}
                  step={step}
                  warning={view.warning.id}
                  current={step.id === current}
                />
              ))}
          </ol>
        </div>
      ))}
    </section>
  );
}

function Line({ step, warning, current }: { step: Step; warning: number; current: boolean }) {
  const { word } = useWords();
  const stepName = useStepName();
  const open = step.actions.length > 0 && !current;
  return (
    <li className={current ? 'now' : undefined} aria-current={current ? 'step' : undefined}>
      <span>
        {open ? (
          <Link to={`/warning/${warning}/steps/${step.id}`}>{stepName(step)}</Link>
        ) : (
          <strong>{stepName(step)}</strong>
        )}
      </span>
      <PhaseTag step={step} />
      <span className="soft">{step.taken_by_name || word('roster.role', step.role)}</span>
      <span>
        {isToDo(step) ? <Left due={step.due_at} /> : <When iso={step.told_at ?? step.begins_at} />}
      </span>
    </li>
  );
}
