// Calendar feeds: the address is shown once, when it is made; whoever holds it reads rule, case
// number and time, so it can be taken back.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer, Input, Select } from 'antd';
import { useState } from 'react';

import type { CalendarFeed, DeadlineRule, Items, NewFeed, Role } from '../../api/types';
import { useAct } from '../act';
import { get, post, remove } from '../api';
import { FourStates } from '../FourStates';
import { When } from '../parts';
import { useWords } from '../words';

type Scope = CalendarFeed['scope'];

interface FeedsProps {
  scopes?: Scope[];
  onClose: () => void;
}

export function Feeds({ scopes = ['mine', 'unit'], onClose }: FeedsProps) {
  const { t } = useWords();
  const [made, setMade] = useState('');
  const feeds = useQuery({
    queryKey: ['deadline', 'feeds'],
    queryFn: () => get<Items<CalendarFeed>>('/deadline/feeds'),
  });
  return (
    <Drawer
      open
      onClose={onClose}
      title={t('platform.feed.title')}
      size={440}
      styles={{ wrapper: { maxWidth: '100vw' } }}
    >
      <p className="soft">{t('platform.feed.says')}</p>
      <MakeFeed scopes={scopes} onMade={setMade} />
      {made && (
        <Alert
          type="success"
          title={t('platform.feed.once')}
          description={<Input readOnly aria-label={t('platform.feed.address')} value={made} />}
        />
      )}
      <FourStates
        query={feeds}
        rows={2}
        isEmpty={({ items }) => items.length === 0}
        empty={t('platform.feed.empty')}
      >
        {({ items }) => (
          <ul className="feeds">
            {items.map((feed) => (
              <FeedLine key={feed.id} feed={feed} />
            ))}
          </ul>
        )}
      </FourStates>
    </Drawer>
  );
}

// What the calendar calls its entries: a clock by its rule, a shift by its role.
function useTitles(ofShifts: boolean) {
  const { word, known } = useWords();
  const [path, group] = ofShifts
    ? ['/roster/roles', 'roster.role']
    : ['/deadline/rules', 'platform.clock.name'];
  const names = useQuery({
    queryKey: ofShifts ? ['roster', 'roles'] : ['deadline', 'rules'],
    queryFn: () => get<Items<DeadlineRule | Role>>(path),
  });
  return names.data?.items
    .filter(({ name }) => known(group, name))
    .map(({ name }) => ({ rule: name, title: word(group, name) }));
}

function MakeFeed({ scopes, onMade }: { scopes: Scope[]; onMade: (address: string) => void }) {
  const { t } = useWords();
  const [scope, setScope] = useState(scopes[0]!);
  const titles = useTitles(scope === 'shifts');
  const make = useAct(() => post<NewFeed>('/deadline/feeds', { scope, titles }), {
    touches: [['deadline', 'feeds']],
    done: ({ path }) => onMade(`${window.location.origin}${path}`),
  });
  return (
    <div className="delegate">
      <Select
        aria-label={t('platform.clock.whose')}
        value={scope}
        options={scopes.map((value) => ({
          value,
          label: t(`platform.feed.scope.${value}`),
        }))}
        onChange={setScope}
      />
      <Button
        type="primary"
        disabled={!titles}
        loading={make.isPending}
        onClick={() => make.mutate(undefined)}
      >
        {t('platform.feed.make')}
      </Button>
    </div>
  );
}

function FeedLine({ feed }: { feed: CalendarFeed }) {
  const { t } = useWords();
  const end = useAct(() => remove(`/deadline/feeds/${feed.id}`), {
    touches: [['deadline', 'feeds']],
    say: t('platform.feed.ended'),
  });
  return (
    <li>
      <span>
        {t(`platform.feed.scope.${feed.scope}`)} <When iso={feed.made_at} />
      </span>
      <Button size="small" danger loading={end.isPending} onClick={() => end.mutate(undefined)}>
        {t('platform.feed.end')}
      </Button>
    </li>
  );
}
