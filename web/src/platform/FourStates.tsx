// The four drawn states of whatever is read from the server: loading, empty, failed, full.
import { InboxOutlined, WarningOutlined } from '@ant-design/icons';
import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';

import { useTrouble } from './trouble';
import { useWords } from './words';

// What is used of a query, whether it reads one answer or page after page.
interface Read<Data> {
  data: Data | undefined;
  error: unknown;
  isError: boolean;
  isFetching: boolean;
  refetch: () => unknown;
}

interface Props<Data> {
  query: Read<Data>;
  isEmpty?: (data: Data) => boolean;
  empty?: ReactNode; // What is not there, and what to do about it.
  rows?: number;
  children: (data: Data) => ReactNode;
}

export function FourStates<Data>({ query, isEmpty, empty, rows = 6, children }: Props<Data>) {
  if (query.data !== undefined) {
    if (isEmpty?.(query.data)) return <Nothing>{empty}</Nothing>;
    return (
      <>
        {query.isError && <Failed query={query} slim />}
        {children(query.data)}
      </>
    );
  }
  if (query.isError) return <Failed query={query} />;
  return (
    <div className="state-loading" aria-busy="true" role="status">
      <Skeleton active title={false} paragraph={{ rows, width: '100%' }} />
    </div>
  );
}

export function Nothing({ children }: { children: ReactNode }) {
  return (
    <div className="state-empty">
      <InboxOutlined aria-hidden />
      <p>{children}</p>
    </div>
  );
}

function Failed<Data>({ query, slim }: { query: Read<Data>; slim?: boolean }) {
  const { t } = useWords();
  const trouble = useTrouble();
  return (
    <div className={slim ? 'state-failed slim' : 'state-failed'} role="alert">
      <WarningOutlined aria-hidden />
      <p>
        {slim ? t('platform.list.stale') : t('platform.list.failed')} {trouble(query.error)}
      </p>
      <Button size="small" loading={query.isFetching} onClick={() => void query.refetch()}>
        {t('platform.list.retry')}
      </Button>
    </div>
  );
}
