// The bell: reminders, escalations (with the bank's 24-hour number) and what needs a person.
import { BellOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Badge, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';

import type { Items, Notice } from '../../api/types';
import { useAct } from '../act';
import { get, post } from '../api';
import { FourStates } from '../FourStates';
import { StateTag, When, type Tone } from '../parts';
import { useWords } from '../words';

const kTones: Record<Notice['kind'], Tone> = {
  reminder: 'watch',
  escalation: 'alarm',
  attention: 'info',
};

export function NoticeBell() {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const notices = useQuery({
    queryKey: ['deadline', 'notices'],
    queryFn: () => get<Items<Notice>>('/deadline/notices'),
  });
  const count = notices.data?.items.length ?? 0;
  return (
    <>
      <Badge count={count} size="small" offset={[-6, 6]}>
        <Button
          type="text"
          icon={<BellOutlined />}
          aria-label={t('platform.notice.bell', { count })}
          onClick={() => setOpen(true)}
        />
      </Badge>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        title={t('platform.notice.title')}
        size={420}
        styles={{ body: { padding: 0 }, wrapper: { maxWidth: '100vw' } }}
      >
        <FourStates
          query={notices}
          rows={4}
          isEmpty={({ items }) => items.length === 0}
          empty={t('platform.notice.empty')}
        >
          {({ items }) => (
            <ul className="notices">
              {items.map((notice) => (
                <NoticeLine key={notice.id} notice={notice} onLeave={() => setOpen(false)} />
              ))}
            </ul>
          )}
        </FourStates>
      </Drawer>
    </>
  );
}

function NoticeLine({ notice, onLeave }: { notice: Notice; onLeave: () => void }) {
  const { t, word } = useWords();
  const navigate = useNavigate();
  const seen = useAct(() => post(`/deadline/notices/${notice.id}/seen`), {
    touches: [['deadline', 'notices']],
  });
  return (
    <li>
      <p className="notice-head">
        <StateTag tone={kTones[notice.kind]}>{word('platform.notice.kind', notice.kind)}</StateTag>
        <When iso={notice.at} />
      </p>
      <p>
        <strong>{word('platform.notice.code', notice.code)}</strong>
      </p>
      {notice.note && <p className="digits">{notice.note}</p>}
      <div className="acts">
        <Button size="small" onClick={() => seen.mutate(undefined)} loading={seen.isPending}>
          {t('platform.notice.seen')}
        </Button>
        {notice.case_id > 0 && (
          <Button
            size="small"
            onClick={() => {
              onLeave();
              void navigate(`/register/cases/${notice.case_id}`);
            }}
          >
            {t('platform.notice.open_case')}
          </Button>
        )}
      </div>
    </li>
  );
}
