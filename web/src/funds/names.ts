import { useQuery } from '@tanstack/react-query';

import type { Bank, Items } from '../api/types';
import { get } from '../platform/api';

export function useBankDirectory() {
  return useQuery({
    queryKey: ['funds', 'banks'],
    queryFn: () => get<Items<Bank>>('/funds/banks'),
    staleTime: 300_000,
  });
}

export function useBankNames(): (code: string) => string {
  const banks = useBankDirectory().data?.items ?? [];
  const names = new Map(banks.map(({ code, name }) => [code, name]));
  return (code) => names.get(code) ?? code;
}
