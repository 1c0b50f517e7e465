/** The numbers in this lesson's prose, computed by the course's own library when the page is built. */
import { indexOfClass } from '../../components/data/useImageChoice.tsx';
import type { ImageDataset } from '../../lib/datasets/index.ts';
import {
  fork,
  forwardSample,
  makeIdealDenoiser,
  makeRng,
  sampleNormals,
  simpleLoss,
  transitionWeight,
} from '../../lib/diffusion/index.ts';
import { digitsFromDisk } from './digitsFromDisk.ts';
import { digitLevels, digitPixels, imageAt, lastStep, schedule } from './figures/digits.ts';
import { effectiveCandidates, heaviest, rmsDifference, threeDigits } from './figures/posterior.ts';
import { batchSize } from './figures/trainingRun.ts';
import { errorFactor } from './figures/views.ts';

const train = await digitsFromDisk('train');
const test = await digitsFromDisk('test');
const ideal = makeIdealDenoiser({ data: train.images, count: train.count, dim: digitPixels });
const { snr, alphasCumprod } = schedule;

/** What the ideal denoiser makes of the first 3 of a split, with the figure's first noise. */
function denoiseThree(data: ImageDataset, t: number) {
  const x0 = imageAt(data, indexOfClass(data.labels, 3, 0));
  const xt = forwardSample(schedule, x0, t, sampleNormals(makeRng(1), digitPixels));
  const weights = ideal.posteriorWeights(xt, alphasCumprod[t]!);
  return {
    effective: effectiveCandidates(weights),
    heaviest: heaviest(weights, 1)[0]!.weight,
    error: rmsDifference(x0, ideal.posteriorMean(xt, alphasCumprod[t]!)),
  };
}

const draws = 400;

/** The ideal denoiser's mean squared error in the noise at t, over random digits of a split. */
function noiseError(data: ImageDataset, t: number): number {
  const rng = fork('numbers', `${t}`);
  let sum = 0;
  for (let i = 0; i < draws; i++) {
    const x0 = imageAt(data, rng.integer(data.count));
    const xt = forwardSample(schedule, x0, t, sampleNormals(rng, digitPixels));
    sum += simpleLoss(x0, ideal.posteriorMean(xt, alphasCumprod[t]!));
  }
  return (snr[t]! * sum) / draws;
}

/** The bound's weight on the squared error in ε at t. */
const noiseWeight = (t: number) => transitionWeight(schedule, t) / snr[t]!;

/** The first timestep at which the weight on the picture is the smaller one. */
const halfStep = alphasCumprod.findIndex((alphaBar) => alphaBar < 0.5);

const middle = denoiseThree(train, 300);
const heldOut = denoiseThree(test, 60);

export const n = {
  digits: train.count.toLocaleString('en-GB'),
  heldOutDigits: test.count,
  lastStep,
  halfStep,
  /** SNR(t) at both ends. */
  snrFirst: Math.round(snr[0]!).toLocaleString('en-GB'),
  snrLast: snr[lastStep]!.toFixed(5),
  /** How much more the bound counts an error in the noise at t = 1 than at t = 500. */
  weightRatio: Math.round(noiseWeight(1) / noiseWeight(500)),
  candidatesEarly: Math.round(denoiseThree(train, 200).effective),
  candidatesMiddle: threeDigits(middle.effective),
  candidatesLate: threeDigits(denoiseThree(train, 600).effective),
  middleError: middle.error.toFixed(2),
  heldOutWeight: `${(100 * heldOut.heaviest).toFixed(0)} %`,
  heldOutError: heldOut.error.toFixed(2),
  factorEarly: threeDigits(errorFactor('eps', 50)),
  factorLast: Math.round(errorFactor('eps', lastStep)),
  /** An error of 0.01 in the noise, carried over to the picture at the last step. */
  amplified: (0.01 * errorFactor('eps', lastStep)).toFixed(2),
  /** How often the network of the first figure meets a digit in 500 loops. */
  timesMet: Math.round((500 * batchSize) / train.count),
  draws,
  knownError: noiseError(train, 50) < 0.001 ? 'below 0.001' : threeDigits(noiseError(train, 50)),
  newError: noiseError(test, 50).toFixed(1),
  newErrorFirst: Math.round(noiseError(test, 0)),
  indexBits: (Math.log2(train.count) / digitPixels).toFixed(3),
  plainBits: Math.log2(digitLevels).toFixed(2),
  levels: digitLevels,
  /** The weight of min-SNR with γ = 5 at t = 0 on the error in the picture and in the noise. */
  minSnrFirst: threeDigits(5 / snr[0]!),
  minSnrStep: snr.findIndex((ratio) => ratio < 5),
} as const;
