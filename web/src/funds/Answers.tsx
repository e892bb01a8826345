// Answers of banks that changed nothing and wait for a person.
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import type { Answer } from '../api/types';
import { useAct } from '../platform/act';
import { post } from '../platform/api';
import { useAskWords } from '../platform/askWords';
import { DataTable, type Column } from '../platform/DataTable';
import { FourStates } from '../platform/FourStates';
import { ReadOn, usePages } from '../platform/pages';
import { PageFrame, StateTag, When } from '../platform/parts';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import { useBankNames } from './names';

export default function Answers() {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const query = all ? {} : { settled: false };
  const answers = usePages<Answer>(['funds', 'answers', all], '/funds/answers', query);
  return (
    <PageFrame
      title={t('app.page.answers')}
      aside={
        <Checkbox checked={all} onChange={(event) => setAll(event.target.checked)}>
          {t('funds.answer.all')}
        </Checkbox>
      }
    >
      <FourStates
        query={answers}
        isEmpty={(items) => items.length === 0}
        empty={t('funds.answer.empty')}
      >
        {(items) => <AnswerTable answers={items} />}
      </FourStates>
      <ReadOn query={answers} />
    </PageFrame>
  );
}

function AnswerTable({ answers }: { answers: Answer[] }) {
  const { t, word } = useWords();
  const bankName = useBankNames();
  const columns: Column<Answer>[] = [
    {
      key: 'received',
      title: t('funds.answer.received'),
      render: (row) => <When iso={row.received_at} />,
    },
    { key: 'bank', title: t('funds.answer.bank'), render: (row) => bankName(row.bank_code) },
    {
      key: 'verdict',
      title: t('funds.answer.verdict'),
      render: (row) => <StateTag tone="watch">{word('funds.verdict', row.verdict)}</StateTag>,
    },
    { key: 'problem', long: true, title: t('funds.answer.problem'), render: (row) => row.problem },
    {
      key: 'order',
      title: t('funds.answer.order'),
      render: (row) => (row.order_id ? <Link to="/funds/orders">#{row.order_id}</Link> : '—'),
    },
    { key: 'acts', long: true, title: '', render: (row) => <Settle answer={row} /> },
  ];
  return (
    <DataTable
      label={t('app.page.answers')}
      columns={columns}
      rows={answers}
      rowKey={(row) => row.id}
      rowClass={(row) => (row.settled_at ? 'faded' : undefined)}
    />
  );
}

function Settle({ answer }: { answer: Answer }) {
  const { t } = useWords();
  const ask = useAskWords();
  const may = useOfficer().may('funds:review');
  const settle = useAct((note: string) => post(`/funds/answers/${answer.id}/settle`, { note }), {
    touches: [['funds', 'answers']],
    say: t('funds.answer.settled'),
  });
  if (answer.settled_at) return <span>{answer.settled_note || t('funds.answer.settled')}</span>;
  if (!may) return null;
  const open = () =>
    ask({
      title: t('funds.answer.settle'),
      label: t('funds.answer.settle_note'),
      ok: t('funds.answer.settle'),
      act: settle.mutateAsync,
    });
  return (
    <Button size="small" onClick={open}>
      {t('funds.answer.settle')}
    </Button>
  );
}
