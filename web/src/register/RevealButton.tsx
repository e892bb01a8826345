// Shows personal values in full, for a reason that goes into the journal, and covers them again.
import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';

import { useAskWords } from '../platform/askWords';
import { useTrouble } from '../platform/trouble';
import { useWords } from '../platform/words';
import type { Reveal } from './reveal';

interface Props {
  may: boolean;
  reveal: Reveal<unknown>;
}

export function RevealButton({ may, reveal }: Props) {
  const { t } = useWords();
  const { message } = App.useApp();
  const trouble = useTrouble();
  const ask = useAskWords();
  if (reveal.full) {
    return (
      <Button icon={<EyeInvisibleOutlined />} onClick={reveal.hide}>
        {t('register.hide')} <small>{t('register.hidden_in', { seconds: reveal.seconds })}</small>
      </Button>
    );
  }
  if (!may) return null;
  const show = (why: string) =>
    reveal.show(why).catch((error: unknown) => {
      void message.error(trouble(error));
      throw error;
    });
  const open = () =>
    ask({
      title: t('register.reveal_note'),
      label: t('register.reveal_why'),
      ok: t('register.reveal'),
      needed: true,
      act: show,
    });
  return (
    <Button icon={<EyeOutlined />} onClick={open}>
      {t('register.reveal')}
    </Button>
  );
}
