// The templates of all documents: choose one on the left, edit and see it drawn on the right.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { Items } from '../../api/types';
import { get } from '../api';
import { FourStates } from '../FourStates';
import { PageFrame, StateTag } from '../parts';
import { useWords } from '../words';
import { TemplateEditor } from './TemplateEditor';
import type { Template } from './types';
import './document.css';

export const kTemplates = ['document', 'templates'];

export default function Templates() {
  const { t } = useWords();
  const templates = useQuery({
    queryKey: kTemplates,
    queryFn: ({ signal }) => get<Items<Template>>('/document/templates', { signal }),
  });
  return (
    <PageFrame title={t('app.page.templates')}>
      <FourStates
        query={templates}
        isEmpty={({ items }) => items.length === 0}
        empty={t('document.template.empty')}
      >
        {({ items }) => <Chooser templates={items} />}
      </FourStates>
    </PageFrame>
  );
}

function Chooser({ templates }: { templates: Template[] }) {
  const { t, word } = useWords();
  const [chosen, setChosen] = useState(templates[0]!.id);
  return (
    <div className="templates">
      <nav className="card template-list" aria-label={t('document.template.list')}>
        {templates.map((each) => (
          <button
            key={each.id}
            type="button"
            aria-current={each.id === chosen}
            onClick={() => setChosen(each.id)}
          >
            <span>{word('document.kind', each.kind)}</span>
            <small>{each.language === 'zh' ? '中文' : 'English'}</small>
            {each.edited && <StateTag tone="info">{t('document.template.edited')}</StateTag>}
          </button>
        ))}
      </nav>
      <TemplateEditor key={chosen} id={chosen} />
    </div>
  );
}
