/** The numbers in this lesson's prose, computed by the course's own library when the page is built. */
import { forwardCoefficients } from '../../lib/diffusion/index.ts';
import { cloudSize, insideCircleOfNoise } from './figures/cloudPoints.ts';
import { lastStep, schedule } from './figures/courseSchedule.ts';
import { pixelWalks } from './figures/population.ts';

/** The pixel of the worked example: light grey. */
const examplePixel = 0.8;
const exampleStep = 250;

const example = forwardCoefficients(schedule, exampleStep);
const last = forwardCoefficients(schedule, lastStep);
const sumOf = (betas: Float64Array) => betas.reduce((sum, beta) => sum + beta, 0);
const sumOfBetas = sumOf(schedule.betas);

/** The first t at which less than that share of the variance is data. */
const firstBelow = (share: number) =>
  schedule.alphasCumprod.findIndex((alphaBar) => alphaBar < share);

const percent = (share: number, digits = 0) => `${(100 * share).toFixed(digits)} %`;

export const n = {
  keepFirst: Math.sqrt(schedule.alphas[0]!).toFixed(5),
  noiseFirst: Math.sqrt(schedule.betas[0]!).toFixed(2),
  keepLast: Math.sqrt(schedule.alphas[lastStep]!).toFixed(3),
  noiseLast: Math.sqrt(schedule.betas[lastStep]!).toFixed(3),
  varianceWithoutShrink: (1 + sumOfBetas).toFixed(2),
  deviationWithoutShrink: Math.sqrt(1 + sumOfBetas).toFixed(1),
  exampleStep,
  examplePixel,
  exampleSignal: example.signal.toFixed(3),
  exampleNoise: example.noise.toFixed(3),
  exampleMean: (example.signal * examplePixel).toFixed(2),
  exampleShare: percent(example.alphaBar),
  halfStep: firstBelow(0.5),
  /** What the betas add up to, up to and including that step. */
  halfSum: sumOf(schedule.betas.subarray(0, firstBelow(0.5) + 1)).toFixed(1),
  sumOfBetas: sumOfBetas.toFixed(2),
  hundredthStep: firstBelow(0.01),
  tailShare: percent((schedule.T - firstBelow(0.01)) / schedule.T),
  walks: pixelWalks.toLocaleString('en-GB'),
  middleShare: percent(schedule.alphasCumprod[500]!, 1),
  lastSignal: last.signal.toFixed(4),
  lastNoise: last.noise.toFixed(5),
  lastShare: percent(last.alphaBar, 3),
  /** How far apart a black and a white pixel's means are at the end, in standard deviations. */
  lastGap: ((2 * last.signal) / last.noise).toFixed(3),
  averageSteps: ((schedule.T + 1) / 2).toFixed(1),
  cloudPoints: cloudSize.toLocaleString('en-GB'),
  circleShare: percent(insideCircleOfNoise, 1),
} as const;
