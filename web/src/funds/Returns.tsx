// Rounds of return: the frozen money that could go home, and the rounds that take it there.
import { useQuery } from '@tanstack/react-query';
import { App, Button, Segmented } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';

import type { Items } from '../api/types';
import { get, post } from '../platform/api';
import { useAct } from '../platform/act';
import { useAskWords } from '../platform/askWords';
import { useNow } from '../platform/clock';
import { DataTable, type Column } from '../platform/DataTable';
import { FourStates } from '../platform/FourStates';
import { formatFen, groupAccount } from '../platform/format';
import { ReadOn, usePages } from '../platform/pages';
import { PageFrame, StateTag, When } from '../platform/parts';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import { kRoundTones, type Candidate, type Round, type RoundFull } from './returns';
import { RoundTag } from './RoundTag';
import './returns.css';

const kStates = Object.keys(kRoundTones) as Round['state'][];

export default function Returns() {
  const { t, word } = useWords();
  const [state, setState] = useState('');
  const rounds = usePages<Round>(['funds', 'returns', 'list', state], '/funds/returns', { state });
  return (
    <PageFrame title={t('app.page.returns')}>
      <Candidates />
      <section className="card">
        <h2>{t('returns.rounds')}</h2>
        <div className="filters">
          <Segmented
            aria-label={t('returns.filter')}
            value={state}
            onChange={setState}
            options={['', ...kStates].map((each) => ({
              value: each,
              label: each ? word('returns.state', each) : t('returns.all'),
            }))}
          />
        </div>
        <FourStates
          query={rounds}
          isEmpty={(items) => items.length === 0}
          empty={t('returns.no_rounds')}
        >
          {(items) => <RoundTable rounds={items} />}
        </FourStates>
        <ReadOn query={rounds} />
      </section>
    </PageFrame>
  );
}

export function AccountCell({ number, below }: { number: string; below: string }) {
  return (
    <>
      <span className="digits account">{groupAccount(number) || '—'}</span>
      <br />
      <span className="soft">{below}</span>
    </>
  );
}

function RoundTable({ rounds }: { rounds: Round[] }) {
  const { t, word } = useWords();
  const columns: Column<Round>[] = [
    {
      key: 'number',
      title: t('returns.number'),
      render: (row) => (
        <Link className="digits" to={`/funds/returns/${row.id}`}>
          {row.number}
        </Link>
      ),
    },
    {
      key: 'state',
      title: t('returns.state_title'),
      render: (row) => (
        <>
          <RoundTag round={row} />
          {!row.kept && (
            <>
              {' '}
              <StateTag tone="alarm">{t('returns.not_kept')}</StateTag>
            </>
          )}
        </>
      ),
    },
    {
      key: 'account',
      title: t('returns.account'),
      render: (row) => (
        <AccountCell
          number={row.account_number}
          below={`${row.bank_name} ${row.account_holder}`.trim()}
        />
      ),
    },
    {
      key: 'article',
      title: t('returns.article_title'),
      render: (row) => (row.victims ? word('returns.article', row.article) : '—'),
    },
    {
      key: 'victims',
      title: t('returns.victims'),
      number: true,
      render: (row) => row.victims,
    },
    {
      key: 'available',
      title: t('returns.available'),
      number: true,
      render: (row) => formatFen(row.available_fen),
    },
    {
      key: 'return',
      title: t('returns.to_return'),
      number: true,
      render: (row) => <strong>{formatFen(row.return_fen)}</strong>,
    },
    {
      key: 'opened',
      title: t('returns.opened'),
      render: (row) => <When iso={row.opened_at} />,
    },
    {
      key: 'case',
      title: t('returns.case'),
      render: (row) => <Link to={`/register/cases/${row.case_id}`}>{row.case_number}</Link>,
    },
  ];
  return (
    <DataTable
      label={t('returns.rounds')}
      columns={columns}
      rows={rounds}
      rowKey={(row) => row.id}
      rowClass={(row) => (row.state === 'cancelled' ? 'faded' : undefined)}
    />
  );
}

function Candidates() {
  const { t } = useWords();
  const candidates = useQuery({
    queryKey: ['funds', 'returns', 'candidates'],
    queryFn: () => get<Items<Candidate>>('/funds/returns/candidates'),
  });
  return (
    <section className="card">
      <h2>{t('returns.candidates')}</h2>
      <FourStates
        query={candidates}
        rows={3}
        isEmpty={({ items }) => items.length === 0}
        empty={t('returns.no_candidates')}
      >
        {({ items }) => <CandidateTable items={items} />}
      </FourStates>
    </section>
  );
}

function CandidateTable({ items }: { items: Candidate[] }) {
  const { t } = useWords();
  const now = useNow();
  const columns: Column<Candidate>[] = [
    {
      key: 'account',
      title: t('returns.account'),
      render: (row) => (
        <AccountCell number={row.account_number} below={`${row.bank_name} ${row.account_holder}`} />
      ),
    },
    {
      key: 'left',
      title: t('returns.available'),
      number: true,
      render: (row) => <strong>{formatFen(row.left_fen)}</strong>,
    },
    {
      key: 'held',
      title: t('returns.held'),
      number: true,
      render: (row) => formatFen(row.held_fen),
    },
    { key: 'frozen', title: t('returns.frozen_at'), render: (row) => <When iso={row.frozen_at} /> },
    {
      key: 'waits',
      title: t('returns.waits_until'),
      render: (row) =>
        row.waits_until && Date.parse(row.waits_until) <= now ? (
          <StateTag tone="good">{t('returns.ripe')}</StateTag>
        ) : (
          <When iso={row.waits_until} />
        ),
    },
    {
      key: 'expires',
      title: t('returns.freeze_expires'),
      render: (row) => <When iso={row.expires_at} />,
    },
    {
      key: 'case',
      title: t('returns.case'),
      render: (row) => <Link to={`/register/cases/${row.case_id}`}>{row.case_number}</Link>,
    },
    { key: 'acts', title: '', render: (row) => <OpenButton candidate={row} /> },
  ];
  return (
    <DataTable
      label={t('returns.candidates')}
      columns={columns}
      rows={items}
      rowKey={(row) => row.order_id}
    />
  );
}

function OpenButton({ candidate }: { candidate: Candidate }) {
  const { t } = useWords();
  const { modal } = App.useApp();
  const now = useNow();
  const navigate = useNavigate();
  const ask = useAskWords();
  const may = useOfficer().may('funds:freeze');
  const open = useAct(
    (early: string) =>
      post<RoundFull>('/funds/returns', {
        order_id: candidate.order_id,
        ...(early ? { early_reason: early } : {}),
      }),
    {
      touches: [['funds', 'returns']],
      done: ({ round }) => void navigate(`/funds/returns/${round.id}`),
    },
  );
  if (candidate.open_round_id) {
    return <Link to={`/funds/returns/${candidate.open_round_id}`}>{t('returns.to_round')}</Link>;
  }
  if (!may) return null;
  const ripe = !candidate.waits_until || Date.parse(candidate.waits_until) <= now;
  const start = () =>
    ripe
      ? modal.confirm({
          title: t('returns.open'),
          content: (
            <p>
              <span className="digits">{groupAccount(candidate.account_number)}</span>
              <br />
              {candidate.bank_name}
              <br />
              <strong className="digits">{formatFen(candidate.left_fen)}</strong>
            </p>
          ),
          okText: t('returns.open'),
          autoFocusButton: 'ok',
          onOk: () => open.mutateAsync('').catch(() => undefined),
        })
      : ask({
          title: t('returns.open_early'),
          label: t('returns.early_reason'),
          ok: t('returns.open'),
          needed: true,
          act: (reason) => open.mutateAsync(reason),
        });
  return (
    <Button size="small" loading={open.isPending} onClick={start}>
      {ripe ? t('returns.open') : t('returns.open_early')}
    </Button>
  );
}
