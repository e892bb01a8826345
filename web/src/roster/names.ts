// Names for officer ids. Officer 0 is the program itself.
import { useQuery } from '@tanstack/react-query';

import type { Officer, Page } from '../api/types';
import { get } from '../platform/api';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';

export function useOfficerNames(): (id: number) => string {
  const { t } = useWords();
  const me = useOfficer();
  const officers = useQuery({
    queryKey: ['roster', 'officers', 'names'],
    queryFn: () => get<Page<Officer>>('/roster/officers', { query: { limit: 200 } }),
    enabled: me.may('roster:read'),
    staleTime: 300_000,
  });
  const names = new Map((officers.data?.items ?? []).map(({ id, name }) => [id, name]));
  return (id) => {
    if (id === 0) return t('platform.journal.program');
    return id === me.officer_id ? me.name : (names.get(id) ?? `#${id}`);
  };
}
