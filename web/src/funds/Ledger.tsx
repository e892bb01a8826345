// The ledger of saved money: one bar that says where every fen is, the same in rows, and under each
// figure the records it is added up from.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Drawer, Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';

import { get } from '../platform/api';
import { DataTable, type Column } from '../platform/DataTable';
import { FourStates, Nothing } from '../platform/FourStates';
import { formatFen, groupAccount } from '../platform/format';
import { ReadOn, usePages } from '../platform/pages';
import { PageFrame, When } from '../platform/parts';
import { useWords } from '../platform/words';
import {
  figureOf,
  kGroupings,
  kPlaces,
  kRest,
  partsOf,
  periodQuery,
  type Figure,
  type Grouping,
  type LedgerPiece,
  type LedgerRow,
  type LedgerView,
  type Place,
} from './ledger';
import './ledger.css';

// Which figure is opened: of all rows, or of one.
interface Opened {
  place: Place;
  row: LedgerRow | undefined;
}

export default function Ledger() {
  const { t } = useWords();
  const [by, setBy] = useState<Grouping>('month');
  const [months, setMonths] = useState({ first: '', last: '' });
  const [opened, setOpened] = useState<Opened>();
  const period = periodQuery(months.first, months.last);
  const ledger = useInfiniteQuery({
    queryKey: ['funds', 'ledger', by, period],
    queryFn: ({ pageParam, signal }) =>
      get<LedgerView>('/funds/ledger', {
        query: { by, ...period, after: pageParam || undefined },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    select: ({ pages }) => ({ ...pages[0]!, rows: pages.flatMap(({ rows }) => rows) }),
  });
  return (
    <PageFrame title={t('app.page.ledger')}>
      <div className="filters">
        <Segmented<Grouping>
          aria-label={t('funds.ledger.by_label')}
          value={by}
          onChange={setBy}
          options={kGroupings.map((each) => ({ value: each, label: t(`funds.ledger.by.${each}`) }))}
        />
        {(['first', 'last'] as const).map((end) => (
          <label key={end} className="month-field">
            {t(`funds.ledger.${end}`)}
            <input
              type="month"
              value={months[end]}
              onChange={({ target }) => setMonths({ ...months, [end]: target.value })}
            />
          </label>
        ))}
      </div>
      <FourStates
        query={ledger}
        isEmpty={({ cases }) => cases === 0}
        empty={t('funds.ledger.empty')}
      >
        {(view) => (
          <>
            <Whole view={view} onOpen={(place) => setOpened({ place, row: undefined })} />
            <Rows by={by} rows={view.rows} onOpen={(place, row) => setOpened({ place, row })} />
          </>
        )}
      </FourStates>
      <ReadOn query={ledger} />
      {opened && (
        <Pieces opened={opened} by={by} period={period} onClose={() => setOpened(undefined)} />
      )}
    </PageFrame>
  );
}

interface WholeProps {
  view: LedgerView;
  onOpen: (place: Place) => void;
}

function Whole({ view, onOpen }: WholeProps) {
  const { t } = useWords();
  const { sums } = view;
  const rate = sums.lost_fen > 0 ? (100 * sums.saved_fen) / sums.lost_fen : 0;
  return (
    <section className="card ledger-whole" aria-label={t('funds.ledger.whole')}>
      <dl className="ledger-heads">
        <Head name="lost" fen={sums.lost_fen}>
          {t('funds.ledger.cases', { count: view.cases })}
        </Head>
        <Head name="saved" fen={sums.saved_fen}>
          {t('funds.ledger.rate', { rate: rate.toFixed(1) })}
        </Head>
        <Head name="held" fen={sums.frozen_fen + sums.stopped_fen}>
          {t('funds.ledger.not_saved')}
        </Head>
        <Head name="still_out" fen={sums.still_out_fen} />
      </dl>
      <div className="ledger-bar" aria-hidden>
        {partsOf(sums).map(({ name, share }) => (
          <span key={name} className={`part ${name}`} style={{ flexGrow: share }} />
        ))}
      </div>
      <ul className="ledger-legend">
        {partsOf(sums, true).map(({ name, fen }) => (
          <li key={name}>
            <span className={`swatch ${name}`} aria-hidden />
            {t(`funds.ledger.place.${name}`)} <FigureButton name={name} fen={fen} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      <p className="soft">
        {t('funds.ledger.adds_up')}
        {sums.over_fen > 0 && ` ${t('funds.ledger.over_note', { sum: formatFen(sums.over_fen) })}`}
      </p>
    </section>
  );
}

function Head({ name, fen, children }: { name: Figure; fen: number; children?: string }) {
  const { t } = useWords();
  return (
    <div className={name}>
      <dt>{t(`funds.ledger.place.${name}`)}</dt>
      <dd className="digits">{formatFen(fen)}</dd>
      {children && <dd className="soft">{children}</dd>}
    </div>
  );
}

interface FigureProps {
  name: Figure;
  fen: number;
  onOpen: (place: Place) => void;
}

// A figure that has records under it opens them.
function FigureButton({ name, fen, onOpen }: FigureProps) {
  const { t } = useWords();
  const place = kPlaces.find((each) => each === name);
  if (!place || fen === 0)
    return <span className={fen ? 'digits' : 'digits soft'}>{formatFen(fen)}</span>;
  const label = t('funds.ledger.open', { place: t(`funds.ledger.place.${place}`) });
  return (
    <Button
      type="link"
      className="figure digits"
      aria-label={`${formatFen(fen)} ${label}`}
      onClick={() => onOpen(place)}
    >
      {formatFen(fen)}
    </Button>
  );
}

interface RowsProps {
  by: Grouping;
  rows: LedgerRow[];
  onOpen: (place: Place, row: LedgerRow) => void;
}

function Rows({ by, rows, onOpen }: RowsProps) {
  const { t } = useWords();
  const figures: Figure[] = ['lost', ...kPlaces, kRest, 'over'];
  const columns: Column<LedgerRow>[] = [
    {
      key: 'name',
      title: t(`funds.ledger.by.${by}`),
      render: (row) => <RowName row={row} by={by} />,
    },
    ...(by === 'case' || by === 'account'
      ? []
      : [
          {
            key: 'cases',
            title: t('funds.ledger.case_count'),
            number: true,
            render: (row: LedgerRow) => row.cases,
          },
        ]),
    ...figures.map((name) => ({
      key: name,
      title: t(`funds.ledger.place.${name}`),
      number: true,
      order: (row: LedgerRow) => figureOf(row.sums, name),
      render: (row: LedgerRow) => (
        <FigureButton
          name={name}
          fen={figureOf(row.sums, name)}
          onOpen={(place) => onOpen(place, row)}
        />
      ),
    })),
  ];
  return (
    <DataTable
      label={t('app.page.ledger')}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.key}
    />
  );
}

function RowName({ row, by }: { row: LedgerRow; by: Grouping }) {
  const { t } = useWords();
  if (by === 'month') return <span className="digits">{row.key}</span>;
  if (by === 'unit') return row.unit_name;
  if (by === 'victim') return row.victim;
  if (by === 'case') {
    return (
      <Link to={`/register/cases/${row.key}`} className="digits">
        {row.case_number}
      </Link>
    );
  }
  if (!row.key) return <span className="soft">{t('funds.ledger.no_account')}</span>;
  return (
    <>
      <span className="digits account">{groupAccount(row.account)}</span>
      <br />
      <span className="soft">{row.bank_name}</span>
    </>
  );
}

interface PiecesProps {
  opened: Opened;
  by: Grouping;
  period: Record<string, string | undefined>;
  onClose: () => void;
}

const kParameter: Record<Grouping, string> = {
  month: 'month',
  unit: 'unit_id',
  victim: 'victim_id',
  case: 'case_id',
  account: 'account_id',
};

function Pieces({ opened, by, period, onClose }: PiecesProps) {
  const { t } = useWords();
  const narrowed = opened.row?.key ? { [kParameter[by]]: opened.row.key } : {};
  const pieces = usePages<LedgerPiece>(
    ['funds', 'ledger', 'pieces', opened.place, by, opened.row?.key ?? '', period],
    '/funds/ledger/pieces',
    { place: opened.place, ...period, ...narrowed },
  );
  return (
    <Drawer open onClose={onClose} size="large" title={t(`funds.ledger.place.${opened.place}`)}>
      <FourStates
        query={pieces}
        isEmpty={(items) => items.length === 0}
        empty={t('funds.ledger.none')}
      >
        {(items) => <PieceTable pieces={items} />}
      </FourStates>
      <ReadOn query={pieces} />
    </Drawer>
  );
}

function PieceTable({ pieces }: { pieces: LedgerPiece[] }) {
  const { t, word } = useWords();
  const columns: Column<LedgerPiece>[] = [
    { key: 'at', title: t('funds.ledger.at'), render: (row) => <When iso={row.at} /> },
    {
      key: 'record',
      title: t('funds.ledger.record'),
      render: (row) => `${word('funds.ledger.subject', row.subject)} #${row.subject_id}`,
    },
    {
      key: 'case',
      title: t('funds.order.case'),
      render: (row) => <Link to={`/register/cases/${row.case_id}`}>{row.case_number}</Link>,
    },
    {
      key: 'account',
      title: t('funds.order.account'),
      render: (row) => (
        <>
          <span className="digits account">{groupAccount(row.account) || '—'}</span>
          <br />
          <span className="soft">{row.bank_name}</span>
        </>
      ),
    },
    {
      key: 'counted',
      title: t('funds.ledger.counted'),
      number: true,
      render: (row) => formatFen(row.counted_fen),
    },
    {
      key: 'over',
      title: t('funds.ledger.place.over'),
      number: true,
      render: (row) => formatFen(row.over_fen),
    },
  ];
  if (pieces.length === 0) return <Nothing>{t('funds.ledger.none')}</Nothing>;
  return (
    <DataTable
      label={t('funds.ledger.records')}
      columns={columns}
      rows={pieces}
      rowKey={(row) => `${row.subject}${row.subject_id}`}
    />
  );
}
