/** Which row of a walk is on show: a slider sets it, Play moves it on as far as the walk has come, buttons step. */
import { useState } from 'preact/hooks';
import { useAnimation } from '../../../components/figure/hooks.ts';

export interface RowPlayheadOptions {
  /** Rows of the whole walk. */
  readonly rows: number;
  /** Rows that are there to be shown. */
  readonly walked: number;
  /** How long Play takes over all rows. */
  readonly seconds: number;
  /** Play waits while this is false. */
  readonly onScreen: boolean;
  /** Whether to show nothing, and not the walk's progress, until the row is there. */
  readonly still: boolean;
}

/** A place in a walk. */
export interface RowPlayhead {
  /** A row that is there; −1 while there is none. */
  readonly row: number;
  readonly playing: boolean;
  /** Goes to a row and stays there. */
  readonly seek: (row: number) => void;
  /** Plays or pauses; at the end it plays from the first row again. */
  readonly toggle: () => void;
}

/** Beyond the last row, however many there are: the end of any walk. */
export const end = Number.POSITIVE_INFINITY;

/** Follows one row. Play waits for a walk that is slower. */
export function useRowPlayhead(
  { rows, walked, seconds, onScreen, still }: RowPlayheadOptions,
  start = 0,
): RowPlayhead {
  const [position, setPosition] = useState(start);
  const [playing, setPlaying] = useState(false);
  const last = rows - 1;
  useAnimation(playing && onScreen, (elapsed) => {
    const next = Math.min(position + (elapsed / seconds) * last, walked - 1);
    setPosition(next >= last ? end : Math.max(0, next));
    if (next >= last) setPlaying(false);
  });
  const seek = (row: number) => {
    setPlaying(false);
    setPosition(row >= last ? end : Math.max(0, row));
  };
  const toggle = () => {
    if (!playing && position >= last) setPosition(0);
    setPlaying(!playing);
  };
  const wanted = Math.floor(position);
  const row = wanted < walked || !still ? Math.min(wanted, walked - 1) : -1;
  return { row, playing, seek, toggle };
}
