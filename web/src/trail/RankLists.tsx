// The two ranked lists: what to stop now and what to query next, each rank with its reason. Tick
// some, press one key.
import { Button, Checkbox } from 'antd';

import { useNow } from '../platform/clock';
import { Nothing } from '../platform/FourStates';
import { formatFen, groupAccount } from '../platform/format';
import { Key, StateTag } from '../platform/parts';
import { useWords } from '../platform/words';
import { agoOf, behindFigure, orderStanding, reasonOf } from './figures';
import type { Look } from './Rows';
import type { PersonsAccount, QueryNext, StopNow, Trace, TraceAccount } from './types';

export type ListName = 'stop' | 'query';
export const kMostKeys = 9; // Ranks with a key of their own.
const kAtOnce = 50;

export interface Ranked {
  line: StopNow | QueryNext;
  account: TraceAccount | PersonsAccount;
}

// In the server's order; what has such an order already stands after what still needs one.
export function rankedOf(trace: Trace, name: ListName): Ranked[] {
  const known = [...trace.accounts, ...trace.persons_accounts];
  const accounts = new Map(known.map((account) => [account.id, account]));
  const lines = name === 'stop' ? trace.stop_now : trace.query_next;
  const ranked = lines.flatMap((line) => {
    const account = accounts.get(line.account_id);
    return account ? [{ line, account }] : [];
  });
  const stands = ({ account }: Ranked) => orderStanding(account, name === 'stop') !== undefined;
  return [...ranked.filter((each) => !stands(each)), ...ranked.filter(stands)];
}

export function sumOf({ line }: Ranked): number {
  return 'resting_fen' in line ? line.resting_fen : line.received_fen;
}

interface Props {
  name: ListName;
  trace: Trace;
  ticked: ReadonlySet<number>;
  may: boolean;
  onTick: (account: number) => void;
  onTickAll: (accounts: number[]) => void;
  onSend: () => void;
  onAccount: (account: Ranked['account']) => void;
  onLook: (look: Look) => void;
}

export function RankList(props: Props) {
  const { name, trace, ticked, may, onTickAll, onSend } = props;
  const { t } = useWords();
  const ranked = rankedOf(trace, name);
  const chosen = ranked.filter(({ account }) => ticked.has(account.id));
  const sum = chosen.reduce((total, each) => total + sumOf(each), 0);
  const title = t(`trail.${name}.title`);
  return (
    <section className={`card rank-list ${name}`} aria-label={title}>
      <header>
        <h2>
          {title} <small>{ranked.length}</small>
        </h2>
        {may && ranked.length > 1 && (
          <button
            type="button"
            className="link screen-only"
            onClick={() => onTickAll(ranked.slice(0, kAtOnce).map(({ account }) => account.id))}
          >
            {t('trail.tick_all')}
          </button>
        )}
      </header>
      {ranked.length === 0 ? (
        <Nothing>{t(`trail.${name}.empty`)}</Nothing>
      ) : (
        <ol>
          {ranked.slice(0, kAtOnce).map((each, index) => (
            <RankLine key={each.account.id} {...props} each={each} rank={index + 1} />
          ))}
        </ol>
      )}
      {ranked.length > kAtOnce && (
        <p className="soft">{t('trail.and_more', { count: ranked.length - kAtOnce })}</p>
      )}
      {may && ranked.length > 0 && (
        <footer className="screen-only">
          <span className="soft digits">
            {t('trail.ticked', { count: chosen.length })}{' '}
            {chosen.length > 0 && name === 'stop' && formatFen(sum)}
          </span>
          <Button
            type={name === 'stop' ? 'primary' : 'default'}
            disabled={chosen.length === 0}
            onClick={onSend}
          >
            {t(`trail.${name}.send`)} <Key>{name === 'stop' ? 'S' : 'Q'}</Key>
          </Button>
        </footer>
      )}
    </section>
  );
}

interface LineProps extends Props {
  each: Ranked;
  rank: number;
}

function RankLine(props: LineProps) {
  const { name, trace, ticked, may, onTick, onAccount, onLook, each, rank } = props;
  const { t, word } = useWords();
  const now = useNow();
  const { account, line } = each;
  const figure = name === 'stop' ? 'resting' : 'received';
  const { key, values } = reasonOf(line, account, now, (minutes) => {
    const { unit, count } = agoOf(minutes);
    return t(`trail.ago.${unit}`, { count });
  });
  const standing = orderStanding(account, name === 'stop');
  const label = `${rank} ${account.number} ${account.holder} ${account.bank_name}`;
  const state = standing && (name === 'stop' ? 'funds.state' : 'trail.order_state');
  return (
    <li>
      {may ? (
        <Checkbox
          className="screen-only"
          checked={ticked.has(account.id)}
          onChange={() => onTick(account.id)}
          aria-label={label}
        />
      ) : null}
      <div>
        <p className="rank-head">
          <span className="rank digits">{rank}</span>
          <button type="button" className="link digits account" onClick={() => onAccount(account)}>
            {groupAccount(account.number) || t('trail.no_number')}
          </button>
          {sumOf(each) > 0 && (
            <button
              type="button"
              className="link digits rank-sum"
              title={t('trail.open_rows')}
              onClick={() =>
                onLook({
                  kind: 'rows',
                  title: t(`trail.figure.${figure}`),
                  sum_fen: sumOf(each),
                  behind: behindFigure(trace, account.id, figure),
                })
              }
            >
              {formatFen(sumOf(each))}
            </button>
          )}
        </p>
        <p className="soft">
          {[
            'level' in account ? t('trail.level', { level: account.level }) : '',
            account.bank_name,
            account.holder,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p className="why">
          {t(`trail.why.${key}`, values)}{' '}
          {standing && state && <StateTag tone="info">{word(state, standing.state)}</StateTag>}
        </p>
      </div>
    </li>
  );
}
