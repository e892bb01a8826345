// Language and brightness; both are remembered by this browser.
import { Segmented } from 'antd';

import { useWords, type Language } from '../platform/words';
import {
  brightness,
  chooseBrightness,
  chooseLanguage,
  language,
  type Brightness,
} from './preferences';

export function LanguageChoice() {
  const { t } = useWords();
  const value = language.use();
  return (
    <Segmented<Language>
      aria-label={t('app.language')}
      value={value}
      onChange={chooseLanguage}
      options={[
        { value: 'zh-CN', label: '中文' },
        { value: 'en', label: 'English' },
      ]}
    />
  );
}

export function BrightnessChoice() {
  const { t } = useWords();
  const value = brightness.use();
  return (
    <Segmented<Brightness>
      aria-label={t('app.brightness')}
      value={value}
      onChange={chooseBrightness}
      options={(['light', 'dark', 'system'] as const).map((each) => ({
        value: each,
        label: t(`app.${each}`),
      }))}
    />
  );
}
