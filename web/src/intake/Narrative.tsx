// The left half of the desk: where the text is pasted or typed, and then shown with its marks.
import { EditOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useRef, useState, type ClipboardEvent } from 'react';

import { serverNow } from '../platform/api';
import { Key } from '../platform/parts';
import { useTrouble } from '../platform/trouble';
import { useWords } from '../platform/words';
import { readText } from './act';
import { desk, withText } from './draft';
import { MarkedText } from './MarkedText';
import { Recent } from './Recent';

const kPause = 500; // Milliseconds without a key before typed text is read.

export function editText() {
  desk.set((draft) => (draft.stage === 'sent' ? draft : { ...draft, editing: true }));
}

export function Narrative() {
  const { t } = useWords();
  const draft = desk.use();
  const { text } = draft.form;
  const marked = !draft.editing && draft.reading;
  return (
    <section className="narrative" aria-label={t('intake.section.text')}>
      <header>
        <h2>{t('intake.section.text')}</h2>
        {marked && draft.stage !== 'sent' && (
          <Button size="small" icon={<EditOutlined />} onClick={editText}>
            {t('intake.edit_text')} <Key>F4</Key>
          </Button>
        )}
      </header>
      {marked ? (
        <MarkedText
          text={text}
          entities={draft.reading!.entities}
          marks={draft.reading!.marks}
          form={draft.form}
        />
      ) : (
        <TextEntry />
      )}
      {!text && <Recent />}
    </section>
  );
}

function TextEntry() {
  const { t } = useWords();
  const trouble = useTrouble();
  const { text } = desk.use().form;
  const [error, setError] = useState<unknown>();
  const field = useRef<HTMLTextAreaElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    field.current?.focus();
    return () => clearTimeout(timer.current);
  }, []);
  const read = () => {
    clearTimeout(timer.current);
    setError(undefined);
    return readText().catch((reason: unknown) => {
      if (!(reason instanceof DOMException)) setError(reason);
    });
  };
  const type = (next: string) => {
    desk.set((draft) => withText(draft, next, serverNow()));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void read(), kPause);
  };
  // A paste is read at once and shown with its marks; typing goes on undisturbed.
  const pasted = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    const more = event.clipboardData.getData('text/plain');
    if (!more) return;
    event.preventDefault();
    type(value.slice(0, selectionStart) + more.replace(/\r\n?/g, '\n') + value.slice(selectionEnd));
    void read().then(show);
  };
  const show = () => desk.set((draft) => (draft.reading ? { ...draft, editing: false } : draft));
  return (
    <>
      <textarea
        ref={field}
        className="paste"
        aria-label={t('intake.paste_label')}
        placeholder={t('intake.paste_here')}
        value={text}
        spellCheck={false}
        onChange={(event) => type(event.target.value)}
        onPaste={pasted}
      />
      {error !== undefined && (
        <p className="said wrong" role="alert">
          ✕ {t('intake.not_read')} {trouble(error)}{' '}
          <Button size="small" onClick={() => void read().then(show)}>
            {t('platform.list.retry')}
          </Button>
        </p>
      )}
    </>
  );
}
