// What the ledger of saved money is made of, and how its bar and its period are reckoned.

export const kPlaces = [
  'returned',
  'recovered',
  'frozen',
  'stopped',
  'lapsed',
  'released',
] as const;
export type Place = (typeof kPlaces)[number];
export const kRest = 'still_out';
export type Figure = Place | typeof kRest | 'lost' | 'saved' | 'held' | 'over';

export const kGroupings = ['month', 'unit', 'victim', 'case', 'account'] as const;
export type Grouping = (typeof kGroupings)[number];

export type LedgerSums = Record<`${Place | typeof kRest | 'lost' | 'saved' | 'over'}_fen`, number>;

export interface LedgerRow {
  key: string;
  cases: number;
  case_number: string;
  unit_name: string;
  victim: string;
  account: string;
  bank_name: string;
  sums: LedgerSums;
}

export interface LedgerView {
  by: string;
  cases: number;
  sums: LedgerSums;
  rows: LedgerRow[];
  next?: string | null;
}

export interface LedgerPiece {
  place: Place;
  case_id: number;
  case_number: string;
  account: string;
  bank_name: string;
  amount_fen: number;
  counted_fen: number;
  over_fen: number;
  at: string;
  subject: string;
  subject_id: number;
}

export function figureOf(sums: LedgerSums, name: Figure): number {
  if (name === 'held') return sums.frozen_fen + sums.stopped_fen;
  return sums[`${name}_fen`];
}

// The parts of what was lost, each with its share; those of nothing only when asked for.
export function partsOf(sums: LedgerSums, all = false) {
  return ([...kPlaces, kRest] as const)
    .map((name) => ({ name, fen: figureOf(sums, name) }))
    .filter(({ fen }) => all || fen > 0)
    .map(({ name, fen }) => ({ name, fen, share: sums.lost_fen > 0 ? fen / sums.lost_fen : 0 }));
}

// From the first day of the first month up to the day after the last month, in +08:00.
export function periodQuery(first: string, last: string): Record<string, string | undefined> {
  const begin = (month: string) => `${month}-01T00:00:00+08:00`;
  const after = (month: string) => {
    const [year, number] = month.split('-').map(Number) as [number, number];
    return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
  };
  return {
    from: first ? begin(first) : undefined,
    until: last ? begin(after(last)) : undefined,
  };
}
