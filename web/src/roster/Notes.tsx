// Hand-over notes: what waits for whoever came on duty, and those of the last days.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router';

import type { Handover, HandoverLink, Items } from '../api/types';
import { useAct } from '../platform/act';
import { get, post } from '../platform/api';
import { FourStates } from '../platform/FourStates';
import { StateTag, When } from '../platform/parts';
import { useWords } from '../platform/words';
import { kRotaTouches } from './ShiftActs';

const kMinute = 60_000;

// Asked for now and then: coming on duty is no news of the journal's.
function useWaiting() {
  return useQuery({
    queryKey: ['roster', 'handovers', 'waiting'],
    queryFn: () => get<Items<Handover>>('/roster/handovers/waiting'),
    refetchInterval: kMinute,
  });
}

// On every page, until the note is confirmed.
export function NoteBanner() {
  const { t } = useWords();
  const waiting = useWaiting().data?.items ?? [];
  if (waiting.length === 0) return null;
  return (
    <div className="note-banner" role="status">
      <StateTag tone="watch">{t('roster.notes_wait', { count: waiting.length })}</StateTag>{' '}
      <Link to="/roster/rota#notes">{t('roster.read_them')}</Link>
    </div>
  );
}

export function Notes() {
  const { t } = useWords();
  const notes = useQuery({
    queryKey: ['roster', 'handovers'],
    queryFn: () => get<Items<Handover>>('/roster/handovers'),
    refetchInterval: kMinute,
  });
  return (
    <section className="card notes" id="notes" aria-labelledby="notes-title">
      <h2 id="notes-title">{t('roster.notes')}</h2>
      <FourStates
        query={notes}
        rows={2}
        isEmpty={({ items }) => items.length === 0}
        empty={t('roster.no_notes')}
      >
        {({ items }) => (
          <>
            {[...items.filter(({ waits }) => waits), ...items.filter(({ waits }) => !waits)].map(
              (note) => (
                <Note key={note.id} note={note} />
              ),
            )}
          </>
        )}
      </FourStates>
    </section>
  );
}

function Note({ note }: { note: Handover }) {
  const { t, word } = useWords();
  const confirm = useAct(() => post(`/roster/handovers/${note.id}/reading`), {
    touches: kRotaTouches,
    say: t('roster.done.confirm'),
  });
  return (
    <article className={note.waits ? 'note waits' : 'note'}>
      <header>
        {note.waits && <StateTag tone="watch">{t('roster.waits_for_you')}</StateTag>}{' '}
        <strong>{note.officer_name}</strong>{' '}
        <span className="soft">{word('roster.role', note.role)}</span>{' '}
        <When iso={note.written_at} />
      </header>
      <p className="note-text">{note.text}</p>
      {note.links.length > 0 && (
        <ul className="note-links" aria-label={t('roster.open_items')}>
          {note.links.map((link) => (
            <li key={`${link.subject}-${link.subject_id}-${link.label}`}>
              <OpenItem link={link} />
            </li>
          ))}
        </ul>
      )}
      <footer>
        {note.readers.map((reader) => (
          <StateTag key={reader.officer_id} tone="good">
            {reader.officer_name} <When iso={reader.read_at} />
          </StateTag>
        ))}
        {note.readers.length === 0 && <span className="soft">{t('roster.unread')}</span>}
        {note.actions.includes('confirm') && (
          <Button
            size="small"
            type={note.waits ? 'primary' : 'default'}
            loading={confirm.isPending}
            onClick={() => confirm.mutate(undefined)}
          >
            {t('roster.confirm_read')}
          </Button>
        )}
      </footer>
    </article>
  );
}

function OpenItem({ link }: { link: HandoverLink }) {
  if (link.subject !== 'case') return <>{link.label}</>;
  return <Link to={`/register/cases/${link.subject_id}`}>{link.label}</Link>;
}
