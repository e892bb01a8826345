// What came in before: reports that wait for an officer, and the latest ones taken in.
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { Link } from 'react-router';

import type { Page, Report } from '../api/types';
import { get } from '../platform/api';
import { FourStates } from '../platform/FourStates';
import { StateTag, When } from '../platform/parts';
import { useTrouble } from '../platform/trouble';
import { useWords } from '../platform/words';
import { openWaiting } from './act';

export function Recent() {
  const { t } = useWords();
  const reports = useQuery({
    queryKey: ['intake', 'reports'],
    queryFn: () => get<Page<Report>>('/intake/reports', { query: { limit: 12 } }),
  });
  return (
    <section className="recent" aria-label={t('intake.recent.title')}>
      <h2>{t('intake.recent.title')}</h2>
      <FourStates
        query={reports}
        rows={3}
        isEmpty={({ items }) => items.length === 0}
        empty={t('intake.recent.empty')}
      >
        {({ items }) => (
          <ul>
            {[...items]
              .sort((a, b) => Number(b.state === 'waiting') - Number(a.state === 'waiting'))
              .map((report) => (
                <RecentLine key={report.id} report={report} />
              ))}
          </ul>
        )}
      </FourStates>
    </section>
  );
}

function RecentLine({ report }: { report: Report }) {
  const { t, word } = useWords();
  const { message } = App.useApp();
  const trouble = useTrouble();
  const waiting = report.state === 'waiting';
  const take = () => openWaiting(report.id).catch((error) => void message.error(trouble(error)));
  return (
    <li>
      <When iso={report.received_at} />
      <span>{word('intake.source', report.source)}</span>
      <StateTag tone={waiting ? 'watch' : 'calm'}>{word('intake.state', report.state)}</StateTag>
      {waiting && (
        <Button size="small" type="primary" onClick={() => void take()}>
          {t('intake.recent.take')}
        </Button>
      )}
      {report.case_id ? (
        <Link to={`/register/cases/${report.case_id}`}>{t('intake.recent.case')}</Link>
      ) : null}
    </li>
  );
}
