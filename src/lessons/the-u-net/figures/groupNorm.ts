/** Group normalisation (Wu and He 2018, equation 1) on a few small maps, and the maps that the figure feeds it. */
import { makeRng } from '../../../lib/diffusion/index.ts';
import { digitSize } from './modelSchedule.ts';
import { threeByThree } from './threeByThree.ts';

/** How many channels the figure's tensor has, and in how many groups they are normalised. */
export const channels = 8;
export const groups = 4;
export const perGroup = channels / groups;

const epsilon = 1e-5;

/** Mean and standard deviation of a group. */
export interface GroupStatistics {
  readonly mean: number;
  readonly deviation: number;
}

/** A tensor as maps, one a channel. */
export type Maps = readonly Float64Array[];

/** The statistics of each group, over its channels and all pixels. */
export function groupStatistics(maps: Maps): GroupStatistics[] {
  return Array.from({ length: groups }, (_, g) => {
    const values = maps.slice(g * perGroup, (g + 1) * perGroup).flatMap((map) => Array.from(map));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, deviation: Math.sqrt(variance) };
  });
}

/** Subtracts each group's mean and divides by its deviation; the learned scale and shift are left at 1 and 0. */
export function groupNorm(maps: Maps): Float64Array[] {
  const statistics = groupStatistics(maps);
  return maps.map((map, channel) => {
    const { mean, deviation } = statistics[Math.floor(channel / perGroup)]!;
    const scale = 1 / Math.sqrt(deviation ** 2 + epsilon);
    return map.map((value) => (value - mean) * scale);
  });
}

/** A digit through eight random 3 × 3 filters, as an untrained convolution gives them: uniform in ±1/√9, bias too. */
export function filteredDigit(digit: ArrayLike<number>, seed: number): Float64Array[] {
  const rng = makeRng(seed);
  const draw = () => (2 * rng.uniform() - 1) / 3;
  return Array.from({ length: channels }, () => {
    const kernel = Array.from({ length: 9 }, draw);
    return threeByThree(digit, digitSize, kernel, draw());
  });
}

/** What the reader does to the maps: everything, one group or one channel is scaled and shifted. */
export interface Disturbance {
  readonly what: 'all' | 'group' | 'channel';
  readonly gain: number;
  readonly shift: number;
}

/** The channel that is disturbed alone; it is the first of its group. */
export const disturbedChannel = 2;

/** Whether a channel is among the disturbed ones. */
export function isDisturbed(channel: number, { what }: Disturbance): boolean {
  if (what === 'all') return true;
  if (what === 'channel') return channel === disturbedChannel;
  return Math.floor(channel / perGroup) === Math.floor(disturbedChannel / perGroup);
}

/** The maps after the disturbance. */
export function disturbed(maps: Maps, disturbance: Disturbance): Float64Array[] {
  const { gain, shift } = disturbance;
  return maps.map((map, channel) =>
    isDisturbed(channel, disturbance) ? map.map((value) => gain * value + shift) : map.slice(),
  );
}

/** The largest difference between two tensors, group by group. */
export function largestChanges(a: Maps, b: Maps): number[] {
  return Array.from({ length: groups }, (_, g) => {
    let most = 0;
    for (let channel = g * perGroup; channel < (g + 1) * perGroup; channel++) {
      a[channel]!.forEach((value, i) => {
        most = Math.max(most, Math.abs(value - b[channel]![i]!));
      });
    }
    return most;
  });
}
