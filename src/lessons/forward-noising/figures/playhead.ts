/** The timestep that a figure shows: a slider sets it, Play moves it on, Reset brings it back. */
import { useState } from 'preact/hooks';
import { useAnimation } from '../../../components/figure/hooks.ts';

export interface PlayheadOptions {
  /** Where the figure starts and Reset returns to. */
  readonly start: number;
  /** The last timestep, T − 1. */
  readonly last: number;
  /** How long Play takes from 0 to `last`. */
  readonly seconds: number;
  /** Play waits while this is false. */
  readonly onScreen: boolean;
}

export interface Playhead {
  /** An integer from 0 to `last`. */
  readonly t: number;
  readonly playing: boolean;
  /** Goes to a timestep and stops there. */
  readonly seek: (t: number) => void;
  /** Plays or pauses; at the end it plays from 0 again. */
  readonly toggle: () => void;
  readonly reset: () => void;
}

/** Follows one timestep. */
export function usePlayhead({ start, last, seconds, onScreen }: PlayheadOptions): Playhead {
  const [position, setPosition] = useState(start);
  const [playing, setPlaying] = useState(false);
  useAnimation(playing && onScreen, (elapsed) => {
    const next = position + (elapsed / seconds) * last;
    setPosition(Math.min(last, next));
    if (next >= last) setPlaying(false);
  });
  const seek = (t: number) => {
    setPlaying(false);
    setPosition(Math.min(last, Math.max(0, t)));
  };
  const toggle = () => {
    if (!playing && position >= last) setPosition(0);
    setPlaying(!playing);
  };
  return { t: Math.round(position), playing, seek, toggle, reset: () => seek(start) };
}
