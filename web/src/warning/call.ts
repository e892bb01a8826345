// What an officer writes while a step is at hand. It is personal data and stays in memory; it
// outlives a look at another page and a warning that interrupts.
import { storeOf } from '../platform/store';

export interface Words {
  note: string;
  asked: string[]; // The check questions that are ticked.
  name: string; // Through whom to go on.
  phone: string;
  place: string;
}

export const kNoWords: Words = { note: '', asked: [], name: '', phone: '', place: '' };

const words = storeOf<Record<number, Words>>({});

export function useWordsOf(step: number) {
  const all = words.use();
  return {
    said: all[step] ?? kNoWords,
    say: (more: Partial<Words>) =>
      words.set((before) => ({ ...before, [step]: { ...(before[step] ?? kNoWords), ...more } })),
  };
}

export function forgetWordsOf(step: number) {
  words.set(({ [step]: _, ...rest }) => rest);
}

// As it is sent: the ticked questions under what was typed.
export function noteOf({ note, asked }: Words): string {
  return [note.trim(), ...asked.map((question) => `✓ ${question}`)].filter(Boolean).join('\n');
}

export function contactOf({ name, phone, place }: Words) {
  if (!phone.trim() && !place.trim()) return undefined;
  const said = { name, phone, place };
  return {
    kind: place.trim() ? ('elsewhere' as const) : ('family' as const),
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value.trim() !== '')),
  };
}
