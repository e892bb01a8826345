// Why the money is whose: the article, each victim's money in the account, and the rows of the
// statement with the balance that proves it.
import { DataTable, type Column } from '../platform/DataTable';
import { formatFen, groupAccount } from '../platform/format';
import { StateTag, When } from '../platform/parts';
import { useWords } from '../platform/words';
import type { Evidence, RoundFull, VictimProof } from './returns';

export function ReturnProof({ full }: { full: RoundFull }) {
  const { t, word } = useWords();
  const { proof } = full;
  if (!proof) return null;
  const direct = proof.article === 'single_inflow' || proof.article === 'traced_by_time';
  return (
    <section className="card">
      <h2>{t('returns.proof')}</h2>
      <p>
        <StateTag tone={direct ? 'good' : 'info'}>
          {word('returns.article', proof.article)}
        </StateTag>{' '}
        {word('returns.article_why', proof.article)}
      </p>
      {proof.gap !== 'none' && <p className="said doubtful">△ {word('returns.gap', proof.gap)}</p>}
      {proof.article === 'pro_rata' && (
        <p className="soft">
          {word('returns.basis_why', proof.basis)}
          {proof.rounding_fen > 0 && ` ${t('returns.rounding', { count: proof.rounding_fen })}`}
        </p>
      )}
      {proof.article !== 'recovered' && <Victims full={full} />}
      {full.evidence.length > 0 && <Rows full={full} />}
      <details>
        <summary>{t('returns.proposals', { count: full.proposals.length })}</summary>
        {full.proposals.map((each) => (
          <p key={each.id} className="soft">
            <When iso={each.computed_at} /> {word('returns.article', each.article)}{' '}
            <span className="digits">{formatFen(each.return_fen)}</span>{' '}
            <code title={each.digest}>{each.digest.slice(0, 12)}</code>
          </p>
        ))}
      </details>
    </section>
  );
}

type Line = VictimProof & { name: string; id: number };

function Victims({ full }: { full: RoundFull }) {
  const { t, word } = useWords();
  const lines: Line[] = full.proof!.victims.map((each, index) => ({
    ...each,
    name: full.claims[index]?.name ?? '',
    id: full.claims[index]?.id ?? index,
  }));
  const tones = { resting: 'good', gone: 'calm', undecided: 'watch' } as const;
  const columns: Column<Line>[] = [
    { key: 'name', title: t('returns.victim'), render: (row) => row.name || '—' },
    {
      key: 'credited',
      title: t('returns.credited'),
      number: true,
      render: (row) => formatFen(row.credited_fen),
    },
    {
      key: 'whereabouts',
      long: true,
      title: t('returns.whereabouts_title'),
      render: (row) => (
        <>
          <StateTag tone={tones[row.whereabouts]}>
            {word('returns.whereabouts', row.whereabouts)}
          </StateTag>{' '}
          {row.whereabouts === 'undecided' && (
            <span className="soft">{word('returns.doubt', row.doubt)}</span>
          )}
        </>
      ),
    },
    {
      key: 'resting',
      title: t('returns.resting'),
      number: true,
      render: (row) => (row.whereabouts === 'resting' ? formatFen(row.resting_fen) : '—'),
    },
    {
      key: 'fifo',
      title: t('returns.fifo'),
      number: true,
      render: (row) => formatFen(row.fifo_fen),
    },
    {
      key: 'lifo',
      title: t('returns.lifo'),
      number: true,
      render: (row) => formatFen(row.lifo_fen),
    },
  ];
  return (
    <>
      <DataTable
        label={t('returns.proof')}
        columns={columns}
        rows={lines}
        rowKey={(row) => row.id}
      />
      <p className="soft">{t('returns.other_evidence')}</p>
    </>
  );
}

function Rows({ full }: { full: RoundFull }) {
  const { t, word } = useWords();
  const columns: Column<Evidence>[] = [
    { key: 'at', title: t('returns.row.at'), render: (row) => <When iso={row.at} /> },
    {
      key: 'other',
      title: t('returns.row.other'),
      render: (row) => (
        <>
          <span className="digits">{groupAccount(row.other_number) || '—'}</span>{' '}
          <span className="soft">{row.other_holder}</span>
        </>
      ),
    },
    {
      key: 'amount',
      title: t('returns.row.amount'),
      number: true,
      render: (row) => `${row.credit ? '+' : '−'}${formatFen(row.amount_fen)}`,
    },
    {
      key: 'balance',
      title: t('returns.row.balance'),
      number: true,
      render: (row) => (row.balance_fen == null ? '—' : formatFen(row.balance_fen)),
    },
    {
      key: 'held',
      title: t('returns.row.held'),
      number: true,
      render: (row) => formatFen(row.held_fen),
    },
    {
      key: 'finding',
      long: true,
      title: t('returns.row.finding'),
      render: (row) => (
        <>
          {word('returns.finding', row.finding)}{' '}
          {row.victim != null && (
            <span className="soft">{full.claims[row.victim]?.name ?? ''}</span>
          )}
        </>
      ),
    },
  ];
  return (
    <>
      <h3>{t('returns.rows')}</h3>
      <DataTable
        label={t('returns.rows')}
        columns={columns}
        rows={full.evidence}
        rowKey={(row) => row.transfer_id}
      />
    </>
  );
}
