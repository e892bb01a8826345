// What waits for this officer's decision. Refusing needs a reason; approving may have one.
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import type { ApprovalRequest, Items } from '../../api/types';
import { useOfficerNames } from '../../roster/names';
import { useAct } from '../act';
import { get, post } from '../api';
import { FourStates } from '../FourStates';
import { Facts, PageFrame, StateTag, When } from '../parts';
import { useWords } from '../words';
import { Delegations } from './Delegations';

export default function Inbox() {
  const { t } = useWords();
  const inbox = useQuery({
    queryKey: ['approval', 'inbox'],
    queryFn: () => get<Items<ApprovalRequest>>('/approval/inbox'),
  });
  return (
    <PageFrame title={t('app.page.approvals')}>
      <FourStates
        query={inbox}
        isEmpty={({ items }) => items.length === 0}
        empty={t('platform.approval.empty')}
      >
        {({ items }) => items.map((request) => <RequestCard key={request.id} request={request} />)}
      </FourStates>
      <Delegations />
    </PageFrame>
  );
}

function RequestCard({ request }: { request: ApprovalRequest }) {
  const { t, word } = useWords();
  const nameOf = useOfficerNames();
  const hint = `${t('platform.approval.approve_reason')} / ${t('platform.approval.refuse_reason')}`;
  const [reason, setReason] = useState('');
  const decide = useAct(
    (approve: boolean) => post(`/approval/requests/${request.id}/decision`, { approve, reason }),
    {
      touches: [['approval'], ['register'], ['funds', 'orders']],
      say: t('platform.approval.decided'),
    },
  );
  return (
    <article className="card">
      <header>
        <h2>{word('platform.approval.act', request.act)}</h2>
        <StateTag tone={request.afterwards ? 'info' : 'watch'}>
          {t(request.afterwards ? 'platform.approval.afterwards' : 'platform.approval.beforehand')}
        </StateTag>
      </header>
      <Facts
        items={[
          [
            t('platform.case'),
            request.case_id ? (
              <Link to={`/register/cases/${request.case_id}`}>#{request.case_id}</Link>
            ) : null,
          ],
          [t('platform.approval.asked_by'), nameOf(request.requested_by)],
          [t('platform.approval.asked_at'), <When iso={request.requested_at} />],
          [t('platform.approval.grounds'), request.grounds],
        ]}
      />
      <div className="decide">
        <Input
          aria-label={t('platform.reason')}
          placeholder={hint}
          value={reason}
          maxLength={400}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button
          disabled={!reason.trim()}
          onClick={() => decide.mutate(false)}
          loading={decide.isPending}
        >
          {t('platform.approval.refuse')}
        </Button>
        <Button type="primary" onClick={() => decide.mutate(true)} loading={decide.isPending}>
          {t('platform.approval.approve')}
        </Button>
      </div>
    </article>
  );
}
