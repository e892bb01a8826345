// One template: its words, the fields it may use, and the page it makes of invented values. What
// is wrong is said while it is written; a wrong template cannot be saved.
import { useQuery } from '@tanstack/react-query';
import { App, Button, Input, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';

import { useAct } from '../act';
import { ask, get, post, Problem, put, type FieldError } from '../api';
import { FourStates } from '../FourStates';
import { useTrouble } from '../trouble';
import { useWords } from '../words';
import { kTemplates } from './Templates';
import type { TemplateView, TemplateWords } from './types';

type Sample = 'usual' | 'crowded';

const kQuiet = 500; // Milliseconds without a key before the page is drawn again.

export function TemplateEditor({ id }: { id: number }) {
  const template = useQuery({
    queryKey: [...kTemplates, id],
    queryFn: ({ signal }) => get<TemplateView>(`/document/templates/${id}`, { signal }),
    refetchOnWindowFocus: false,
  });
  return (
    <div className="template-editor">
      <FourStates query={template} rows={10}>
        {(view) => <Editor key={view.version} template={view} />}
      </FourStates>
    </div>
  );
}

function Editor({ template }: { template: TemplateView }) {
  const { t } = useWords();
  const { modal } = App.useApp();
  const [words, setWords] = useState<TemplateWords>({
    title: template.title,
    number_format: template.number_format,
    body: template.body,
  });
  const area = useRef<HTMLTextAreaElement | null>(null);
  const [sample, setSample] = useState<Sample>('usual');
  const { html, faults, trouble } = useDrawn(template, words, sample);
  const save = useAct(() => put(`/document/templates/${template.id}`, words, template.version), {
    touches: [kTemplates],
    say: t('platform.saved'),
  });
  const reset = useAct(() => post(`/document/templates/${template.id}/reset`), {
    touches: [kTemplates],
    say: t('document.template.was_reset'),
  });
  const change = (more: Partial<TemplateWords>) => setWords({ ...words, ...more });
  const insert = (text: string) => {
    const at = area.current?.selectionStart ?? words.body.length;
    change({ body: words.body.slice(0, at) + text + words.body.slice(at) });
  };
  const changed = (['title', 'number_format', 'body'] as const).some(
    (name) => words[name] !== template[name],
  );
  const askReset = () =>
    modal.confirm({
      title: t('document.template.reset_title'),
      content: t('document.template.reset_note'),
      okText: t('document.template.reset'),
      onOk: () => reset.mutateAsync(undefined).catch(() => undefined),
    });
  return (
    <>
      <div className="card template-form">
        <label>
          {t('document.template.title')}
          <Input value={words.title} onChange={(event) => change({ title: event.target.value })} />
        </label>
        <label>
          {t('document.template.number_format')}
          <Input
            value={words.number_format}
            onChange={(event) => change({ number_format: event.target.value })}
          />
        </label>
        <label>
          {t('document.template.body')}
          <Input.TextArea
            ref={(held) => {
              area.current = held?.resizableTextArea?.textArea ?? null;
            }}
            className="template-body"
            rows={16}
            spellCheck={false}
            value={words.body}
            onChange={(event) => change({ body: event.target.value })}
          />
        </label>
        <FieldChips template={template} insert={insert} />
        <Faults faults={faults} trouble={trouble} />
        <div className="acts">
          <Button
            type="primary"
            disabled={!changed || faults.length > 0}
            loading={save.isPending}
            onClick={() => save.mutate(undefined)}
          >
            {t('platform.save')}
          </Button>
          {template.edited && <Button onClick={askReset}>{t('document.template.reset')}</Button>}
        </div>
      </div>
      <div className="template-drawn">
        <Segmented<Sample>
          aria-label={t('document.template.sample')}
          value={sample}
          onChange={setSample}
          options={(['usual', 'crowded'] as const).map((value) => ({
            value,
            label: t(`document.template.${value}`),
          }))}
        />
        <iframe
          className="template-page"
          title={t('document.template.preview')}
          sandbox=""
          srcDoc={html}
        />
      </div>
    </>
  );
}

// The page of these words; the last good one stays while there are faults.
function useDrawn(template: TemplateView, words: TemplateWords, sample: Sample) {
  const say = useTrouble();
  const [html, setHtml] = useState('');
  const [faults, setFaults] = useState<FieldError[]>([]);
  const [trouble, setTrouble] = useState('');
  const first = useRef(true);
  useEffect(() => {
    const stop = new AbortController();
    const draw = async () => {
      const { kind, language } = template;
      try {
        const page = await ask<{ html: string }>(
          '/document/preview',
          { kind, language, sample, words },
          stop.signal,
        );
        setHtml(page.html);
        setFaults([]);
        setTrouble('');
      } catch (error) {
        if (stop.signal.aborted) return;
        const named = error instanceof Problem ? error.errors : [];
        setFaults(named);
        setTrouble(named.length > 0 ? '' : say(error));
      }
    };
    const timer = setTimeout(() => void draw(), first.current ? 0 : kQuiet);
    first.current = false;
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [template, words, sample]);
  return { html, faults, trouble };
}

function Faults({ faults, trouble }: { faults: FieldError[]; trouble: string }) {
  const { word } = useWords();
  if (faults.length === 0 && !trouble) return null;
  return (
    <ul className="template-faults" role="alert">
      {trouble && <li>{trouble}</li>}
      {faults.map(({ path, code }) => (
        <li key={path + code}>
          <code>{path.replace(/^body\.|^words\./, '')}</code> {word('document.fault', code)}
        </li>
      ))}
    </ul>
  );
}

interface ChipsProps {
  template: TemplateView;
  insert: (text: string) => void;
}

function FieldChips({ template, insert }: ChipsProps) {
  const { t } = useWords();
  const chip = (name: string, text: string) => (
    <button key={name} type="button" className="field-chip" onClick={() => insert(text)}>
      {name}
      {template.needed.includes(name) && <span title={t('document.template.needed')}> *</span>}
    </button>
  );
  return (
    <div className="field-chips">
      <p className="soft">{t('document.template.fields')}</p>
      <div>{template.fields.map((name) => chip(name, `{{${name}}}`))}</div>
      {template.sections.map(({ name, fields }) => (
        <div key={name}>
          {chip(name, `{{#${name}}}\n\n{{/${name}}}`)}
          <span aria-hidden> › </span>
          {fields.map((field) => chip(field, `{{${field}}}`))}
        </div>
      ))}
    </div>
  );
}
