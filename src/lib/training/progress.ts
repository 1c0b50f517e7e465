/** What a training run says of itself: its losses, its pictures, how it goes on and how it ends. */
import type { MemoryUse } from '../engines/engine.ts';

/** The loss so far, thinned to what a chart can show. */
export interface LossHistory {
  /** Steps at which the loss is given, ascending; at most a few thousand. */
  readonly steps: Float64Array;
  /** Mean loss since the step before, and its exponential mean. */
  readonly losses: Float64Array;
  readonly smoothed: Float64Array;
  /**
   * Mean squared error by noise level, unweighted: [bins] over equal ranges of t, each an exponential mean over its latest
   * examples; NaN where none was seen.
   */
  readonly byNoise: Float64Array;
}

/** One frame of the filmstrip: samples of the averaged weights from the same noise every time. */
export interface FilmFrame {
  readonly step: number;
  /** [count, size, size], in [−1, 1]. */
  readonly images: Float32Array<ArrayBuffer>;
}

/** Whether the run is kept in the browser as it goes. */
export type Autosave =
  | { readonly state: 'on' }
  /** Another tab trains and keeps its run; this one is not kept unless saved to a file. */
  | { readonly state: 'otherTab' }
  /** The browser has no storage for it, or it is full: the sentence says which. */
  | { readonly state: 'off'; readonly reason: string };

/** What a running training says. */
export type TrainingProgress =
  | {
      readonly kind: 'losses';
      /** Updates made so far. */
      readonly step: number;
      readonly history: LossHistory;
      readonly stepsPerSecond: number;
      readonly examplesSeen: number;
      readonly secondsLeft: number;
      readonly memory: MemoryUse;
    }
  | { readonly kind: 'samples'; readonly frame: FilmFrame; readonly milliseconds: number }
  | { readonly kind: 'saved'; readonly step: number }
  | { readonly kind: 'autosave'; readonly autosave: Autosave };

/** How a stretch of training ended (a pause is a cancelled job instead). */
export type TrainingEnd =
  /** The settings' steps are done. */
  | { readonly kind: 'finished'; readonly step: number }
  /** The asked number of steps is done. */
  | { readonly kind: 'limit'; readonly step: number }
  /** The loss is no number any more; the run was set back to the last good weights, at `step`. */
  | {
      readonly kind: 'diverged';
      readonly at: number;
      readonly step: number;
      readonly message: string;
    }
  /** The device is gone; opening with `lastGood` goes on from `step`. */
  | { readonly kind: 'deviceLost'; readonly step: number; readonly message: string };
