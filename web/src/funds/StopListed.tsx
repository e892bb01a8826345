// Accounts of the white list among those to be stopped: a mark before, the officer's word after.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';

import type { Items } from '../api/types';
import { useAct } from '../platform/act';
import { post } from '../platform/api';
import { StateTag } from '../platform/parts';
import { useWords } from '../platform/words';

interface Found {
  account_id: number;
  reason: string;
}

export function WhiteMark({ ids, id }: { ids: number[]; id: number }) {
  const { t } = useWords();
  const listed = useQuery({
    queryKey: ['funds', 'white_list', 'check', ids],
    queryFn: () => post<Items<Found>>('/funds/white-list/check', { account_ids: ids }),
  });
  const found = listed.data?.items.find((each) => each.account_id === id);
  if (!found) return null;
  return (
    <StateTag tone="watch">
      {t('returns.white.listed')} {found.reason}
    </StateTag>
  );
}

interface Props {
  caseId: number;
  reason: string;
  line: object;
}

export function StopListed({ caseId, reason, line }: Props) {
  const { t } = useWords();
  const stop = useAct(
    () =>
      post<{ placed: unknown[] }>(`/funds/cases/${caseId}/stops`, {
        accounts: [{ ...line, white_list_confirmed: true }],
        reason,
      }),
    { touches: [['funds', 'orders'], ['trail', 'case', caseId], ['register']] },
  );
  if (stop.data?.placed.length) {
    return <StateTag tone="good">{t('trail.sent.placed')}</StateTag>;
  }
  return (
    <Button size="small" loading={stop.isPending} onClick={() => stop.mutate(undefined)}>
      {t('returns.white.stop_anyway')}
    </Button>
  );
}
