import { useQuery } from '@tanstack/react-query';

import type { BankList, FreezeMode } from '../api/types';
import { get } from '../platform/api';

export function useBankDirectory() {
  return useQuery({
    queryKey: ['funds', 'banks'],
    queryFn: () => get<BankList>('/funds/banks'),
    staleTime: 300_000,
  });
}

export function useBankNames(): (code: string) => string {
  const banks = useBankDirectory().data?.items ?? [];
  const names = new Map(banks.map(({ code, name }) => [code, name]));
  return (code) => names.get(code) ?? code;
}

// What a bank can be asked for; all of it until the directory is there.
export function useFreezeModes(bankCode: string): FreezeMode[] {
  const banks = useBankDirectory().data?.freeze_modes ?? [];
  const own = banks.find(({ bank_code }) => bank_code === bankCode);
  return own?.modes ?? ['limit', 'no_debit', 'full'];
}
