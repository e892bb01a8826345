// What was told of the steps, the newest first.
import { formatShort } from '../platform/format';
import { useNow } from '../platform/clock';
import { When } from '../platform/parts';
import { useWords } from '../platform/words';
import '../register/register.css';
import type { WarningView } from './types';

export function History({ view }: { view: WarningView }) {
  const { t, word } = useWords();
  const now = useNow();
  return (
    <section className="card">
      <h2>{t('warning.history')}</h2>
      {view.told.length === 0 && <p className="soft">{t('warning.no_history')}</p>}
      <ol className="timeline">
        {[...view.told].reverse().map((each) => (
          <li key={each.id}>
            <When iso={each.at} />
            <div>
              {word('warning.rung', each.step)}{' '}
              <strong>{word('warning.outcome', each.outcome)}</strong>{' '}
              <span className="soft">{each.officer_name || t('warning.by_program')}</span>
              {each.note && (
                <p className="narrative-text">
                  {each.officer_id === 0 ? t('warning.mark.no_phone') : each.note}
                </p>
              )}
              {each.said_at && (
                <p className="soft">
                  {t('warning.said_at', { time: formatShort(each.said_at, now) })}
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
