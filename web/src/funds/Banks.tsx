// The bank directory: head offices, their codes, gateways and 24-hour numbers.
import { PlusOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';

import type { Bank, GatewayLine } from '../api/types';
import { post, put } from '../platform/api';
import { DataTable, type Column } from '../platform/DataTable';
import { FourStates } from '../platform/FourStates';
import { PageFrame, StateTag } from '../platform/parts';
import { RecordForm, type RecordField } from '../platform/RecordForm';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import { BanksThatAreDown, SampleDrawer, useGateway, WireActs, WireState } from './Gateway';
import { useBankDirectory } from './names';

const kNewBank: Omit<Bank, 'id' | 'version'> = {
  code: '',
  name: '',
  short_name: '',
  english_name: '',
  aliases: '',
  phone_24h: '',
  profile: 'platform',
  profile_data: '',
  transport: 'http',
  address: '',
  answer_limit_minutes: 5,
  active: true,
};

const kProfiles = ['platform', 'platform_gb18030', 'platform_two_modes', 'payment'] as const;

export default function Banks() {
  const { t } = useWords();
  const banks = useBankDirectory();
  const lines = useGateway().data?.items ?? [];
  const may = useOfficer().may('funds:banks');
  const [wanted, setWanted] = useState('');
  const [edited, setEdited] = useState<Bank | 'new'>();
  const [sampled, setSampled] = useState<Bank>();
  const fits = (bank: Bank) =>
    [bank.code, bank.name, bank.short_name, bank.english_name, bank.aliases]
      .join(' ')
      .toLowerCase()
      .includes(wanted.trim().toLowerCase());
  return (
    <PageFrame
      title={t('app.page.banks')}
      aside={
        <>
          <Input.Search
            allowClear
            aria-label={t('funds.bank.search')}
            placeholder={t('funds.bank.search')}
            onChange={(event) => setWanted(event.target.value)}
          />
          {may && (
            <Button icon={<PlusOutlined />} onClick={() => setEdited('new')}>
              {t('funds.bank.add')}
            </Button>
          )}
        </>
      }
    >
      <BanksThatAreDown lines={lines} />
      <FourStates
        query={banks}
        isEmpty={({ items }) => items.length === 0}
        empty={t('funds.bank.empty')}
      >
        {({ items }) => (
          <BankTable
            banks={items.filter(fits)}
            lines={lines}
            onEdit={may ? setEdited : undefined}
            onSample={setSampled}
          />
        )}
      </FourStates>
      {edited && <BankForm bank={edited} onClose={() => setEdited(undefined)} />}
      {sampled && <SampleDrawer bank={sampled} onClose={() => setSampled(undefined)} />}
    </PageFrame>
  );
}

interface TableProps {
  banks: Bank[];
  lines: GatewayLine[];
  onEdit: ((bank: Bank) => void) | undefined;
  onSample: (bank: Bank) => void;
}

function BankTable({ banks, lines, onEdit, onSample }: TableProps) {
  const { t, word } = useWords();
  const lineOf = (bank: Bank) => lines.find(({ bank_code }) => bank_code === bank.code);
  const columns: Column<Bank>[] = [
    { key: 'name', title: t('funds.bank.name'), render: (row) => row.name },
    {
      key: 'code',
      title: t('funds.bank.code'),
      render: (row) => <span className="digits account">{row.code}</span>,
    },
    {
      key: 'phone',
      title: t('funds.bank.phone_24h'),
      render: (row) => <strong className="digits">{row.phone_24h}</strong>,
    },
    {
      key: 'limit',
      title: t('funds.bank.answer_limit_minutes'),
      number: true,
      render: (row) => row.answer_limit_minutes,
    },
    {
      key: 'transport',
      title: t('funds.bank.transport'),
      render: (row) => word('funds.transport', row.transport),
    },
    {
      key: 'wire',
      title: t('funds.gateway.wire'),
      render: (row) => <WireState line={lineOf(row)} />,
    },
    {
      key: 'active',
      title: t('roster.state'),
      render: (row) => (
        <StateTag tone={row.active ? 'good' : 'calm'}>
          {t(row.active ? 'funds.bank.active' : 'funds.bank.inactive')}
        </StateTag>
      ),
    },
  ];
  if (onEdit) {
    columns.push({
      key: 'edit',
      title: '',
      render: (row) => {
        const line = lineOf(row);
        return (
          <div className="acts">
            <Button
              size="small"
              aria-label={t('funds.bank.edit', { name: row.name })}
              onClick={() => onEdit(row)}
            >
              {t('platform.edit')}
            </Button>
            {line && !line.down && <WireActs line={line} />}
            <Button
              size="small"
              aria-label={t('funds.sample.title', { name: row.name })}
              onClick={() => onSample(row)}
            >
              {t('funds.sample.open')}
            </Button>
          </div>
        );
      },
    });
  }
  return (
    <DataTable
      label={t('app.page.banks')}
      columns={columns}
      rows={banks}
      rowKey={(row) => row.id}
      rowClass={(row) => (row.active ? undefined : 'faded')}
    />
  );
}

function BankForm({ bank, onClose }: { bank: Bank | 'new'; onClose: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const text = (name: keyof typeof kNewBank): RecordField => ({
    name,
    label: t(`funds.bank.${name as 'name'}`),
    kind: 'text',
  });
  const fields: RecordField[] = [
    ...(['name', 'code', 'short_name', 'english_name', 'aliases', 'phone_24h'] as const).map(text),
    {
      name: 'transport',
      label: t('funds.bank.transport'),
      kind: 'choice',
      options: (['http', 'folder'] as const).map((value) => ({
        value,
        label: t(`funds.transport.${value}`),
      })),
    },
    text('address'),
    {
      name: 'profile',
      label: t('funds.bank.profile'),
      kind: 'choice',
      options: kProfiles.map((value) => ({ value, label: t(`funds.profile.${value}`) })),
    },
    { name: 'profile_data', label: t('funds.bank.profile_data'), kind: 'long' },
    { name: 'answer_limit_minutes', label: t('funds.bank.answer_limit_minutes'), kind: 'number' },
    { name: 'active', label: t('funds.bank.active'), kind: 'tick' },
  ];
  const save = async (values: Record<string, unknown>) => {
    if (bank === 'new') await post('/funds/banks', { ...values, id: 0, version: 0 });
    else await put(`/funds/banks/${bank.id}`, { ...bank, ...values }, bank.version);
    await client.invalidateQueries({ queryKey: ['funds', 'banks'] });
  };
  return (
    <RecordForm
      title={bank === 'new' ? t('funds.bank.add') : t('funds.bank.edit', { name: bank.name })}
      fields={fields}
      initial={bank === 'new' ? kNewBank : { ...bank, profile_data: bank.profile_data ?? '' }}
      save={save}
      onClose={onClose}
    />
  );
}
