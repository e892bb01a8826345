// The trace of a case: where the victims' money went and where it rests, what to stop now and what
// to query next.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { Link, useParams } from 'react-router';

import type { CaseView, Order } from '../api/types';
import { get } from '../platform/api';
import { FourStates, Nothing } from '../platform/FourStates';
import { formatFen } from '../platform/format';
import { useKeys } from '../platform/keys';
import { PageFrame } from '../platform/parts';
import { useOfficer } from '../platform/session';
import { useWords } from '../platform/words';
import { Claims } from './Claims';
import { behindTotal, orderStanding, withOrders, type BareTrace } from './figures';
import { DropAnywhere, Imports } from './Imports';
import { MethodChoice, TraceTools, ViewChoice, type View } from './Tools';
import { PictureFrame } from './PictureFrame';
import { kMostKeys, RankList, rankedOf, type ListName, type Ranked } from './RankLists';
import { Replay, type Past } from './Replay';
import { LookDrawer, type Look } from './Rows';
import { SavedTraces, SaveTrace } from './Saved';
import { SendOrders } from './SendOrders';
import { TraceTable } from './TraceTable';
import type { Method, Trace } from './types';
import './trail.css';

function traceQuery(caseId: number, method: Method, past: Past) {
  return {
    queryKey: ['trail', 'case', caseId, 'trace', method, past],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      get<BareTrace>(`/trail/cases/${caseId}/trace`, { query: { method, ...past }, signal }),
    placeholderData: keepPreviousData,
  };
}

export default function TracePage() {
  const caseId = Number(useParams()['id']);
  return <CaseTrace key={caseId} caseId={caseId} />;
}

function CaseTrace({ caseId }: { caseId: number }) {
  const [method, setMethod] = useState<Method>('fifo');
  const live = useQuery(traceQuery(caseId, method, {}));
  const data = useWithOrders(caseId, live.data);
  return (
    <FourStates query={{ ...live, data }} rows={10}>
      {(trace) => <TraceSheet live={trace} method={method} onMethod={setMethod} />}
    </FourStates>
  );
}

const kNoOrders: Order[] = [];

// The trail knows no orders; the case does.
function useWithOrders(caseId: number, trace: BareTrace | undefined): Trace | undefined {
  const view = useQuery({
    queryKey: ['register', 'case', caseId],
    queryFn: () => get<CaseView>(`/register/cases/${caseId}`),
  });
  const orders = view.data?.orders;
  return useMemo(() => trace && withOrders(trace, orders ?? kNoOrders), [trace, orders]);
}

interface SheetProps {
  live: Trace;
  method: Method;
  onMethod: (method: Method) => void;
}

function TraceSheet({ live, method, onMethod }: SheetProps) {
  const { t } = useWords();
  const [view, setView] = useState<View>('picture');
  const [past, setPast] = useState<Past>({});
  const [looks, setLooks] = useState<Look[]>([]);
  const [saving, setSaving] = useState(false);
  const replay = Boolean(past.until || past.known_at);
  const then = useQuery({ ...traceQuery(live.case_id, method, past), enabled: replay });
  const earlier = useWithOrders(live.case_id, then.data);
  const trace = replay ? (earlier ?? live) : live;
  const show = useCallback((look: Look) => setLooks([look]), []);
  const lists = useLists(live);
  useKeys({
    v: () => setView(view === 'picture' ? 'table' : 'picture'),
    i: () => setView('imports'),
    y: () => setView('claims'),
    l: () => setView('saved'),
    b: () => setSaving(true),
  });
  const shows = view === 'picture' || view === 'table';
  return (
    <DropAnywhere caseId={live.case_id} onDrop={() => setView('imports')}>
      <PageFrame
        title={<TraceTitle trace={trace} onLook={show} />}
        aside={<TraceTools trace={trace} past={past} onSave={() => setSaving(true)} />}
      >
        <p className="print-only">
          {t('trail.printed', { method: t(`trail.method.${method}`) })}{' '}
          {t(`trail.method_says.${method}`)}
        </p>
        <div className="trace-choices screen-only">
          <ViewChoice view={view} onView={setView} />
          {shows && <MethodChoice method={method} onMethod={onMethod} />}
        </div>
        <div className={`trace-grid ${view}`}>
          <div className="trace-main">
            <div hidden={!shows}>
              <Replay live={live} onPast={setPast} />
            </div>
            <div className={view === 'picture' ? '' : 'print-also'}>
              <PictureFrame live={live} trace={trace} ticked={lists.ticked} onLook={show} />
            </div>
            <div className={view === 'table' ? 'page-break' : 'print-also page-break'}>
              {trace.accounts.length > 0 && <TraceTable trace={trace} onLook={show} />}
            </div>
            {view === 'imports' && <Imports caseId={live.case_id} />}
            {view === 'saved' && <SavedTraces caseId={live.case_id} />}
            <div className={view === 'claims' ? '' : 'print-also'}>
              <Claims trace={live} />
            </div>
          </div>
          {shows && <Ranks live={live} lists={lists} onLook={show} />}
        </div>
        {live.accounts.length === 0 && shows && <Nothing>{t('trail.empty')}</Nothing>}
      </PageFrame>
      <LookDrawer trace={trace} looks={looks} onLook={setLooks} />
      {saving && <SaveTrace trace={trace} past={past} onClose={() => setSaving(false)} />}
      {lists.asked && (
        <SendOrders
          name={lists.asked.name}
          caseId={live.case_id}
          chosen={lists.asked.chosen}
          onClose={lists.close}
        />
      )}
    </DropAnywhere>
  );
}

function TraceTitle({ trace, onLook }: { trace: Trace; onLook: (look: Look) => void }) {
  const { t } = useWords();
  const sums = [
    ['tagged', trace.tagged_fen],
    ['resting', trace.resting_fen],
    ['exited', trace.exited_fen],
  ] as const;
  return (
    <span className="trace-title">
      {t('trail.title')}{' '}
      <Link className="digits" to={`/register/cases/${trace.case_id}`}>
        {trace.case_number}
      </Link>
      {sums.map(([name, fen]) => (
        <span key={name} className={`trace-sum ${name}`}>
          <small>{t(`trail.total.${name}`)}</small>{' '}
          <button
            type="button"
            className="link digits"
            title={t('trail.open_rows')}
            onClick={() =>
              onLook({
                kind: 'rows',
                title: t(`trail.total.${name}`),
                sum_fen: fen,
                behind: behindTotal(trace, name),
              })
            }
          >
            {formatFen(fen)}
          </button>
        </span>
      ))}
    </span>
  );
}

interface Asked {
  name: ListName;
  chosen: Ranked[];
}

// What is ticked in each list, by account, so that a new answer keeps it; and the question asked.
function useLists(live: Trace) {
  const [ticks, setTicks] = useState<Record<ListName, ReadonlySet<number>>>({
    stop: new Set(),
    query: new Set(),
  });
  const [asked, setAsked] = useState<Asked>();
  const officer = useOfficer();
  const may = { stop: officer.may('funds:stop'), query: officer.may('funds:query') };
  const tick = (name: ListName, account: number) =>
    setTicks((before) => {
      const next = new Set(before[name]);
      if (!next.delete(account)) next.add(account);
      return { ...before, [name]: next };
    });
  const tickAll = (name: ListName, accounts: number[]) => {
    const known = [...live.accounts, ...live.persons_accounts];
    const standing = new Map(known.map((account) => [account.id, account]));
    const free = accounts.filter((id) => {
      const account = standing.get(id);
      return account && !orderStanding(account, name === 'stop');
    });
    setTicks((before) => {
      const all = free.length > 0 && free.every((id) => before[name].has(id));
      return { ...before, [name]: new Set(all ? [] : free) };
    });
  };
  const ask = (name: ListName) => {
    const chosen = rankedOf(live, name).filter(({ account }) => ticks[name].has(account.id));
    if (chosen.length > 0 && may[name]) setAsked({ name, chosen });
  };
  const close = (sent: boolean) => {
    if (sent && asked) setTicks((before) => ({ ...before, [asked.name]: new Set() }));
    setAsked(undefined);
  };
  const tickRank = (name: ListName, rank: number) => {
    const each = rankedOf(live, name)[rank];
    if (each && may[name]) tick(name, each.account.id);
  };
  const digits = Array.from({ length: kMostKeys }, (_, rank) => rank);
  useKeys(
    asked
      ? {}
      : {
          s: () => ask('stop'),
          q: () => ask('query'),
          ...Object.fromEntries(digits.map((n) => [`${n + 1}`, () => tickRank('stop', n)])),
          ...Object.fromEntries(digits.map((n) => [`alt+${n + 1}`, () => tickRank('query', n)])),
        },
  );
  const ticked = new Set([...ticks.stop, ...ticks.query]);
  return { ticks, ticked, may, tick, tickAll, ask, asked, close };
}

// The money has not reached an account that stands in no level: its statement is all there is.
function lookAt(account: Ranked['account']): Look {
  const { id, number } = account;
  const has = 'level' in account || account.payment_id || account.claim_id;
  return has ? { kind: 'account', id } : { kind: 'entries', id, number };
}

interface RanksProps {
  live: Trace;
  lists: ReturnType<typeof useLists>;
  onLook: (look: Look) => void;
}

function Ranks({ live, lists, onLook }: RanksProps) {
  return (
    <div className="trace-ranks">
      {(['stop', 'query'] as const).map((name) => (
        <RankList
          key={name}
          name={name}
          trace={live}
          ticked={lists.ticks[name]}
          may={lists.may[name]}
          onTick={(account) => lists.tick(name, account)}
          onTickAll={(accounts) => lists.tickAll(name, accounts)}
          onSend={() => lists.ask(name)}
          onAccount={(account) => onLook(lookAt(account))}
          onLook={onLook}
        />
      ))}
    </div>
  );
}
