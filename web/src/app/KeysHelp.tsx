// The overlay behind `?`: every key of the page.
import { Modal } from 'antd';
import { useState } from 'react';

import { useKeys } from '../platform/keys';
import { Key } from '../platform/parts';
import { useWords } from '../platform/words';
import type { HousePage } from './pages';

const kDeskKeys = [
  ['F2', 'began'],
  ['F4', 'edit_text'],
  ['Ctrl Enter', 'take_in'],
  ['F9', 'take_in'],
  ['Enter', 'confirm'],
  ['Esc', 'back'],
  ['N', 'new_report'],
  ['← →', 'next_mark'],
] as const;

const kTraceKeys = [
  ['1 – 9', 'tick_stop'],
  ['Alt 1 – 9', 'tick_query'],
  ['S', 'stop'],
  ['Q', 'query'],
  ['V', 'view'],
  ['I', 'imports'],
  ['Y', 'claims'],
  ['B', 'save'],
  ['L', 'saved'],
  ['+ - 0', 'zoom'],
  ['[ ]', 'replay'],
  ['← ↑ ↓ →', 'move'],
  ['Enter', 'open'],
] as const;

const kWarningKeys = [
  ['T', 'take_next'],
  ['N', 'new_instruction'],
  ['F8', 'take_interrupting'],
  ['R', 'show_numbers'],
  ['0 – 9', 'outcome'],
] as const;

const kListKeys = [
  ['J K', 'choose'],
  ['Enter', 'open_chosen'],
  ['W', 'whose'],
  ['R', 'reason'],
  ['Ctrl Enter', 'approve'],
  ['Alt N', 'refuse'],
] as const;

export function KeysHelp({ pages }: { pages: HousePage[] }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  useKeys({ '?': () => setOpen(true), '？': () => setOpen(true) });
  return (
    <Modal
      open={open}
      onCancel={() => setOpen(false)}
      footer={null}
      title={t('app.keys.title')}
      width={640}
    >
      <div className="keys-help">
        <section>
          <h3>{t('app.keys.desk')}</h3>
          {kDeskKeys.map(([key, name]) => (
            <KeyLine key={key} combo={key} says={t(`app.keys.${name}`)} />
          ))}
          <h3>{t('app.keys.trace')}</h3>
          {kTraceKeys.map(([key, name]) => (
            <KeyLine key={key} combo={key} says={t(`app.keys.${name}`)} />
          ))}
          <h3>{t('app.keys.warning')}</h3>
          {kWarningKeys.map(([key, name]) => (
            <KeyLine key={key} combo={key} says={t(`app.keys.${name}`)} />
          ))}
          <h3>{t('app.keys.lists')}</h3>
          {kListKeys.map(([key, name]) => (
            <KeyLine key={key} combo={key} says={t(`app.keys.${name}`)} />
          ))}
        </section>
        <section>
          <h3>{t('app.keys.go')}</h3>
          {pages.map((page) => (
            <p key={page.path}>
              <span className="combo">
                <Key>G</Key>
                <Key>{page.key.toUpperCase()}</Key>
              </span>
              {t(`app.page.${page.name}`)}
            </p>
          ))}
        </section>
      </div>
      <p className="soft">{t('app.keys.note')}</p>
    </Modal>
  );
}

function KeyLine({ combo, says }: { combo: string; says: string }) {
  return (
    <p>
      <span className="combo">
        {combo.split(' ').map((part) => (part === '–' ? '–' : <Key key={part}>{part}</Key>))}
      </span>
      {says}
    </p>
  );
}
