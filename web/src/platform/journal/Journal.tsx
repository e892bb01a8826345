// The auditor's page: the entries, and the proof that none was changed, removed or cut off.
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input, InputNumber } from 'antd';
import { useState } from 'react';

import type { Proof, SealedEntry } from '../../api/types';
import { useOfficerNames } from '../../roster/names';
import { post } from '../api';
import { DataTable, type Column } from '../DataTable';
import { FourStates } from '../FourStates';
import { ReadOn, usePages } from '../pages';
import { PageFrame, When } from '../parts';
import { useOfficer } from '../session';
import { useTrouble } from '../trouble';
import { useWords } from '../words';

export default function Journal() {
  const { t } = useWords();
  const [from, setFrom] = useState(1);
  const entries = usePages<SealedEntry>(
    ['journal', 'entries', from],
    '/journal/entries',
    {},
    from - 1,
  );
  return (
    <PageFrame
      title={t('app.page.journal')}
      aside={
        <InputNumber
          prefix={t('platform.journal.from')}
          aria-label={t('platform.journal.from')}
          min={1}
          value={from}
          onChange={(value) => setFrom(value ?? 1)}
        />
      }
    >
      {useOfficer().may('journal:verify') && <Prove />}
      <FourStates
        query={entries}
        isEmpty={(items) => items.length === 0}
        empty={t('platform.journal.empty')}
      >
        {(items) => <Entries entries={items} />}
      </FourStates>
      <ReadOn query={entries} />
    </PageFrame>
  );
}

function Prove() {
  const { t } = useWords();
  const trouble = useTrouble();
  const [head, setHead] = useState('');
  const proof = useMutation({
    mutationFn: () => post<Proof>('/journal/verification', head ? { head: head.trim() } : {}),
  });
  return (
    <section className="card prove">
      <div className="decide">
        <Input
          className="hash"
          aria-label={t('platform.journal.head')}
          placeholder={t('platform.journal.head')}
          value={head}
          onChange={(event) => setHead(event.target.value)}
        />
        <Button type="primary" loading={proof.isPending} onClick={() => proof.mutate()}>
          {t('platform.journal.prove')}
        </Button>
      </div>
      {proof.isError && <Alert type="error" showIcon title={trouble(proof.error)} />}
      {proof.data && <Proved proof={proof.data} />}
    </section>
  );
}

function Proved({ proof }: { proof: Proof }) {
  const { t } = useWords();
  if (!proof.proved) {
    return (
      <Alert
        type="error"
        showIcon
        title={t('platform.journal.not_proved')}
        description={proof.problem}
      />
    );
  }
  return (
    <Alert
      type="success"
      showIcon
      title={t('platform.journal.proved', { entries: proof.entries })}
      description={
        <>
          {t('platform.journal.head_now')}: <code className="hash wrap">{proof.head}</code>
          <br />
          {t('platform.journal.keep_head')}
        </>
      }
    />
  );
}

function Entries({ entries }: { entries: SealedEntry[] }) {
  const { t, word } = useWords();
  const nameOf = useOfficerNames();
  const columns: Column<SealedEntry>[] = [
    {
      key: 'position',
      title: t('platform.journal.position'),
      number: true,
      render: (row) => row.position,
    },
    { key: 'at', title: t('platform.journal.at'), render: (row) => <When iso={row.at} /> },
    {
      key: 'officer',
      title: t('platform.journal.officer'),
      render: (row) => nameOf(row.officer_id),
    },
    {
      key: 'act',
      title: t('platform.journal.act'),
      render: (row) => `${word('platform.desk', row.desk)} · ${word('platform.act', row.act)}`,
    },
    {
      key: 'subject',
      title: t('platform.journal.subject'),
      render: (row) => `${word('platform.subject', row.subject)} ${row.subject_id || ''}`,
    },
    { key: 'why', long: true, title: t('platform.journal.why'), render: (row) => row.why || '—' },
    {
      key: 'hash',
      title: t('platform.journal.hash'),
      render: (row) => (
        <code className="hash" title={row.hash}>
          {row.hash.slice(0, 12)}
        </code>
      ),
    },
  ];
  return (
    <DataTable
      label={t('app.page.journal')}
      columns={columns}
      rows={entries}
      rowKey={(row) => row.position}
    />
  );
}
