// The page's words: Chinese first, English complete. Each desk keeps its own words beside its
// pages; a test holds the two languages against each other.
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';

import appEn from '../app/words.en.json';
import appZh from '../app/words.zh-CN.json';
import returnsEn from '../funds/return_words.en.json';
import returnsZh from '../funds/return_words.zh-CN.json';
import fundsEn from '../funds/words.en.json';
import fundsZh from '../funds/words.zh-CN.json';
import intakeEn from '../intake/words.en.json';
import intakeZh from '../intake/words.zh-CN.json';
import registerEn from '../register/words.en.json';
import registerZh from '../register/words.zh-CN.json';
import rosterEn from '../roster/words.en.json';
import rosterZh from '../roster/words.zh-CN.json';
import trailEn from '../trail/words.en.json';
import trailZh from '../trail/words.zh-CN.json';
import warningEn from '../warning/words.en.json';
import warningZh from '../warning/words.zh-CN.json';
import documentEn from './document/words.en.json';
import documentZh from './document/words.zh-CN.json';
import platformEn from './words.en.json';
import platformZh from './words.zh-CN.json';

export type Language = 'zh-CN' | 'en';

const zh = {
  app: appZh,
  platform: platformZh,
  document: documentZh,
  intake: intakeZh,
  register: registerZh,
  funds: fundsZh,
  roster: rosterZh,
  trail: trailZh,
  warning: warningZh,
  returns: returnsZh,
};

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words';
    resources: { words: typeof zh };
  }
}

export const kWords = {
  'zh-CN': { words: zh },
  en: {
    words: {
      app: appEn,
      platform: platformEn,
      document: documentEn,
      intake: intakeEn,
      register: registerEn,
      funds: fundsEn,
      roster: rosterEn,
      trail: trailEn,
      warning: warningEn,
      returns: returnsEn,
    },
  },
};

export function startWords(language: Language) {
  document.documentElement.lang = language;
  return i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh-CN',
    defaultNS: 'words',
    ns: ['words'],
    nsSeparator: false, // A basis may hold a colon.
    resources: kWords,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

export function useWords() {
  const { t, i18n } = useTranslation();
  // The word for a code the server sent; a code nobody has a word for yet is shown as it is.
  const word = (group: string, code: string | null | undefined): string => {
    if (!code) return '';
    const key = `${group}.${code}`;
    return i18n.exists(key) ? (i18n.t as (key: string) => string)(key) : code;
  };
  const known = (group: string, code: string) => i18n.exists(`${group}.${code}`);
  return { t, word, known, language: i18n.language as Language };
}
