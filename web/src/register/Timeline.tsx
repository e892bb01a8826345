// Everything that happened in a case, read from the journal.
import { useQuery } from '@tanstack/react-query';

import type { Items, TimelineItem } from '../api/types';
import { useBankNames } from '../funds/names';
import { get } from '../platform/api';
import { FourStates } from '../platform/FourStates';
import { formatFen, formatFull } from '../platform/format';
import { When } from '../platform/parts';
import { useWords } from '../platform/words';

export function Timeline({ id }: { id: number }) {
  const { t } = useWords();
  const timeline = useQuery({
    queryKey: ['register', 'timeline', id],
    queryFn: () => get<Items<TimelineItem>>(`/register/cases/${id}/timeline`),
  });
  return (
    <section className="card" aria-label={t('register.timeline')}>
      <h2>{t('register.timeline')}</h2>
      <FourStates
        query={timeline}
        isEmpty={({ items }) => items.length === 0}
        empty={t('register.no_timeline')}
      >
        {({ items }) => (
          <ol className="timeline">
            {[...items].reverse().map((item) => (
              <TimelineLine key={item.position} item={item} />
            ))}
          </ol>
        )}
      </FourStates>
    </section>
  );
}

function TimelineLine({ item }: { item: TimelineItem }) {
  const { t, word } = useWords(); // A deadline says its legal basis, which has words.
  const facts = useFacts(item.facts);
  return (
    <li>
      <When iso={item.at} />
      <div>
        <strong>{word('platform.act', item.act)}</strong>{' '}
        <span className="soft">
          {item.officer_id === 0 ? t('platform.journal.program') : item.officer_name}
        </span>
        {item.why && <p>{word('platform.basis', item.why)}</p>}
        {facts && <p className="soft digits">{facts}</p>}
      </div>
    </li>
  );
}

// Facts in words where there are words; a fact of several parts is left to the journal page.
function useFacts(facts: Record<string, unknown>): string {
  const { word, known } = useWords();
  const bankName = useBankNames();
  const value = (name: string, raw: unknown): string => {
    if (name.endsWith('_fen') && typeof raw === 'number') return formatFen(raw);
    if (name === 'bank_code') return bankName(String(raw));
    if (name === 'source') return word('intake.source', String(raw));
    if (name === 'rule') return word('platform.clock.name', String(raw));
    if (name === 'state') {
      const group = known('funds.state', String(raw)) ? 'funds.state' : 'register.case_state';
      return word(group, String(raw));
    }
    if (name.endsWith('_at') && typeof raw === 'string') return formatFull(raw);
    return String(raw);
  };
  return Object.entries(facts)
    .filter(([name, raw]) => known('register.fact', name) && typeof raw !== 'object')
    .map(([name, raw]) => `${word('register.fact', name)} ${value(name, raw)}`)
    .join(' · ');
}
