// Lists that are read page by page.
import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { Button } from 'antd';

import type { Page } from '../api/types';
import { get } from './api';
import { useWords } from './words';

type Query = Record<string, string | number | boolean | undefined>;

// `after` is the cursor to begin with; the beginning, when it is 0.
export function usePages<Item>(queryKey: QueryKey, path: string, query: Query = {}, after = 0) {
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      get<Page<Item>>(path, { query: { ...query, after: pageParam || undefined }, signal }),
    initialPageParam: after > 0 ? String(after) : '',
    getNextPageParam: (last) => last.next ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
}

interface MoreProps {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

export function ReadOn({ query }: MoreProps) {
  const { t } = useWords();
  if (!query.hasNextPage) return null;
  return (
    <div className="more-row">
      <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t('platform.list.more')}
      </Button>
    </div>
  );
}
