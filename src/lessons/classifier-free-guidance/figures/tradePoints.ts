/** What is measured for the trade of accuracy against diversity, and how long the rest will take. */
import { type DrawSettings, plainSettings } from '../../../lib/sampling/settings.ts';
import { schedule } from './schedule.ts';

/** The guidance scales that a page measures. */
export const scales: readonly number[] = [0, 1, 2, 3, 5, 7.5, 10, 15];

/** DDIM steps of every measured walk. */
export const steps = 25;

/** How many images a scale can be measured with; the classes in turn. */
export const counts = [50, 100, 200, 500] as const;

/** Measures of one set of images. */
export interface TradePoint {
  readonly scale: number;
  readonly accuracy: number;
  readonly frechet: number;
  readonly diversity: number;
}

/** How the images of a scale are drawn. */
export const settingsAt = (scale: number): DrawSettings => ({
  ...plainSettings(Math.min(steps, schedule.T)),
  guidanceScale: scale,
});

/** Network calls for one image at a scale: 0 and 1 need one prediction a step, the others two. */
export const callsAt = (scale: number): number => steps * (scale === 0 || scale === 1 ? 1 : 2);

/** Where measuring stands. */
export interface MeasureClock {
  /** Network calls made and wanted, for one image times the count. */
  readonly done: number;
  readonly total: number;
  /** Since measuring began. */
  readonly milliseconds: number;
}

/**
 * The milliseconds that are left if the rest goes like what was done at some moment; null when nothing was.
 *
 * @param since milliseconds that have passed since that moment
 */
export function timeLeft({ done, total, milliseconds }: MeasureClock, since = 0): number | null {
  return done > 0 ? Math.max(0, (milliseconds * (total - done)) / done - since) : null;
}

/** The measures, how the charts name them, and how a number of them is written. */
export const measures = [
  { key: 'accuracy', label: 'read as their class', digits: 3 },
  { key: 'frechet', label: 'Fréchet distance', digits: 2 },
  { key: 'diversity', label: 'diversity', digits: 2 },
] as const;

export type Measure = (typeof measures)[number]['key'];
