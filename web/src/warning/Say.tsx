// What to say by the type of fraud, the questions that check it, and the officer's notes.
import { Checkbox, Input } from 'antd';

import { useWords } from '../platform/words';
import { useWordsOf } from './call';
import { useScripts } from './parts';
import type { Step } from './types';

export function Say({ step, fraudType }: { step: Step; fraudType: string }) {
  const { t } = useWords();
  const scripts = useScripts(fraudType);
  const { said, say } = useWordsOf(step.id);
  const questions = scripts.flatMap(({ questions: lines }) => lines.split('\n').filter(Boolean));
  const tick = (question: string, on: boolean) =>
    say({
      asked: on ? [...said.asked, question] : said.asked.filter((each) => each !== question),
    });
  return (
    <section className="card call-say">
      <h2>{t('warning.say')}</h2>
      {scripts.length === 0 && <p className="soft">{t('warning.no_script')}</p>}
      {scripts.map(({ id, text }) => (
        <p key={id} className="script">
          {text}
        </p>
      ))}
      {questions.length > 0 && <h3>{t('warning.ask')}</h3>}
      <ul>
        {questions.map((question) => (
          <li key={question}>
            <Checkbox
              checked={said.asked.includes(question)}
              onChange={(event) => tick(question, event.target.checked)}
            >
              {question}
            </Checkbox>
          </li>
        ))}
      </ul>
      <label htmlFor="call-note">{t('warning.note')}</label>
      <Input.TextArea
        id="call-note"
        rows={3}
        placeholder={t('warning.note_hint')}
        value={said.note}
        onChange={(event) => say({ note: event.target.value })}
      />
    </section>
  );
}
