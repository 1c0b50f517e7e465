/** What the two-dimensional figure shows, in words. */
import type { DdpmVariance } from '../../../lib/diffusion/index.ts';
import { varianceWords } from './describeChains.ts';
import { particles, training } from './plane.ts';
import { signed, three, whole } from './words.ts';

/** Where the network stands. */
export interface PlaneTraining {
  readonly loops: number;
  readonly loss: number;
}

/** One moment of the points' walk. */
export interface PlaneMoment {
  readonly t: number;
  readonly steps: number;
  readonly walked: number;
  readonly variance: DdpmVariance;
  readonly mean: readonly [number, number];
  readonly spread: number;
  /** How far the points lie from the data; null before the end. */
  readonly toData: number | null;
}

const trainingWords = ({ loops, loss }: PlaneTraining): string =>
  `${whole(loops)} of ${whole(training.loops)} training loops done, mean loss ${loss.toFixed(2)}.`;

/** The text equivalent. */
export function describePlane(
  setLabel: string,
  trained: PlaneTraining | null,
  moment: PlaneMoment | null,
): string {
  if (!trained) {
    return `${setLabel}: the data, and ${particles} points of pure noise. The network has not been trained yet.`;
  }
  if (!moment) return `${setLabel}: ${trainingWords(trained)}`;
  const { t, steps, walked, variance, mean, spread, toData } = moment;
  const place =
    walked === steps
      ? `${particles} points have walked all ${whole(steps)} steps ${varianceWords[variance]}`
      : `${particles} points after ${whole(walked)} of ${whole(steps)} steps ${varianceWords[variance]}, at t = ${t}`;
  const middle = `(${signed(mean[0], 2)}, ${signed(mean[1], 2)})`;
  const where = `They lie about ${middle}, ${three(spread)} away from it (root mean square).`;
  const fit = toData === null ? '' : ` The nearest data point is ${three(toData)} away on average.`;
  return `${setLabel}: ${place}. ${where}${fit}`;
}
