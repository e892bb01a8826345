// Who objects to a return, and what they were answered.
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';

import { post } from '../platform/api';
import { StateTag, When } from '../platform/parts';
import { RecordForm } from '../platform/RecordForm';
import { useWords } from '../platform/words';
import type { Objection, RoundFull } from './returns';

export function ReturnObjections({ full }: { full: RoundFull }) {
  const { t } = useWords();
  const [open, setOpen] = useState<Objection | 'new'>();
  const { actions } = full.round;
  const may = actions.includes('object');
  if (!may && full.objections.length === 0) return null;
  return (
    <section className="card">
      <h2>{t('returns.objections')}</h2>
      {full.objections.length === 0 && <p className="soft">{t('returns.no_objections')}</p>}
      {full.objections.map((each) => (
        <Line
          key={each.id}
          objection={each}
          onAnswer={
            each.state === 'open' && actions.includes('review_objection')
              ? () => setOpen(each)
              : undefined
          }
        />
      ))}
      {may && <Button onClick={() => setOpen('new')}>{t('returns.object')}</Button>}
      {open && <Form full={full} objection={open} onClose={() => setOpen(undefined)} />}
    </section>
  );
}

function Line(props: { objection: Objection; onAnswer: (() => void) | undefined }) {
  const { t, word } = useWords();
  const { objection, onAnswer } = props;
  const tones = { open: 'watch', upheld: 'alarm', refused: 'good' } as const;
  const late = objection.late && <StateTag tone="watch">{t('returns.late')}</StateTag>;
  return (
    <div className="objection">
      <p>
        <StateTag tone={tones[objection.state]}>
          {word('returns.objection_state', objection.state)}
        </StateTag>{' '}
        {late} {objection.name} <span className="digits soft">{objection.phone}</span>{' '}
        <When iso={objection.received_at} />
      </p>
      <p>{objection.text}</p>
      {objection.answer && (
        <p className="soft">
          {t('returns.answer')} {objection.answer} ({objection.reviewed_by_name}{' '}
          <When iso={objection.reviewed_at} />)
        </p>
      )}
      {onAnswer && (
        <Button size="small" onClick={onAnswer}>
          {t('returns.review')}
        </Button>
      )}
    </div>
  );
}

interface FormProps {
  full: RoundFull;
  objection: Objection | 'new';
  onClose: () => void;
}

function Form({ full, objection, onClose }: FormProps) {
  const { t } = useWords();
  const client = useQueryClient();
  const path = `/funds/returns/${full.round.id}/objections`;
  const done = () => client.invalidateQueries({ queryKey: ['funds', 'returns'] });
  if (objection === 'new') {
    return (
      <RecordForm
        title={t('returns.object')}
        submit={t('returns.object')}
        fields={[
          { name: 'name', label: t('returns.objector'), kind: 'text' },
          { name: 'phone', label: t('returns.phone'), kind: 'text' },
          { name: 'text', label: t('returns.objection_text'), kind: 'long' },
        ]}
        initial={{ name: '', phone: '', text: '' }}
        save={async (values) => {
          await post(path, values);
          await done();
        }}
        onClose={onClose}
      />
    );
  }
  return (
    <RecordForm
      title={t('returns.review')}
      submit={t('returns.review')}
      fields={[
        {
          name: 'upheld',
          label: t('returns.review_result'),
          kind: 'choice',
          options: [
            { value: 'no', label: t('returns.objection_state.refused') },
            { value: 'yes', label: t('returns.objection_state.upheld') },
          ],
        },
        { name: 'answer', label: t('returns.answer'), kind: 'long' },
      ]}
      initial={{ upheld: 'no', answer: '' }}
      save={async ({ upheld, answer }) => {
        await post(`${path}/${objection.id}/review`, { upheld: upheld === 'yes', answer });
        await done();
      }}
      onClose={onClose}
    >
      <p>{objection.text}</p>
    </RecordForm>
  );
}
