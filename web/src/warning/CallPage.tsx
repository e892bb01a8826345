// The call view as a page of its own: /warning/12/steps/34.
import { useNavigate, useParams } from 'react-router';

import { FourStates, Nothing } from '../platform/FourStates';
import { useWords } from '../platform/words';
import { CallView } from './CallView';
import { useWarning } from './view';

export default function CallPage() {
  const { id, step } = useParams();
  const navigate = useNavigate();
  return (
    <div className="page">
      <Call
        key={step}
        warning={Number(id)}
        step={Number(step)}
        onLeave={() => void navigate('/warning')}
      />
    </div>
  );
}

interface Props {
  warning: number;
  step: number;
  onLeave: () => void;
}

export function Call({ warning, step, onLeave }: Props) {
  const { t } = useWords();
  const view = useWarning(warning);
  return (
    <FourStates query={view} rows={10}>
      {(data) => {
        const found = data.steps.find(({ id }) => id === step);
        if (!found) return <Nothing>{t('platform.problem.not_found')}</Nothing>;
        return <CallView view={data} step={found} onLeave={onLeave} />;
      }}
    </FourStates>
  );
}
