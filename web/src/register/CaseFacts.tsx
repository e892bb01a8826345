// The facts of a case: victim, text, payments, identifiers. Personal values come masked.
import type { CaseView, Identifier, Payment } from '../api/types';
import { DataTable, type Column } from '../platform/DataTable';
import { Nothing } from '../platform/FourStates';
import { formatFen, groupAccount } from '../platform/format';
import { Facts, When } from '../platform/parts';
import { useWords } from '../platform/words';

export function CaseFacts({ view }: { view: CaseView }) {
  const { t, word } = useWords();
  const { record, victim } = view;
  return (
    <section className="card">
      <h2>{t('register.facts')}</h2>
      <Facts
        items={[
          [t('register.type'), word('register.fraud_type', record.fraud_type)],
          [t('intake.field.source'), word('intake.source', record.source)],
          [t('intake.field.began_at'), <When iso={record.began_at} />],
          [t('register.taken_at'), <When iso={record.taken_at} />],
          [t('intake.field.name'), victim.name],
          [t('intake.field.phone'), <span className="digits">{victim.phone || '—'}</span>],
          [t('intake.field.identity'), <span className="digits">{victim.identity || '—'}</span>],
          [t('intake.field.sex'), word('register.sex', victim.sex)],
          [t('intake.field.age'), victim.age],
          [t('intake.field.residence'), word('register.residence', victim.residence)],
          [t('intake.field.occupation'), victim.occupation],
          [t('intake.field.workplace'), victim.workplace],
          [t('intake.field.community'), victim.community],
          [t('intake.field.address'), victim.address],
          [t('register.filing.number'), record.filing_number],
          [t('register.filing.filed_at'), record.filed_at ? <When iso={record.filed_at} /> : null],
        ]}
      />
      <h3>{t('register.narrative')}</h3>
      <p className="narrative-text">{record.narrative}</p>
    </section>
  );
}

export function Payments({ payments }: { payments: Payment[] }) {
  const { t, word } = useWords();
  const leg = (bank: string, account: string, holder: string) => (
    <>
      <span className="digits account">{groupAccount(account) || '—'}</span>
      <br />
      <span className="soft">
        {bank} {holder}
      </span>
    </>
  );
  const columns: Column<Payment>[] = [
    { key: 'no', title: '#', render: (row) => row.sequence },
    {
      key: 'amount',
      title: t('intake.field.amount'),
      number: true,
      render: (row) => <strong>{formatFen(row.amount_fen)}</strong>,
    },
    { key: 'at', title: t('intake.field.at'), render: (row) => <When iso={row.at} /> },
    {
      key: 'channel',
      title: t('intake.field.channel'),
      render: (row) => word('intake.channel', row.channel),
    },
    {
      key: 'from',
      title: t('intake.side.from'),
      render: (row) => leg(row.from_bank_name, row.from_account, row.from_holder),
    },
    {
      key: 'to',
      title: t('intake.side.to'),
      render: (row) => leg(row.to_bank_name, row.to_account, row.to_holder),
    },
  ];
  return (
    <section className="card">
      <h2>{t('register.payments')}</h2>
      {payments.length === 0 ? (
        <Nothing>{t('register.no_payments')}</Nothing>
      ) : (
        <DataTable
          label={t('register.payments')}
          columns={columns}
          rows={payments}
          rowKey={(row) => row.id}
        />
      )}
    </section>
  );
}

export function Identifiers({ identifiers }: { identifiers: Identifier[] }) {
  const { t, word } = useWords();
  return (
    <section className="card">
      <h2>{t('register.identifiers')}</h2>
      {identifiers.length === 0 ? (
        <p className="soft">{t('register.no_identifiers')}</p>
      ) : (
        <ul className="identifiers">
          {identifiers.map(({ id, kind, value, role }) => (
            <li key={id}>
              <span className="soft">
                {word('intake.kind', kind)}·{word('intake.role', role)}
              </span>{' '}
              {value}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
