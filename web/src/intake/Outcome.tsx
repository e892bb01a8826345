// After the report is taken in: its orders, live, until each bank has answered.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link } from 'react-router';

import type { CaseView, Order, Taken } from '../api/types';
import { OrderCard } from '../funds/OrderCard';
import { get } from '../platform/api';
import { Key } from '../platform/parts';
import { useWords } from '../platform/words';
import { clearDesk } from './draft';

// The orders of the case just taken in, as they are now.
export function useOrdersOf(taken: Taken | undefined): Order[] | undefined {
  const view = useQuery({
    queryKey: ['register', 'case', taken?.case_id],
    queryFn: () => get<CaseView>(`/register/cases/${taken!.case_id}`),
    enabled: taken !== undefined,
  });
  if (!taken) return undefined;
  const mine = new Set(taken.orders.map(({ id }) => id));
  return view.data?.orders.filter(({ id }) => mine.has(id)) ?? taken.orders;
}

interface Props {
  taken: Taken;
  orders: Order[];
  next?: ReactNode; // Where to go on; the duty desk's next report, where nothing is given.
}

export function Outcome({ taken, orders, next }: Props) {
  const { t, word, known } = useWords();
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Newer browsers give a promise back, which is no clean-up.
    void top.current?.scrollIntoView({ block: 'start' });
  }, [taken.case_id]);
  return (
    <div className="outcome" ref={top}>
      <header className="outcome-head">
        <div>
          <p className="soft">{t('intake.taken')}</p>
          <h2>
            <Link to={`/register/cases/${taken.case_id}`}>{taken.case_number}</Link>
          </h2>
        </div>
        {next ?? (
          <Button type="primary" onClick={clearDesk}>
            {t('intake.next')} <Key>N</Key>
          </Button>
        )}
      </header>
      {taken.warnings.map(({ path, code }) => (
        <p key={`${path}${code}`} className="said doubtful">
          ？{' '}
          {known('intake.warning', code)
            ? word('intake.warning', code)
            : word('platform.rule', code)}
        </p>
      ))}
      {orders.length === 0 && <p className="section-empty">{t('intake.no_orders')}</p>}
      <div className="order-cards" aria-live="polite">
        {orders.map((order) => (
          <OrderCard key={order.id} order={order} />
        ))}
      </div>
    </div>
  );
}
