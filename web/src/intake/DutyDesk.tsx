// The duty desk: from what the victim says to the stop at the bank, in three acts of the hand:
// paste, Ctrl+Enter, Enter. Everything works from the keyboard.
import { useEffect } from 'react';

import { serverNow } from '../platform/api';
import { useKeys } from '../platform/keys';
import { Key } from '../platform/parts';
import { useWords } from '../platform/words';
import { readText } from './act';
import { CallClock } from './CallClock';
import { askToTakeIn, backToWriting, Foot } from './Confirm';
import { begun, clearDesk, desk, isUnsent, withText } from './draft';
import { FormSide } from './FormSide';
import { editText, Narrative } from './Narrative';
import { Outcome, useOrdersOf } from './Outcome';
import './intake.css';

const kTextField = /^(INPUT|TEXTAREA)$/;

export default function DutyDesk() {
  const { t } = useWords();
  const { stage, form, taken } = desk.use();
  const orders = useOrdersOf(taken);
  const sent = stage === 'sent';
  useKeys({
    'ctrl+enter': () => askToTakeIn(),
    f9: () => askToTakeIn(),
    f2: begin,
    f4: editText,
    escape: stage === 'confirming' ? () => backToWriting() : leaveField,
    n: sent ? clearDesk : undefined,
  });
  useWarningOnLeaving();
  usePasteAnywhere();
  return (
    <div className="desk">
      <div className="call-strip">
        <CallClock beganAt={form.began_at} orders={orders} />
        {!form.began_at && (
          <button type="button" className="link begin" onClick={begin}>
            {t('intake.begin')} <Key>F2</Key>
          </button>
        )}
      </div>
      <div className="desk-halves">
        <Narrative />
        <section
          className="work"
          aria-label={sent ? t('intake.section.orders') : t('intake.section.form')}
        >
          {sent && taken ? (
            <Outcome taken={taken} orders={orders ?? taken.orders} />
          ) : (
            <>
              <FormSide />
              <Foot />
            </>
          )}
        </section>
      </div>
    </div>
  );
}

function begin() {
  desk.set((draft) => begun(draft, serverNow()));
}

function leaveField() {
  (document.activeElement as HTMLElement | null)?.blur();
}

// The text is personal data and is kept in memory only, so closing the page would lose it.
function useWarningOnLeaving() {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (isUnsent(desk.get())) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, []);
}

// While the desk is empty, a paste counts wherever the focus is.
function usePasteAnywhere() {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const target = event.target as HTMLElement;
      const { form, stage } = desk.get();
      const text = event.clipboardData?.getData('text/plain');
      if (kTextField.test(target.tagName) || !text || form.text || stage !== 'writing') return;
      desk.set((draft) => withText(draft, text.replace(/\r\n?/g, '\n'), serverNow()));
      readText().then(
        () => desk.set((draft) => ({ ...draft, editing: !draft.reading })),
        () => undefined, // The text is in its field; reading it again is one key away.
      );
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, []);
}
