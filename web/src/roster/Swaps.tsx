// Swaps that concern the officer: asked, agreed to, refused, imposed.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';

import type { Items, Swap } from '../api/types';
import { useAct } from '../platform/act';
import { get, post } from '../platform/api';
import { useAskWords } from '../platform/askWords';
import { FourStates } from '../platform/FourStates';
import { StateTag, When, type Tone } from '../platform/parts';
import { useWords } from '../platform/words';
import { kRotaTouches } from './ShiftActs';

const kTones: Record<Swap['state'], Tone> = {
  asked: 'watch',
  agreed: 'good',
  imposed: 'good',
  refused: 'alarm',
  withdrawn: 'calm',
  lapsed: 'calm',
};

export function Swaps() {
  const { t } = useWords();
  const swaps = useQuery({
    queryKey: ['roster', 'swaps'],
    queryFn: () => get<Items<Swap>>('/roster/swaps'),
  });
  return (
    <section className="card swaps" aria-labelledby="swaps">
      <h2 id="swaps">{t('roster.swaps')}</h2>
      <FourStates
        query={swaps}
        rows={2}
        isEmpty={({ items }) => items.length === 0}
        empty={t('roster.no_swaps')}
      >
        {({ items }) => (
          <ul>
            {items.map((swap) => (
              <SwapLine key={swap.id} swap={swap} />
            ))}
          </ul>
        )}
      </FourStates>
    </section>
  );
}

function SwapLine({ swap }: { swap: Swap }) {
  const { t, word } = useWords();
  const ask = useAskWords();
  const decide = useAct(
    (body: { act: string; reason: string }) => post(`/roster/swaps/${swap.id}/decision`, body),
    { touches: kRotaTouches },
  );
  const take = (act: string) => {
    if (act !== 'impose') return decide.mutate({ act, reason: '' });
    ask({
      title: t('roster.act.impose'),
      label: t('roster.why'),
      ok: t('roster.act.impose'),
      needed: true,
      act: (reason) => decide.mutateAsync({ act, reason }),
    });
  };
  return (
    <li>
      <div>
        <StateTag tone={kTones[swap.state]}>{word('roster.swap_state', swap.state)}</StateTag>{' '}
        {`${swap.from_name} → ${swap.to_name} `}
        <When iso={swap.since} /> – <When iso={swap.until} />
        {swap.why && <div className="soft">{swap.why}</div>}
        {swap.reason && <div className="soft">{`${swap.decided_by_name}：${swap.reason}`}</div>}
      </div>
      <span className="shift-acts">
        {swap.actions.map((act) => (
          <Button
            key={act}
            size="small"
            type={act === 'agree' ? 'primary' : 'default'}
            loading={decide.isPending}
            onClick={() => take(act)}
          >
            {word('roster.act', act)}
          </Button>
        ))}
      </span>
    </li>
  );
}
