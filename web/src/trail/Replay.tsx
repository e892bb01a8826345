// The slider: how the money stood at a moment, or what was known at a moment. Far right is now.
import { CaretRightOutlined, PauseOutlined } from '@ant-design/icons';
import { Button, Segmented, Slider } from 'antd';
import { useEffect, useState } from 'react';

import { formatFull, isoOf } from '../platform/format';
import { useKeys } from '../platform/keys';
import { Key } from '../platform/parts';
import { useWords } from '../platform/words';
import type { Trace } from './types';

export type ReplayOf = 'until' | 'known_at';
export type Past = Partial<Record<ReplayOf, string>>;

const kSteps = 100;
const kBeat = 700;

// The moments the slider stops at, in order; after the last one comes now.
export function momentsOf(trace: Trace, of: ReplayOf): string[] {
  if (of === 'known_at') return [...trace.knowledge].sort();
  if (!trace.first_at || !trace.last_at) return [];
  const [first, last] = [Date.parse(trace.first_at), Date.parse(trace.last_at)];
  const seconds = Math.max(0, Math.floor((last - first) / 1000));
  const steps = Math.min(kSteps, seconds);
  return Array.from({ length: steps }, (_, step) =>
    isoOf(first + Math.floor((seconds * step) / steps) * 1000),
  );
}

interface Props {
  live: Trace;
  onPast: (past: Past) => void;
}

export function Replay({ live, onPast }: Props) {
  const { t } = useWords();
  const [of, setOf] = useState<ReplayOf>('until');
  const [step, setStep] = useState(Infinity);
  const [playing, setPlaying] = useState(false);
  const moments = momentsOf(live, of);
  const at = Math.min(step, moments.length);
  const moment = moments[at];
  useEffect(() => {
    // While the slider is drawn along, only where it rests is asked for.
    const timer = setTimeout(() => onPast(moment ? { [of]: moment } : {}), 120);
    return () => clearTimeout(timer);
  }, [of, moment, onPast]);
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => setStep((now) => now + 1), kBeat);
    return () => clearInterval(timer);
  }, [playing]);
  useEffect(() => {
    if (at >= moments.length) setPlaying(false);
  }, [at, moments.length]);
  const go = (next: number) => setStep(next >= moments.length ? Infinity : Math.max(0, next));
  useKeys({ '[': () => go(at - 1), ']': () => go(at + 1) });
  const play = () => {
    if (!playing && at >= moments.length) setStep(0);
    setPlaying(!playing);
  };
  const said = moment ? formatFull(moment) : t('trail.replay.now');
  return (
    <div className="replay screen-only">
      <Segmented<ReplayOf>
        aria-label={t('trail.replay.title')}
        value={of}
        onChange={(next) => {
          setOf(next);
          setStep(Infinity);
        }}
        options={[
          { value: 'until', label: t('trail.replay.until') },
          { value: 'known_at', label: t('trail.replay.known_at') },
        ]}
      />
      <Button
        aria-label={t(playing ? 'trail.replay.pause' : 'trail.replay.play')}
        icon={playing ? <PauseOutlined /> : <CaretRightOutlined />}
        disabled={moments.length === 0}
        onClick={play}
      />
      <Slider
        className="replay-slider"
        min={0}
        max={moments.length}
        value={at}
        onChange={go}
        disabled={moments.length === 0}
        tooltip={{ formatter: null }}
        ariaLabelForHandle={t('trail.replay.title')}
        ariaValueTextFormatterForHandle={() => said}
      />
      <span className="replay-at digits" role="status">
        {moment ? '↺ ' : ''}
        {said}
      </span>
      <span className="replay-keys">
        <Key>[</Key>
        <Key>]</Key>
      </span>
    </div>
  );
}
