// The warning desk: what is this officer's to do, all warnings, and those that wait for a leader.
import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';

import type { Page } from '../api/types';
import { get } from '../platform/api';
import { useKeys } from '../platform/keys';
import { Key, PageFrame } from '../platform/parts';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import { Queue } from './Queue';
import { TakeIn } from './TakeIn';
import type { WarningLine } from './types';
import './warning.css';
import { Warnings } from './Warnings';

const kViews = ['queue', 'all', 'leader'] as const;

export default function WarningDesk() {
  const { t } = useWords();
  const { may } = useOfficer();
  const [search, setSearch] = useSearchParams();
  const [writing, setWriting] = useState(false);
  const waiting = useWaitingForLeader();
  const views = kViews.filter((view) => view !== 'leader' || may('warning:lead'));
  const view = views.find((each) => each === search.get('view')) ?? 'queue';
  const mayTakeIn = may('warning:take_in');
  useKeys({ n: mayTakeIn ? () => setWriting(true) : undefined });
  const labels = {
    queue: t('warning.queue'),
    all: t('warning.all'),
    leader: `${t('warning.leader')} ${waiting}`.trim(),
  };
  return (
    <PageFrame
      title={t('app.page.warning')}
      aside={
        <>
          <Segmented
            aria-label={t('warning.views')}
            value={view}
            options={views.map((value) => ({ value, label: labels[value] }))}
            onChange={(value) => setSearch(value === 'queue' ? {} : { view: value })}
          />
          {mayTakeIn && (
            <Button icon={<PlusOutlined />} onClick={() => setWriting(true)}>
              {t('warning.take_in')} <Key>N</Key>
            </Button>
          )}
        </>
      }
    >
      {view === 'queue' && <Queue />}
      {view === 'all' && <Warnings />}
      {view === 'leader' && <Warnings forLeader />}
      {writing && <TakeIn onClose={() => setWriting(false)} />}
    </PageFrame>
  );
}

// How many wait for this leader's decision; empty for everybody else, and for none.
function useWaitingForLeader(): string {
  const { may } = useOfficer();
  const waiting = useQuery({
    queryKey: ['warning', 'with_leader'],
    queryFn: () =>
      get<Page<WarningLine>>('/warning/warnings', { query: { state: 'with_leader', limit: 50 } }),
    enabled: may('warning:lead'),
  });
  const count = waiting.data?.items.length ?? 0;
  if (count === 0) return '';
  return waiting.data?.next ? `${count}+` : String(count);
}
