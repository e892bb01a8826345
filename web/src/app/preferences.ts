// What this browser remembers: language and brightness, nothing else.
import i18next from 'i18next';

import { storeOf } from '../platform/store';
import type { Language } from '../platform/words';

export type Brightness = 'light' | 'dark' | 'system';

function remembered<Value extends string>(
  name: string,
  values: readonly Value[],
  otherwise: Value,
) {
  try {
    const value = localStorage.getItem(`hetang.${name}`) as Value | null;
    return value && values.includes(value) ? value : otherwise;
  } catch {
    return otherwise; // Storage may be switched off; the page works without it.
  }
}

function remember(name: string, value: string) {
  try {
    localStorage.setItem(`hetang.${name}`, value);
  } catch {
    // As above.
  }
}

export const language = storeOf<Language>(remembered('language', ['zh-CN', 'en'], 'zh-CN'));
export const brightness = storeOf<Brightness>(
  remembered('brightness', ['light', 'dark', 'system'], 'system'),
);

export function chooseLanguage(next: Language) {
  remember('language', next);
  document.documentElement.lang = next;
  void i18next.changeLanguage(next);
  language.set(next);
}

export function chooseBrightness(next: Brightness) {
  remember('brightness', next);
  brightness.set(next);
}

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const system = storeOf(systemDark.matches);
systemDark.addEventListener('change', (event) => system.set(event.matches));

export function useDark(): boolean {
  const chosen = brightness.use();
  const systemIsDark = system.use();
  return chosen === 'system' ? systemIsDark : chosen === 'dark';
}
