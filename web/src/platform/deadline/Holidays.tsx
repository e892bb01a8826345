// The days that differ from the plain week, year by year: what working days are counted by.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Select, Upload } from 'antd';
import { useState } from 'react';

import type { Holiday, Items } from '../../api/types';
import { get, post, serverNow } from '../api';
import { DataTable, type Column } from '../DataTable';
import { FourStates } from '../FourStates';
import { dayOf } from '../format';
import { StateTag } from '../parts';
import { RecordForm } from '../RecordForm';
import { useOfficer } from '../session';
import { useWords } from '../words';

function csvOf(days: Holiday[]): string {
  return days.map(({ date, name, kind }) => `${date},${name},${kind}`).join('\n');
}

export function Holidays() {
  const { t } = useWords();
  const me = useOfficer();
  const thisYear = Number(dayOf(serverNow()).slice(0, 4));
  const [year, setYear] = useState(thisYear);
  const [csv, setCsv] = useState<string>();
  const days = useQuery({
    queryKey: ['roster', 'holidays', year],
    queryFn: () => get<Items<Holiday>>('/roster/holidays', { query: { year } }),
  });
  const years = [-1, 0, 1, 2].map((step) => ({
    value: thisYear + step,
    label: String(thisYear + step),
  }));
  const columns: Column<Holiday>[] = [
    { key: 'date', title: t('platform.holiday.date'), render: (row) => row.date },
    { key: 'name', title: t('platform.holiday.name'), render: (row) => row.name || '—' },
    {
      key: 'kind',
      title: t('platform.holiday.kind'),
      render: (row) => (
        <StateTag tone={row.kind === 'holiday' ? 'good' : 'watch'}>
          {t(`platform.holiday.is.${row.kind}`)}
        </StateTag>
      ),
    },
  ];
  return (
    <section className="rules">
      <header className="section-head">
        <h2>{t('platform.holiday.title')}</h2>
        <Select
          aria-label={t('platform.holiday.year')}
          value={year}
          options={years}
          onChange={setYear}
        />
        {me.may('deadline:rules') && (
          <>
            <Button onClick={() => setCsv(csvOf(days.data?.items ?? []))} disabled={!days.data}>
              {t('platform.edit')}
            </Button>
            <Upload
              accept=".csv,.txt"
              showUploadList={false}
              beforeUpload={(file) => {
                void file.text().then(setCsv);
                return false;
              }}
            >
              <Button>{t('platform.holiday.import')}</Button>
            </Upload>
          </>
        )}
      </header>
      <FourStates
        query={days}
        rows={4}
        isEmpty={({ items }) => items.length === 0}
        empty={t('platform.holiday.empty', { year })}
      >
        {({ items }) => (
          <DataTable
            label={t('platform.holiday.title')}
            columns={columns}
            rows={items}
            rowKey={(row) => row.id}
          />
        )}
      </FourStates>
      {csv !== undefined && <EditYear year={year} csv={csv} onClose={() => setCsv(undefined)} />}
    </section>
  );
}

interface EditProps {
  year: number;
  csv: string;
  onClose: () => void;
}

function EditYear({ year, csv, onClose }: EditProps) {
  const { t } = useWords();
  const client = useQueryClient();
  return (
    <RecordForm
      title={t('platform.holiday.edit', { year })}
      fields={[{ name: 'csv', label: t('platform.holiday.lines'), kind: 'long' }]}
      initial={{ csv }}
      save={async (values) => {
        await post('/roster/holidays/import', { year, ...values });
        await client.invalidateQueries({ queryKey: ['roster', 'holidays'] });
      }}
      onClose={onClose}
    >
      <p className="soft">{t('platform.holiday.format')}</p>
    </RecordForm>
  );
}
