// Asks for a few words before an act: the reason for a look, how something was settled.
import { App, Input } from 'antd';

import { useWords } from './words';

interface Question {
  title: string;
  label: string;
  ok: string;
  needed?: boolean; // Nothing is done without words.
  act: (words: string) => Promise<unknown>;
}

export function useAskWords(): (question: Question) => void {
  const { modal } = App.useApp();
  const { t } = useWords();
  return ({ title, label, ok, needed, act }) => {
    let words = '';
    const dialog = modal.confirm({
      title,
      icon: null,
      content: (
        <Input.TextArea
          autoFocus
          rows={3}
          maxLength={200}
          aria-label={label}
          placeholder={label}
          onChange={(event) => {
            words = event.target.value.trim();
            dialog.update({ okButtonProps: { disabled: Boolean(needed) && words === '' } });
          }}
          onPressEnter={(event) => {
            event.preventDefault();
            if (needed && words === '') return;
            void act(words).then(dialog.destroy, () => undefined);
          }}
        />
      ),
      okText: ok,
      cancelText: t('platform.cancel'),
      okButtonProps: { disabled: Boolean(needed) },
      onOk: () => act(words),
    });
  };
}
