// The wire to each bank: how it fares, what waits, whom to call while it is down, holding it up and
// letting it go, and the bytes that the bank would get.
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Select } from 'antd';
import { useState } from 'react';

import type { Bank, GatewayLine, Items, OrderSample } from '../api/types';
import { useAct } from '../platform/act';
import { get, post } from '../platform/api';
import { useAskWords } from '../platform/askWords';
import { FourStates } from '../platform/FourStates';
import { Facts, StateTag, When, type Tone } from '../platform/parts';
import { useWords } from '../platform/words';
import './gateway.css';

export function useGateway() {
  return useQuery({
    queryKey: ['funds', 'gateway'],
    queryFn: () => get<Items<GatewayLine>>('/funds/gateway'),
    refetchInterval: 5_000,
  });
}

function stateOf(line: GatewayLine): { tone: Tone; state: string } {
  if (line.paused_at) return { tone: 'watch', state: 'paused' };
  if (line.breaker !== 'closed') return { tone: 'alarm', state: line.breaker };
  if (line.failures > 0) return { tone: 'watch', state: 'failing' };
  return { tone: 'good', state: 'running' };
}

// The state in one line of the directory, with how much waits.
export function WireState({ line }: { line: GatewayLine | undefined }) {
  const { t, word } = useWords();
  if (!line) return <span className="soft">—</span>;
  const { tone, state } = stateOf(line);
  return (
    <>
      <StateTag tone={tone}>{word('funds.gateway.state', state)}</StateTag>
      {line.waiting > 0 && (
        <span className="soft"> {t('funds.gateway.waits', { count: line.waiting })}</span>
      )}
    </>
  );
}

export function WireActs({ line }: { line: GatewayLine }) {
  const { t } = useWords();
  const ask = useAskWords();
  const hold = useAct(
    ({ act, note }: { act: string; note: string }) =>
      post(`/funds/gateway/${line.bank_id}/${act}`, { note }),
    { touches: [['funds', 'gateway']], say: t('funds.gateway.done') },
  );
  const open = (act: 'pause' | 'resume') =>
    ask({
      title: t(`funds.gateway.${act}_title`, { name: line.bank_name }),
      label: t('funds.gateway.note'),
      ok: t(`funds.gateway.${act}`),
      needed: true,
      act: (note) => hold.mutateAsync({ act, note }),
    });
  return (
    <>
      {(['pause', 'resume'] as const)
        .filter((act) => line.actions.includes(act))
        .map((act) => (
          <Button
            key={act}
            size="small"
            aria-label={`${t(`funds.gateway.${act}`)} ${line.bank_name}`}
            onClick={() => open(act)}
          >
            {t(`funds.gateway.${act}`)}
          </Button>
        ))}
    </>
  );
}

// Banks that cannot be reached, first thing on the page: the telephone is the way that is left.
export function BanksThatAreDown({ lines }: { lines: GatewayLine[] }) {
  const { t } = useWords();
  const down = lines.filter((line) => line.down);
  if (down.length === 0) return null;
  return (
    <section className="wires" aria-label={t('funds.gateway.down')}>
      <h2>{t('funds.gateway.down')}</h2>
      {down.map((line) => (
        <DownCard key={line.bank_code} line={line} />
      ))}
    </section>
  );
}

function DownCard({ line }: { line: GatewayLine }) {
  const { t, word } = useWords();
  const { tone, state } = stateOf(line);
  return (
    <article className={`order-card ${tone}`}>
      <header>
        <strong>{line.bank_name}</strong>
        <StateTag tone={tone}>{word('funds.gateway.state', state)}</StateTag>
      </header>
      <p className="wire-call">
        {t('funds.gateway.call')}{' '}
        <a className="digits" href={`tel:${line.phone_24h}`}>
          {line.phone_24h}
        </a>
      </p>
      <Facts
        items={[
          [t('funds.gateway.waiting'), line.waiting],
          [t('funds.gateway.unanswered'), line.unanswered],
          [t('funds.gateway.oldest'), <When key="oldest" iso={line.oldest_at} />],
          [t('funds.gateway.failures'), line.failures],
          [t('funds.gateway.next'), <When key="next" iso={line.next_at} />],
        ]}
      />
      {line.last_error && <p className="soft">{line.last_error}</p>}
      {line.paused_at && (
        <p>
          {t('funds.gateway.paused_by', { name: line.paused_by, note: line.paused_note })}{' '}
          <When iso={line.paused_at} />
        </p>
      )}
      <div className="acts">
        <WireActs line={line} />
      </div>
    </article>
  );
}

const kKinds = [
  'stop',
  'extension',
  'release',
  'freeze',
  'renewal',
  'lift',
  'return_notice',
  'transactions',
  'holder',
  'all_accounts',
  'watch',
  'watch_end',
  'payment_stop',
  'payment_change',
  'payment_query',
] as const;

// Exactly what this bank would get, made from invented data. Nothing is sent.
export function SampleDrawer({ bank, onClose }: { bank: Bank; onClose: () => void }) {
  const { t } = useWords();
  const [kind, setKind] = useState<string>('stop');
  const sample = useQuery({
    queryKey: ['funds', 'sample', bank.id, bank.version, kind],
    queryFn: () => get<OrderSample>(`/funds/banks/${bank.id}/sample`, { query: { kind } }),
    retry: false,
  });
  return (
    <Drawer
      open
      onClose={onClose}
      title={t('funds.sample.title', { name: bank.name })}
      size={720}
      styles={{ wrapper: { maxWidth: '100vw' } }}
    >
      <p className="soft">{t('funds.sample.nothing_sent')}</p>
      <Select
        aria-label={t('funds.sample.kind')}
        value={kind}
        onChange={setKind}
        style={{ width: '100%' }}
        options={kKinds.map((value) => ({ value, label: t(`funds.sample.kinds.${value}`) }))}
      />
      <FourStates query={sample} isEmpty={() => false} empty="">
        {(shown) => (
          <>
            <Facts
              items={[
                ['TxCode', shown.tx_code],
                [t('funds.sample.profile'), shown.profile],
                [t('funds.sample.encoding'), shown.encoding],
                [t('funds.sample.size'), shown.size],
              ]}
            />
            <pre className="wire-bytes" tabIndex={0} aria-label={t('funds.sample.text')}>
              {shown.text}
            </pre>
          </>
        )}
      </FourStates>
    </Drawer>
  );
}
