// Roles as data: which rights each one holds.
import { useQuery } from '@tanstack/react-query';

import type { Items, Role } from '../api/types';
import { get } from '../platform/api';
import { DataTable } from '../platform/DataTable';
import { FourStates } from '../platform/FourStates';
import { PageFrame } from '../platform/parts';
import { useWords } from '../platform/words';

export default function Roles() {
  const { t, word } = useWords();
  const roles = useQuery({
    queryKey: ['roster', 'roles'],
    queryFn: () => get<Items<Role>>('/roster/roles'),
  });
  return (
    <PageFrame title={t('app.page.roles')}>
      <FourStates
        query={roles}
        isEmpty={({ items }) => items.length === 0}
        empty={t('roster.no_roles')}
      >
        {({ items }) => (
          <DataTable
            label={t('app.page.roles')}
            rows={items}
            rowKey={(row) => row.name}
            columns={[
              {
                key: 'name',
                title: t('roster.roles'),
                render: (row) => word('roster.role', row.name),
              },
              {
                key: 'rights',
                long: true,
                title: t('roster.rights'),
                render: (row) => (
                  <span className="rights">
                    {row.rights.map((right) => (
                      <code key={right}>{right}</code>
                    ))}
                  </span>
                ),
              },
            ]}
          />
        )}
      </FourStates>
    </PageFrame>
  );
}
