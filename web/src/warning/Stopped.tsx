// Why there is nothing more to do for whoever looks at a step: said at once, over everything else.
import { Button } from 'antd';

import { useWords } from '../platform/words';
import { useStepName } from './parts';
import { isToDo, type Step, type WarningView } from './types';

interface Props {
  view: WarningView;
  step: Step;
  onLeave: () => void;
}

export function Stopped({ view, step, onLeave }: Props) {
  const { t } = useWords();
  const why = useWhy(view, step);
  return (
    <div className="call-stopped" role="alert">
      <p>
        <span aria-hidden>■</span> {why}
      </p>
      <Button onClick={onLeave}>{t('platform.close')}</Button>
    </div>
  );
}

function useWhy({ warning, steps }: WarningView, step: Step): string {
  const { t, word } = useWords();
  const stepName = useStepName();
  if (step.phase === 'taken' || step.phase === 'reached') {
    return t('warning.stopped.taken', { name: step.taken_by_name });
  }
  if (isToDo(step)) return t('warning.stopped.back');
  if (step.phase === 'done') {
    return t('warning.stopped.done', { outcome: word('warning.outcome', step.outcome) });
  }
  const holder = steps.find(({ phase }) => phase === 'reached');
  if (holder) {
    return t('warning.stopped.reached', {
      name: holder.taken_by_name,
      step: stepName(holder),
    });
  }
  if (warning.outcome) {
    return t('warning.stopped.ended', { outcome: word('warning.outcome', warning.outcome) });
  }
  return t('warning.stopped.again');
}
