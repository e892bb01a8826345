// The frame of the picture: it scrolls, zooms, and keeps both when the trace grows.
import { FullscreenOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, type PointerEvent } from 'react';

import { useKeys } from '../platform/keys';
import { Key } from '../platform/parts';
import { useWords } from '../platform/words';
import { behindEdges } from './figures';
import { kFirstShown, pictureOf, replayed, type Picture } from './layout';
import { TracePicture } from './Picture';
import type { Look } from './Rows';
import type { Trace } from './types';

const kLeast = 0.2;
const kMost = 2;
const kReadable = 0.72;
const kStep = 1.2;
const kMoreAtOnce = 24;

interface Props {
  live: Trace;
  trace: Trace;
  ticked: ReadonlySet<number>;
  onLook: (look: Look) => void;
}

export function PictureFrame({ live, trace, ticked, onLook }: Props) {
  const { t } = useWords();
  const frame = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<ReadonlyMap<number, number>>(new Map());
  const base = useMemo(() => pictureOf(live, shown, ticked), [live, shown, ticked]);
  const picture = useMemo(
    () => (trace === live ? base : replayed(base, trace)),
    [base, trace, live],
  );
  const { zoom, ready, zoomBy, fit } = useZoom(frame, picture);
  useKeys({
    '+': () => zoomBy(kStep),
    '=': () => zoomBy(kStep),
    '-': () => zoomBy(1 / kStep),
    '0': fit,
  });
  const drag = useDrag(frame);
  useBeginAtVictim(frame, picture, zoom, ready);
  if (live.accounts.length === 0) return null;
  return (
    <div className="picture-frame">
      <div className="picture-zoom screen-only">
        <Button
          size="small"
          icon={<PlusOutlined />}
          aria-label={t('trail.zoom_in')}
          onClick={() => zoomBy(kStep)}
        />
        <Button
          size="small"
          icon={<MinusOutlined />}
          aria-label={t('trail.zoom_out')}
          onClick={() => zoomBy(1 / kStep)}
        />
        <Button
          size="small"
          icon={<FullscreenOutlined />}
          aria-label={t('trail.zoom_fit')}
          onClick={fit}
        />
        <Key>+</Key>
        <Key>-</Key>
        <Key>0</Key>
      </div>
      <div className="picture-scroll" ref={frame} {...drag}>
        <TracePicture
          picture={picture}
          trace={trace}
          zoom={zoom}
          ticked={ticked}
          onAccount={({ id }) => onLook({ kind: 'account', id })}
          onRows={(line) =>
            onLook({
              kind: 'rows',
              title: t('trail.flow'),
              sum_fen: line.sum_fen,
              behind: behindEdges([line]),
            })
          }
          onMore={(level) =>
            setShown((before) => {
              const now = before.get(level) ?? kFirstShown;
              return new Map(before).set(level, now + kMoreAtOnce);
            })
          }
        />
      </div>
      <Legend />
    </div>
  );
}

function Legend() {
  const { t } = useWords();
  return (
    <p className="legend soft">
      <span>
        <i className="rests" aria-hidden /> {t('trail.legend.rests')}
      </span>
      <span>
        <i className="stopped" aria-hidden /> {t('trail.legend.stopped')}
      </span>
      <span>
        <i className="out" aria-hidden /> {t('trail.legend.out')}
      </span>
      <span>
        <i className="back" aria-hidden /> {t('trail.legend.back')}
      </span>
      <span>✎ {t('trail.legend.claimed')}</span>
    </p>
  );
}

type Frame = React.RefObject<HTMLDivElement | null>;

function useZoom(frame: Frame, picture: { width: number; height: number }) {
  const [fitted, setFitted] = useState<number>();
  const [chosen, setChosen] = useState<number>();
  const clamp = (value: number) => Math.min(kMost, Math.max(kLeast, value));
  const fitting = () =>
    clamp(Math.min(1, ((frame.current?.clientWidth ?? 900) - 2) / picture.width));
  // Fitted as the trace grows, but never so small that it cannot be read; once a person has zoomed,
  // the zoom is theirs.
  useLayoutEffect(() => {
    const wide = frame.current?.clientWidth;
    if (wide) setFitted(Math.max(kReadable, Math.min(1, (wide - 2) / picture.width)));
  }, [frame, picture.width]);
  const now = chosen ?? fitted ?? 1;
  const setZoom = (next: (zoom: number) => number) => setChosen((zoom) => next(zoom ?? now));
  const zoomBy = (factor: number) => setZoom((zoom) => clamp(zoom * factor));
  useEffect(() => {
    const place = frame.current;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      setZoom((zoom) => clamp(zoom * Math.exp(-event.deltaY / 400)));
    };
    place?.addEventListener('wheel', wheel, { passive: false });
    return () => place?.removeEventListener('wheel', wheel);
  });
  return { zoom: now, ready: fitted !== undefined, zoomBy, fit: () => setChosen(fitting()) };
}

// A tall picture opens where the money sets out; from then on the place is the person's.
function useBeginAtVictim(frame: Frame, { boxes }: Picture, zoom: number, ready: boolean) {
  const begun = useRef(false);
  useEffect(() => {
    const first = boxes.find(({ kind }) => kind === 'victim');
    if (begun.current || !ready || !first || !frame.current) return;
    begun.current = true;
    frame.current.scrollTop = (first.y + first.height / 2) * zoom - frame.current.clientHeight / 2;
  }, [boxes, frame, ready, zoom]);
}

// The ground can be pulled along; a press on a box stays a press.
function useDrag(frame: Frame) {
  const from = useRef<{ x: number; y: number; left: number; top: number }>(undefined);
  return {
    onPointerDown: (event: PointerEvent) => {
      const place = frame.current;
      const onBox = (event.target as Element).closest('.act');
      if (!place || onBox || event.pointerType === 'touch' || event.button !== 0) return;
      const { scrollLeft: left, scrollTop: top } = place;
      from.current = { x: event.clientX, y: event.clientY, left, top };
      place.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      if (!from.current || !frame.current) return;
      frame.current.scrollLeft = from.current.left - event.clientX + from.current.x;
      frame.current.scrollTop = from.current.top - event.clientY + from.current.y;
    },
    onPointerUp: () => {
      from.current = undefined;
    },
  };
}
