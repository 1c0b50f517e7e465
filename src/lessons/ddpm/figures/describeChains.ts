/** What the figure of many chains shows, in words. */
import type { DdpmVariance } from '../../../lib/diffusion/index.ts';
import { three, whole } from './words.ts';

/** How a sentence names the noise that steps add. */
export const varianceWords: Record<DdpmVariance, string> = {
  fixedSmall: 'with the small variance',
  fixedLarge: 'with the large variance',
  none: 'with no noise added',
};

/** One moment of the walks. */
export interface ChainsMoment {
  readonly chains: number;
  readonly things: string;
  readonly steps: number;
  readonly variance: DdpmVariance;
  /** Steps walked. */
  readonly walked: number;
  /** The timestep that the last of them asked at. */
  readonly t: number;
  /** How far apart two chains of one class are. */
  readonly distance: number;
}

/** The text equivalent. */
export function describeChains(moment: ChainsMoment): string {
  const { chains, things, steps, variance, walked, t, distance } = moment;
  const done = walked === steps;
  const place = done
    ? `All ${whole(steps)} steps walked`
    : `${whole(walked)} of ${whole(steps)} steps walked, the last one at t = ${t}`;
  const apart = `Two chains of one class differ by ${three(distance)} a pixel (root mean square)`;
  const same = done && distance < 0.05 ? ': they have arrived at the same picture.' : '.';
  return `${chains} ${things} ${varianceWords[variance]}. ${place}. ${apart}${same}`;
}
