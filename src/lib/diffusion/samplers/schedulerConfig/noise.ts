/** The noise of a `scheduler_config.json`: diffusers' words for β, and the schedule that they mean. */
import { check } from '../../checks.ts';
import {
  makeCosineSchedule,
  makeCustomSchedule,
  makeLinearSchedule,
  makeScaledLinearSchedule,
  rescaleToZeroTerminalSnr,
  type Schedule,
} from '../../schedules/index.ts';

/** diffusers' words for the shape of β that can be built here. */
export type BetaSchedule = 'linear' | 'scaled_linear' | 'squaredcos_cap_v2' | 'sigmoid';

/** Every word. */
export const betaSchedules: readonly BetaSchedule[] = [
  'linear',
  'scaled_linear',
  'squaredcos_cap_v2',
  'sigmoid',
];

/** β as a configuration says it. */
export interface NoiseWords {
  readonly T: number;
  readonly betaSchedule: BetaSchedule;
  readonly betaStart: number;
  readonly betaEnd: number;
  /** The betas one by one; they count in place of the words above. */
  readonly trainedBetas?: readonly number[];
  /** Rescaled to no signal at T − 1. */
  readonly zeroTerminalSnr: boolean;
}

/**
 * diffusers' `sigmoid`: β itself follows the logistic curve from −6 to 6, between betaStart and betaEnd. The registry's
 * sigmoid is another one: there ᾱ follows the curve.
 */
function sigmoidBetas({ T, betaStart, betaEnd }: NoiseWords): Float64Array {
  return Float64Array.from({ length: T }, (_, t) => {
    const x = T === 1 ? -6 : (12 * t) / (T - 1) - 6;
    return betaStart + (betaEnd - betaStart) / (1 + Math.exp(-x));
  });
}

function worded(words: NoiseWords): Schedule {
  const { T, betaSchedule, betaStart, betaEnd, trainedBetas } = words;
  if (trainedBetas) {
    const zeroTerminalSnr = trainedBetas.at(-1) === 1;
    return makeCustomSchedule({ betas: trainedBetas, zeroTerminalSnr });
  }
  if (betaSchedule === 'linear') return makeLinearSchedule({ T, betaStart, betaEnd });
  if (betaSchedule === 'scaled_linear') return makeScaledLinearSchedule({ T, betaStart, betaEnd });
  if (betaSchedule === 'sigmoid') return makeCustomSchedule({ betas: sigmoidBetas(words) });
  const known = betaSchedule === 'squaredcos_cap_v2';
  check(known, 'beta_schedule', betaSchedule, `one of ${betaSchedules.join(', ')}`);
  return makeCosineSchedule({ T });
}

/**
 * The schedule that the words mean: diffusers' numbers but for their rounding to float32.
 *
 * @param words `squaredcos_cap_v2` is the cosine schedule, s = 0.008 and β at most 0.999, and takes neither β
 * @param leastAlphaBar what ᾱ ends at where `zeroTerminalSnr` is set: samplers in σ take a little more than 0; half of the ᾱ
 *   before it, where that is smaller
 * @throws InvalidArgumentError when a word is unknown or a β out of range
 */
export function makeWordedSchedule(words: NoiseWords, leastAlphaBar = 0): Schedule {
  const schedule = worded(words);
  if (!words.zeroTerminalSnr) return schedule;
  const rescaled = rescaleToZeroTerminalSnr(schedule);
  if (leastAlphaBar === 0) return rescaled;
  const betas = [...rescaled.betas];
  const before = rescaled.alphasCumprod[rescaled.T - 2]!;
  betas[rescaled.T - 1] = 1 - Math.min(leastAlphaBar / before, 1 / 2);
  return makeCustomSchedule({ betas });
}

/** Whether two schedules have the same betas, but for the last digits. */
function sameBetas(a: Schedule, b: Schedule): boolean {
  return a.betas.every((beta, t) => Math.abs(beta - b.betas[t]!) <= 1e-13 * beta);
}

/** The words for a schedule; its betas one by one where no word fits. */
export function noiseWordsOf(schedule: Schedule): NoiseWords {
  const { T, betas } = schedule;
  const short = (beta: number) => Number(beta.toPrecision(14));
  const ends = { betaStart: short(betas[0]!), betaEnd: short(betas[T - 1]!) };
  const plain = { T, betaStart: 0.0001, betaEnd: 0.02, zeroTerminalSnr: false };
  const candidates: NoiseWords[] = [
    { ...plain, ...ends, betaSchedule: 'linear' },
    { ...plain, ...ends, betaSchedule: 'scaled_linear' },
    { ...plain, betaSchedule: 'squaredcos_cap_v2' },
  ];
  const inside = betas[T - 1]! < 1;
  const found = inside && candidates.find((words) => sameBetas(schedule, worded(words)));
  return found || { ...plain, betaSchedule: 'linear', trainedBetas: [...betas] };
}
