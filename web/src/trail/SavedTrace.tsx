// One trace as it was when somebody kept it. It is not live: nothing on this page changes, and no
// order goes out from it.
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { PrinterOutlined } from '@ant-design/icons';
import { useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';

import { get } from '../platform/api';
import { DataTable, type Column } from '../platform/DataTable';
import { FourStates, Nothing } from '../platform/FourStates';
import { formatFen, formatFull, groupAccount } from '../platform/format';
import { useKeys } from '../platform/keys';
import { PageFrame } from '../platform/parts';
import { useWords } from '../platform/words';
import { withOrders, type BareTrace } from './figures';
import { PictureFrame } from './PictureFrame';
import { LookDrawer, type Look } from './Rows';
import { useAskedWords } from './Saved';
import { TraceTable } from './TraceTable';
import type { Figures, SavedDifference, SavedLine } from './types';
import './trail.css';

const kViews = ['picture', 'table', 'difference'] as const;
type View = (typeof kViews)[number];
type Saved = SavedLine & { trace: BareTrace };

const kNobody: ReadonlySet<number> = new Set();

export default function SavedTracePage() {
  const { id, saved } = useParams();
  const query = useQuery({
    queryKey: ['trail', 'saved', Number(saved)],
    queryFn: () => get<Saved>(`/trail/traces/${Number(saved)}`),
    staleTime: Infinity,
  });
  return (
    <FourStates query={query} rows={10}>
      {(found) => <SavedSheet key={found.id} caseId={Number(id)} saved={found} />}
    </FourStates>
  );
}

function SavedSheet({ caseId, saved }: { caseId: number; saved: Saved }) {
  const { t } = useWords();
  const asked = useAskedWords();
  const [view, setView] = useState<View>('picture');
  const [looks, setLooks] = useState<Look[]>([]);
  const trace = useMemo(() => withOrders(saved.trace, []), [saved]);
  const show = (look: Look) => setLooks([look]);
  useKeys({
    v: () => setView(view === 'picture' ? 'table' : 'picture'),
    d: () => setView('difference'),
  });
  return (
    <PageFrame
      title={
        <span className="trace-title">
          {saved.name}{' '}
          <Link className="digits" to={`/register/cases/${caseId}`}>
            {trace.case_number}
          </Link>
          <Sums tagged={saved.tagged_fen} resting={saved.resting_fen} exited={saved.exited_fen} />
        </span>
      }
      aside={
        <div className="acts screen-only">
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
            {t('trail.tool.print')}
          </Button>
          <Link to={`/cases/${caseId}/trace`}>{t('trail.saved.to_live')}</Link>
        </div>
      }
    >
      <div className="not-live" role="note">
        <p>
          <strong>
            △{' '}
            {t('trail.saved.not_live', {
              at: formatFull(saved.saved_at),
              by: saved.officer_name,
            })}
          </strong>
        </p>
        <p>
          {asked(saved)}
          {saved.note && ` · ${saved.note}`}
        </p>
        <p className="soft digits digest">SHA-256 {saved.digest}</p>
      </div>
      <div className="trace-choices screen-only">
        <Segmented<View>
          aria-label={t('trail.view.title')}
          value={view}
          onChange={setView}
          options={kViews.map((each) => ({ value: each, label: t(`trail.saved.view.${each}`) }))}
        />
      </div>
      <div className={view === 'picture' ? '' : 'print-also'}>
        <PictureFrame live={trace} trace={trace} ticked={kNobody} onLook={show} />
      </div>
      <div className={view === 'table' ? '' : 'print-also page-break'}>
        {trace.accounts.length > 0 && <TraceTable trace={trace} onLook={show} />}
      </div>
      {view === 'difference' && <Difference id={saved.id} />}
      {trace.accounts.length === 0 && <Nothing>{t('trail.empty')}</Nothing>}
      <LookDrawer trace={trace} looks={looks} onLook={setLooks} />
    </PageFrame>
  );
}

function Sums(sums: { tagged: number; resting: number; exited: number }) {
  const { t } = useWords();
  return (['tagged', 'resting', 'exited'] as const).map((name) => (
    <span key={name} className={`trace-sum ${name}`}>
      <small>{t(`trail.total.${name}`)}</small>{' '}
      <strong className="digits">{formatFen(sums[name])}</strong>
    </span>
  ));
}

type Line = SavedDifference['accounts'][number];

// What is other now, by the same method and moment.
function Difference({ id }: { id: number }) {
  const { t } = useWords();
  const query = useQuery({
    queryKey: ['trail', 'case', 'difference', id],
    queryFn: () => get<SavedDifference>(`/trail/traces/${id}/difference`),
  });
  const columns: Column<Line>[] = [
    {
      key: 'account',
      title: t('trail.column.account'),
      long: true,
      render: (row) => (
        <>
          <span className="digits account">{groupAccount(row.number)}</span>
          <br />
          <span className="soft">
            {t('trail.level', { level: row.level })} · {row.bank_name} {row.holder}
          </span>
          {!row.then && <p className="said doubtful">＋ {t('trail.saved.new')}</p>}
          {!row.now && <p className="said doubtful">－ {t('trail.saved.gone')}</p>}
        </>
      ),
    },
    ...(['received', 'resting', 'exited'] as const).map((name): Column<Line> => ({
      key: name,
      title: t(`trail.figure.${name}`),
      number: true,
      render: (row) => <Moved name={name} then={row.then} now={row.now} />,
    })),
  ];
  return (
    <FourStates query={query} rows={4}>
      {(difference) => (
        <section className="card" aria-label={t('trail.saved.view.difference')}>
          <p className="trace-title">
            {t('trail.saved.now')}
            <Sums
              tagged={difference.tagged_fen}
              resting={difference.resting_fen}
              exited={difference.exited_fen}
            />
          </p>
          {difference.accounts.length === 0 ? (
            <Nothing>{t('trail.saved.same')}</Nothing>
          ) : (
            <DataTable
              label={t('trail.saved.view.difference')}
              columns={columns}
              rows={difference.accounts}
              rowKey={(row) => `${row.number}|${row.bank_name}|${row.holder}`}
            />
          )}
        </section>
      )}
    </FourStates>
  );
}

interface MovedProps {
  name: 'received' | 'resting' | 'exited';
  then: Figures | null | undefined;
  now: Figures | null | undefined;
}

function Moved({ name, then, now }: MovedProps) {
  const [before, after] = [then?.[`${name}_fen`] ?? 0, now?.[`${name}_fen`] ?? 0];
  if (before === after) return <span className="soft">{formatFen(before)}</span>;
  return (
    <>
      <span className="soft">{formatFen(before)} →</span> <strong>{formatFen(after)}</strong>
    </>
  );
}
