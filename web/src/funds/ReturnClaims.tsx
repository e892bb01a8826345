// The victims of a round: what each lost into the account, gets, and has got. The table adds up.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';

import type { Items } from '../api/types';
import { get, post } from '../platform/api';
import { useAct } from '../platform/act';
import { useAskWords } from '../platform/askWords';
import { DataTable, type Column } from '../platform/DataTable';
import { MakeDocuments } from '../platform/document/MakeDocuments';
import { FourStates } from '../platform/FourStates';
import { formatFen, groupAccount, parseYuan, yuanOf } from '../platform/format';
import { StateTag } from '../platform/parts';
import { RecordForm, type RecordField } from '../platform/RecordForm';
import { useWords } from '../platform/words';
import { kClaimTones, type Claim, type RoundFull, type Suggestion } from './returns';

export function ReturnClaims({ full }: { full: RoundFull }) {
  const { t } = useWords();
  const draft = full.round.actions.includes('change');
  return (
    <section className="card">
      <h2>{t('returns.victims')}</h2>
      {full.claims.length > 0 ? (
        <ClaimTable full={full} />
      ) : (
        <p className="soft">{t('returns.no_victims')}</p>
      )}
      {draft && <Suggestions full={full} />}
    </section>
  );
}

// A line of the table: a claim, or the sum under all of them.
type Line = { claim?: Claim; loss: number; gets: number; got: number };

function ClaimTable({ full }: { full: RoundFull }) {
  const { t, word } = useWords();
  const [edited, setEdited] = useState<Claim>();
  const lines: Line[] = full.claims.map((claim) => ({
    claim,
    loss: claim.loss_fen,
    gets: claim.return_fen,
    got: claim.executed_fen,
  }));
  const sum = (of: (line: Line) => number) => lines.reduce((total, line) => total + of(line), 0);
  const total: Line = {
    loss: sum((line) => line.loss),
    gets: sum((line) => line.gets),
    got: sum((line) => line.got),
  };
  const columns: Column<Line>[] = [
    {
      key: 'name',
      title: t('returns.victim'),
      render: ({ claim }) =>
        claim ? (
          <>
            {claim.name || '—'}
            {claim.agent_name && (
              <span className="soft">
                {' '}
                {t('returns.agent')} {claim.agent_name}
              </span>
            )}
            <br />
            <span className="soft digits">{claim.case_number}</span>
          </>
        ) : (
          <strong>{t('returns.sum')}</strong>
        ),
    },
    {
      key: 'loss',
      title: t('returns.loss'),
      number: true,
      render: (line) => formatFen(line.loss),
    },
    {
      key: 'gets',
      title: t('returns.to_return'),
      number: true,
      render: (line) => <strong>{formatFen(line.gets)}</strong>,
    },
    {
      key: 'to',
      title: t('returns.to_account'),
      render: ({ claim }) =>
        claim && (
          <>
            <span className="digits account">{groupAccount(claim.to_account)}</span>
            <br />
            <span className="soft">
              {claim.to_bank_name} {claim.to_original ? '' : `△ ${claim.other_account_reason}`}
            </span>
          </>
        ),
    },
    {
      key: 'got',
      title: t('returns.executed'),
      number: true,
      render: (line) => (line.claim?.state === 'listed' ? '—' : formatFen(line.got)),
    },
    {
      key: 'state',
      title: t('returns.state_title'),
      render: ({ claim }) =>
        claim && (
          <>
            <StateTag tone={kClaimTones[claim.state]}>
              {word('returns.claim_state', claim.state)}
            </StateTag>
            {claim.execution_note && (
              <>
                <br />
                <span className="soft">{claim.execution_note}</span>
              </>
            )}
          </>
        ),
    },
    {
      key: 'acts',
      title: '',
      render: ({ claim }) =>
        claim && <ClaimActs full={full} claim={claim} onEdit={() => setEdited(claim)} />,
    },
  ];
  return (
    <>
      <DataTable
        label={t('returns.victims')}
        columns={columns}
        rows={[...lines, total]}
        rowKey={({ claim }) => claim?.id ?? 'sum'}
        rowClass={({ claim }) => (claim ? undefined : 'sum-row')}
      />
      {edited && <ClaimForm full={full} claim={edited} onClose={() => setEdited(undefined)} />}
    </>
  );
}

interface ActsProps {
  full: RoundFull;
  claim: Claim;
  onEdit: () => void;
}

function ClaimActs({ full, claim, onEdit }: ActsProps) {
  const { t } = useWords();
  const ask = useAskWords();
  const path = `/funds/returns/${full.round.id}/claims/${claim.id}`;
  const touches = [['funds', 'returns']];
  const remove = useAct(() => post(`${path}/remove`), { touches });
  const confirm = useAct((note: string) => post(`${path}/confirm`, { note }), { touches });
  const { actions } = full.round;
  const got = claim.state === 'executed' || claim.state === 'executed_short';
  return (
    <div className="acts">
      {actions.includes('change') && (
        <>
          <Button size="small" onClick={onEdit} aria-label={`${t('platform.edit')} ${claim.name}`}>
            {t('platform.edit')}
          </Button>
          <Button size="small" loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
            {t('returns.remove')}
          </Button>
        </>
      )}
      {actions.includes('confirm') && got && (
        <Button
          size="small"
          loading={confirm.isPending}
          onClick={() =>
            ask({
              title: t('returns.confirm'),
              label: t('returns.confirm_note'),
              ok: t('returns.confirm'),
              act: (note) => confirm.mutateAsync(note),
            })
          }
        >
          {t('returns.confirm')}
        </Button>
      )}
      {full.round.asked_at && <MakeDocuments path={`${path}/documents`} name={claim.name} />}
    </div>
  );
}

function idsOf(text: string): number[] {
  return text
    .split(/[,，\s]+/)
    .filter(Boolean)
    .map(Number);
}

// Accounts and names come masked: an empty field keeps the account the victim paid from.
function ClaimForm({
  full,
  claim,
  onClose,
}: {
  full: RoundFull;
  claim: Claim;
  onClose: () => void;
}) {
  const { t } = useWords();
  const client = useQueryClient();
  const text = (name: string, label: string): RecordField => ({ name, label, kind: 'text' });
  const save = async (values: Record<string, unknown>) => {
    const words = Object.fromEntries(
      Object.entries(values).filter(([, value]) => typeof value === 'string' && value !== ''),
    ) as Record<string, string>;
    const { loss_fen, transfer_ids, ...rest } = words;
    await post(`/funds/returns/${full.round.id}/claims/${claim.id}`, {
      ...rest,
      case_id: claim.case_id,
      payment_ids: idsOf(claim.payment_ids),
      loss_fen: parseYuan(loss_fen ?? '') ?? -1,
      transfer_ids: idsOf(transfer_ids ?? ''),
    });
    await client.invalidateQueries({ queryKey: ['funds', 'returns'] });
  };
  return (
    <RecordForm
      title={claim.name}
      fields={[
        text('loss_fen', t('returns.loss_yuan')),
        text('transfer_ids', t('returns.transfer_ids')),
        text('transfer_reason', t('returns.transfer_reason')),
        text('to_account', t('returns.other_account')),
        text('to_bank_name', t('returns.other_bank')),
        text('other_account_reason', t('returns.other_reason')),
        text('agent_name', t('returns.agent_name')),
        text('agent_mandate', t('returns.agent_mandate')),
      ]}
      initial={{
        loss_fen: yuanOf(claim.loss_fen),
        transfer_ids: claim.transfer_ids,
        transfer_reason: claim.transfer_reason,
      }}
      save={save}
      onClose={onClose}
    >
      <p className="soft">{t('returns.claim_hint')}</p>
    </RecordForm>
  );
}

// Payments that are not claimed yet, by case: one press makes them a victim's claim.
function Suggestions({ full }: { full: RoundFull }) {
  const { t } = useWords();
  const suggestions = useQuery({
    queryKey: ['funds', 'returns', full.round.id, 'suggestions'],
    queryFn: () => get<Items<Suggestion>>(`/funds/returns/${full.round.id}/suggestions`),
  });
  return (
    <>
      <h3>{t('returns.suggestions')}</h3>
      <FourStates
        query={suggestions}
        rows={2}
        isEmpty={({ items }) => items.length === 0}
        empty={t('returns.no_suggestions')}
      >
        {({ items }) => <SuggestionTable full={full} items={items} />}
      </FourStates>
    </>
  );
}

interface Group {
  first: Suggestion;
  ids: number[];
  sum: number;
}

function groupsOf(items: Suggestion[]): Group[] {
  const groups = new Map<string, Group>();
  for (const item of items) {
    const key = `${item.case_id} ${item.direct}`;
    const group = groups.get(key) ?? { first: item, ids: [], sum: 0 };
    group.ids.push(item.payment_id);
    group.sum += item.amount_fen;
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => Number(b.first.direct) - Number(a.first.direct));
}

function SuggestionTable({ full, items }: { full: RoundFull; items: Suggestion[] }) {
  const { t } = useWords();
  const add = useAct(
    (group: Group) =>
      post(`/funds/returns/${full.round.id}/claims`, {
        case_id: group.first.case_id,
        payment_ids: group.ids,
      }),
    { touches: [['funds', 'returns']] },
  );
  const columns: Column<Group>[] = [
    {
      key: 'victim',
      title: t('returns.victim'),
      render: ({ first }) => (
        <>
          {first.victim || '—'}
          <br />
          <span className="soft digits">{first.case_number}</span>
        </>
      ),
    },
    {
      key: 'sum',
      title: t('returns.paid'),
      number: true,
      render: ({ sum, ids }) => `${formatFen(sum)} (${ids.length})`,
    },
    {
      key: 'direct',
      title: t('returns.way'),
      render: ({ first }) => (
        <StateTag tone={first.direct ? 'good' : 'watch'}>
          {t(first.direct ? 'returns.direct' : 'returns.indirect')}
        </StateTag>
      ),
    },
    {
      key: 'acts',
      title: '',
      render: (group) => (
        <Button size="small" loading={add.isPending} onClick={() => add.mutate(group)}>
          {t('returns.add')}
        </Button>
      ),
    },
  ];
  return (
    <DataTable
      label={t('returns.suggestions')}
      columns={columns}
      rows={groupsOf(items)}
      rowKey={({ first }) => `${first.case_id} ${first.direct}`}
    />
  );
}
