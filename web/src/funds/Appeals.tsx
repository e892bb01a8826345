// Appeals of owners: what came in, by when it must be answered, and who reviews it.
import { PlusOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import { post } from '../platform/api';
import { DataTable, type Column } from '../platform/DataTable';
import { Left } from '../platform/deadline/Left';
import { FourStates } from '../platform/FourStates';
import { ReadOn, usePages } from '../platform/pages';
import { PageFrame, StateTag, When } from '../platform/parts';
import { RecordForm } from '../platform/RecordForm';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import { kAppealTones, type Appeal } from './returns';
import { AccountCell } from './Returns';
import './returns.css';

export default function Appeals() {
  const { t, word } = useWords();
  const [state, setState] = useState('');
  const [open, setOpen] = useState(false);
  const may = useOfficer().may('funds:stop');
  const appeals = usePages<Appeal>(['funds', 'appeals', 'list', state], '/funds/appeals', {
    state,
  });
  return (
    <PageFrame
      title={t('app.page.appeals')}
      aside={
        may && (
          <Button icon={<PlusOutlined />} onClick={() => setOpen(true)}>
            {t('returns.appeal.receive')}
          </Button>
        )
      }
    >
      <div className="filters">
        <Segmented
          aria-label={t('returns.filter')}
          value={state}
          onChange={setState}
          options={['', 'received', 'reviewing', 'answered'].map((each) => ({
            value: each,
            label: each ? word('returns.appeal.state', each) : t('returns.all'),
          }))}
        />
      </div>
      <FourStates
        query={appeals}
        isEmpty={(items) => items.length === 0}
        empty={t('returns.appeal.empty')}
      >
        {(items) => <Table items={items} />}
      </FourStates>
      <ReadOn query={appeals} />
      {open && <ReceiveForm onClose={() => setOpen(false)} />}
    </PageFrame>
  );
}

function Table({ items }: { items: Appeal[] }) {
  const { t, word } = useWords();
  const columns: Column<Appeal>[] = [
    {
      key: 'number',
      title: t('returns.number'),
      render: (row) => (
        <Link className="digits" to={`/funds/appeals/${row.id}`}>
          {row.number}
        </Link>
      ),
    },
    {
      key: 'state',
      title: t('returns.state_title'),
      render: (row) => (
        <StateTag tone={kAppealTones[row.state]}>
          {word('returns.appeal.state', row.state)}
          {row.outcome ? ` · ${word('returns.appeal.outcome', row.outcome)}` : ''}
        </StateTag>
      ),
    },
    {
      key: 'left',
      title: t('returns.appeal.answer_by'),
      render: (row) =>
        row.state === 'answered' ? <When iso={row.answered_at} /> : <Left due={row.answer_by} />,
    },
    { key: 'owner', title: t('returns.appeal.owner'), render: (row) => row.owner_name },
    {
      key: 'account',
      title: t('returns.account'),
      render: (row) => <AccountCell number={row.account_number} below={row.bank_name} />,
    },
    {
      key: 'order',
      title: t('returns.appeal.order'),
      render: (row) =>
        `${word('funds.kind', row.order_kind)} · ${word('funds.state', row.order_state)}`,
    },
    {
      key: 'received',
      title: t('returns.appeal.received'),
      render: (row) => (
        <>
          <When iso={row.received_at} />
          <br />
          <span className="soft">{word('returns.appeal.way', row.way)}</span>
        </>
      ),
    },
    {
      key: 'reviewer',
      title: t('returns.appeal.reviewer'),
      render: (row) => row.reviewer_name || '—',
    },
    {
      key: 'case',
      title: t('returns.case'),
      render: (row) => <Link to={`/register/cases/${row.case_id}`}>{row.case_number}</Link>,
    },
  ];
  return (
    <DataTable
      label={t('app.page.appeals')}
      columns={columns}
      rows={items}
      rowKey={(row) => row.id}
    />
  );
}

function ReceiveForm({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  return (
    <RecordForm
      title={t('returns.appeal.receive')}
      submit={t('returns.appeal.receive')}
      fields={[
        { name: 'account_number', label: t('returns.account'), kind: 'text' },
        { name: 'owner_name', label: t('returns.appeal.owner'), kind: 'text' },
        { name: 'owner_phone', label: t('returns.phone'), kind: 'text' },
        { name: 'owner_identity', label: t('returns.appeal.identity'), kind: 'text' },
        {
          name: 'way',
          label: t('returns.appeal.way_title'),
          kind: 'choice',
          options: (['hotline', 'walk_in', 'letter'] as const).map((value) => ({
            value,
            label: t(`returns.appeal.way.${value}`),
          })),
        },
        { name: 'text', label: t('returns.appeal.text'), kind: 'long' },
      ]}
      initial={{
        account_number: '',
        owner_name: '',
        owner_phone: '',
        owner_identity: '',
        way: 'hotline',
        text: '',
      }}
      save={async (values) => {
        await post('/funds/appeals', values);
        await client.invalidateQueries({ queryKey: ['funds', 'appeals'] });
      }}
      onClose={onClose}
    />
  );
}
