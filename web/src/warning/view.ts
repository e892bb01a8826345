// A warning in one piece, read again with every entry of the journal that touches it.
import { useQuery } from '@tanstack/react-query';

import { get } from '../platform/api';
import type { WarningView } from './types';

export function useWarning(id: number) {
  return useQuery({
    queryKey: ['warning', 'view', id],
    queryFn: () => get<WarningView>(`/warning/warnings/${id}`),
  });
}
