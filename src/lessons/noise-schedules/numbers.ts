/** The numbers that this lesson's prose quotes, each computed with the library. */
import {
  makeCosineSchedule,
  makeLinearSchedule,
  type Schedule,
  type ScheduleName,
  schedules,
} from '../../lib/diffusion/index.ts';
import { stepShares } from './filmstrip.ts';
import { formatNumber, formatShare } from './format.ts';
import {
  cloudPresets,
  generateCloud,
  measureCloud,
  scheduleOf,
  shiftOfMean,
  truth,
} from './reverseCloud.ts';

const T = 1000;
const bound = 4;

const lastOf = ({ alphasCumprod }: Schedule) => alphasCumprod.at(-1)!;

function summarise(schedule: Schedule) {
  const shares = stepShares(schedule, bound);
  const half = schedule.alphasCumprod.findIndex((alphaBar) => alphaBar < 0.5);
  return {
    first: formatNumber(schedule.alphasCumprod[0]!),
    half,
    middle: formatNumber(schedule.alphasCumprod[T / 2]!, 2),
    last: formatNumber(lastOf(schedule), 2),
    lastSignal: formatNumber(Math.sqrt(lastOf(schedule)), 2),
    lastLogSnr: formatNumber(schedule.logSnr.at(-1)!),
    clean: formatShare(shares.clean),
    mixed: formatShare(shares.mixed),
    noise: formatShare(shares.noise),
  };
}

const made = (name: ScheduleName) => schedules[name].make({ T });

/** The four schedules at their defaults, T = 1000. */
export const linear = summarise(made('linear'));
export const cosine = summarise(made('cosine'));
export const scaledLinear = summarise(made('scaledLinear'));
export const sigmoid = summarise(made('sigmoid'));

const ddpm = makeLinearSchedule({ T });
const smooth = makeCosineSchedule({ T });

/** One linear step in the middle and at the end: β beside the noise that is there. */
export const lastBeta = formatNumber(ddpm.betas.at(-1)!);
export const lastNoise = formatNumber(ddpm.oneMinusAlphasCumprod.at(-1)! * 100, 5);

/** The cosine schedule's first step, in the units of the paper's argument for s. */
export const cosineFirstNoise = formatNumber(Math.sqrt(smooth.betas[0]!), 2);
export const pixelBin = formatNumber(1 / 127.5, 2);
export const unshiftedFirstNoise = formatNumber(
  Math.sqrt(makeCosineSchedule({ T, s: 0 }).betas[0]!),
  2,
);
export const cosineBeforeLast = formatNumber(smooth.betas.at(-2)!, 2);

/** The rule of thumb ᾱ ≈ exp(−T · mean β) beside the product itself. */
const meanBeta = (0.0001 + 0.02) / 2;
export const meanBetaText = formatNumber(meanBeta, 4);
export const thumb = formatNumber(Math.exp(-T * meanBeta), 2);
export const shortEnds = [20, 100, 200].map((steps) => ({
  steps,
  exact: formatNumber(lastOf(makeLinearSchedule({ T: steps })), 2),
  thumb: formatNumber(Math.exp(-steps * meanBeta), 2),
}));

/** How far a k × k block average moves log-SNR: 2 ln k. */
export const shiftByFour = formatNumber(2 * Math.log(4), 2);
export const shiftByEight = formatNumber(2 * Math.log(8), 2);

/** The SNR of a mean over n numbers at the last t of Stable Diffusion's schedule. */
const stable = made('scaledLinear');
export const stableSnr = formatNumber(stable.snr.at(-1)!);
export const stableMeanSnr = formatNumber(stable.snr.at(-1)! * 64 * 64, 2);
export const smallMeanSnr = formatNumber(stable.snr.at(-1)! * 8 * 8, 2);

function measurePreset(name: keyof typeof cloudPresets) {
  const schedule = scheduleOf(cloudPresets[name].settings);
  const measures = measureCloud(generateCloud(schedule, 1));
  return {
    shares: measures.shares.map(formatShare),
    shift: shiftOfMean(measures, truth).toFixed(2),
    spread: measures.spread.toFixed(2),
    last: formatNumber(lastOf(schedule), 2),
  };
}

/** What the two-dimensional figure measures at its presets, with its own seed. */
export const clouds = {
  halfSignal: measurePreset('halfSignal'),
  fewSteps: measurePreset('fewSteps'),
  cutShort: measurePreset('cutShort'),
  healthy: measurePreset('healthy'),
  truth: { shares: truth.shares.map(formatShare), spread: truth.spread.toFixed(2) },
};
