// The own power to decide, lent to another officer between two dates.
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';

import type { Delegation, Items, Officer, Page } from '../../api/types';
import { useOfficerNames } from '../../roster/names';
import { useAct } from '../act';
import { get, post, remove, serverNow } from '../api';
import { FourStates } from '../FourStates';
import { formatFull, isoOf, kDay, parseWhen } from '../format';
import { When } from '../parts';
import { useOfficer } from '../session';
import { useWords } from '../words';

export function Delegations() {
  const { t } = useWords();
  const delegations = useQuery({
    queryKey: ['approval', 'delegations'],
    queryFn: () => get<Items<Delegation>>('/approval/delegations'),
  });
  return (
    <section className="card delegations">
      <h2>{t('platform.approval.delegations')}</h2>
      <FourStates
        query={delegations}
        rows={2}
        isEmpty={({ items }) => items.length === 0}
        empty={t('platform.approval.no_delegation')}
      >
        {({ items }) => (
          <ul>
            {items.map((each) => (
              <DelegationLine key={each.id} delegation={each} />
            ))}
          </ul>
        )}
      </FourStates>
      <DelegateForm />
    </section>
  );
}

function DelegationLine({ delegation }: { delegation: Delegation }) {
  const { t } = useWords();
  const nameOf = useOfficerNames();
  const end = useAct(() => remove(`/approval/delegations/${delegation.id}`), {
    touches: [['approval']],
    say: t('platform.approval.delegation_ended'),
  });
  const running = delegation.actions.includes('end');
  const names = `${nameOf(delegation.from_officer)} → ${nameOf(delegation.to_officer)}`;
  return (
    <li className={running ? '' : 'soft'}>
      {`${names} `}
      <When iso={delegation.since} /> – <When iso={delegation.until} />{' '}
      {running ? (
        <Button
          size="small"
          danger
          aria-label={`${t('platform.approval.end_delegation')} ${names}`}
          loading={end.isPending}
          onClick={() => end.mutate(undefined)}
        >
          {t('platform.approval.end_delegation')}
        </Button>
      ) : (
        t('platform.approval.over')
      )}
    </li>
  );
}

function DelegateForm() {
  const { t } = useWords();
  const me = useOfficer();
  const officers = useQuery({
    queryKey: ['roster', 'officers', 'choice'],
    queryFn: () => get<Page<Officer>>('/roster/officers', { query: { limit: 200 } }),
  });
  const now = serverNow();
  const [to, setTo] = useState<number>();
  const [since, setSince] = useState(formatFull(isoOf(now)).slice(0, 16));
  const [until, setUntil] = useState(formatFull(isoOf(now + kDay)).slice(0, 16));
  const from = parseWhen(since, now);
  const end = parseWhen(until, now);
  const delegate = useAct(
    () => post('/approval/delegations', { to_officer: to, since: from, until: end }),
    { touches: [['approval']], say: t('platform.saved') },
  );
  const others = (officers.data?.items ?? []).filter(
    ({ id, active }) => active && id !== me.officer_id,
  );
  return (
    <div className="delegate">
      <Select
        aria-label={t('platform.approval.delegate_to')}
        placeholder={t('platform.approval.delegate_to')}
        value={to ?? null}
        options={others.map(({ id, name }) => ({ value: id, label: name }))}
        showSearch={{ optionFilterProp: 'label' }}
        onChange={setTo}
      />
      <Input
        aria-label={t('platform.approval.since')}
        prefix={t('platform.approval.since')}
        value={since}
        status={from ? '' : 'error'}
        onChange={(event) => setSince(event.target.value)}
      />
      <Input
        aria-label={t('platform.approval.until')}
        prefix={t('platform.approval.until')}
        value={until}
        status={end ? '' : 'error'}
        onChange={(event) => setUntil(event.target.value)}
      />
      <Button disabled={!to || !from || !end} onClick={() => delegate.mutate(undefined)}>
        {t('platform.approval.delegate')}
      </Button>
    </div>
  );
}
