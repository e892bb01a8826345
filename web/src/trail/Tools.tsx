// What is chosen above a trace (view, method) and what can be done with the whole of it (print,
// picture, files).
import {
  DownloadOutlined,
  PictureOutlined,
  PrinterOutlined,
  SaveOutlined,
} from '@ant-design/icons';
import { App, Button, Dropdown, Segmented, Select } from 'antd';

import { fileAddress } from '../platform/api';
import { Key } from '../platform/parts';
import { useWords } from '../platform/words';
import { savePng } from './png';
import type { Past } from './Replay';
import { kMethods, type Method, type Trace } from './types';

const kViews = ['picture', 'table', 'imports', 'claims', 'saved'] as const;
export type View = (typeof kViews)[number];
const kFormats = ['csv', 'xlsx', 'gexf', 'graphml', 'ftm'] as const;

export function ViewChoice({ view, onView }: { view: View; onView: (view: View) => void }) {
  const { t } = useWords();
  return (
    <Segmented<View>
      aria-label={t('trail.view.title')}
      value={view}
      onChange={onView}
      options={kViews.map((each) => ({ value: each, label: t(`trail.view.${each}`) }))}
    />
  );
}

interface MethodProps {
  method: Method;
  onMethod: (method: Method) => void;
}

export function MethodChoice({ method, onMethod }: MethodProps) {
  const { t } = useWords();
  return (
    <div className="method-choice">
      <Select<Method>
        aria-label={t('trail.method.title')}
        value={method}
        onChange={onMethod}
        popupMatchSelectWidth={false}
        options={kMethods.map((each) => ({ value: each, label: t(`trail.method.${each}`) }))}
        optionRender={({ value }) => (
          <div className="method-option">
            <strong>{t(`trail.method.${value as Method}`)}</strong>
            <div className="soft">{t(`trail.method_says.${value as Method}`)}</div>
          </div>
        )}
      />
      <span className="soft">{t(`trail.method_says.${method}`)}</span>
    </div>
  );
}

interface ToolsProps {
  trace: Trace;
  past: Past;
  onSave: () => void;
}

export function TraceTools({ trace, past, onSave }: ToolsProps) {
  const { t } = useWords();
  const { message } = App.useApp();
  const picture = () => {
    const svg = document.querySelector<SVGSVGElement>('.trace-picture');
    if (!svg) return;
    savePng(svg, `${trace.case_number}-${trace.method}.png`).catch(() =>
      message.error(t('trail.tool.png_failed')),
    );
  };
  const address = (format: string) =>
    fileAddress(`/trail/cases/${trace.case_id}/export`, {
      format,
      method: trace.method,
      until: past.until,
      known_at: past.known_at,
    });
  const items = kFormats.map((format) => ({
    key: format,
    label: (
      <a href={address(format)} download>
        {t(`trail.export.${format}`)}
      </a>
    ),
  }));
  return (
    <div className="acts screen-only">
      <Button icon={<SaveOutlined />} onClick={onSave}>
        {t('trail.saved.save')} <Key>B</Key>
      </Button>
      <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
        {t('trail.tool.print')}
      </Button>
      {trace.accounts.length > 0 && (
        <Button icon={<PictureOutlined />} onClick={picture}>
          PNG
        </Button>
      )}
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button icon={<DownloadOutlined />}>{t('trail.tool.export')}</Button>
      </Dropdown>
    </div>
  );
}
