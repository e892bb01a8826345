import { PageFrame } from '../platform/parts';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import { BrightnessChoice, LanguageChoice } from './Choices';

export default function Settings() {
  const { t, word } = useWords();
  const officer = useOfficer();
  return (
    <PageFrame title={t('app.page.settings')}>
      <div className="card settings">
        <h2>{t('app.language')}</h2>
        <LanguageChoice />
        <h2>{t('app.brightness')}</h2>
        <BrightnessChoice />
        <h2>{t('app.your_roles')}</h2>
        <p>{officer.roles.map((role) => word('roster.role', role)).join('、')}</p>
        <h2>{t('app.your_rights')}</h2>
        <p className="rights">
          {officer.rights.map((right) => (
            <code key={right}>{right}</code>
          ))}
        </p>
      </div>
    </PageFrame>
  );
}
