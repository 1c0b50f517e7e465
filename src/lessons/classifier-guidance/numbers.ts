/** The numbers in this lesson's prose: computed by the course's own library, or measured with the shipped networks by a script. */
import { schedule } from './figures/digits.ts';
import { fieldsAt } from './figures/fields.ts';
import { measureEnds, measureSharpened, walkGuided } from './figures/guidedWalk.ts';
import { measuredDigits } from './figures/noiseAccuracy.ts';
import { amount, percent, share } from './figures/words.ts';
import measured from './measured.json' with { type: 'json' };

/** The share of steered digits that the classifier which did not steer reads right, and that of the one which did. */
function steered(by: 'noisy' | 'clean', scale: number) {
  const found = measured.steered.find((row) => row.by === by && row.scale === scale)!;
  return { other: percent(found.accuracy), own: percent(found.own) };
}

/** The shares that the readers read right at t. */
function readAt(t: number) {
  const { noisy, clean, bayes } = measured.readings.find((row) => row.t === t)!;
  return {
    noisy: percent(noisy.accuracy),
    clean: percent(clean.accuracy),
    cleanSure: percent(clean.sureness),
    bayes: percent(bayes.accuracy),
  };
}

/** By how much a gradient of 1 moves the predicted clean picture at t: (1 − ᾱ) / √ᾱ. */
function leverage(t: number): string {
  const alphaBar = schedule.alphasCumprod[t]!;
  return ((1 - alphaBar) / Math.sqrt(alphaBar)).toPrecision(2);
}

/** Where the plane’s figure ends with class A, as it starts: seed 1. */
function planeAt(scale: number, sampler: 'ddim' | 'ddpm' = 'ddim', points = 200) {
  const walk = { sampler, steps: 50, y: 0, scale, points, seed: 1 } as const;
  const ends = measureEnds(walkGuided(walk).at(-1)!, 0);
  const sharpened = measureSharpened(0, scale);
  return {
    lonely: share(ends.clusterShares[0]!, 1),
    sharpenedLonely: share(sharpened.clusterShares[0]!, 1),
    right: share(ends.right, 1),
    sharpenedRight: percent(sharpened.right),
    spread: ends.spread.toFixed(1),
  };
}

const [middle, late] = measured.gradients as [
  (typeof measured.gradients)[number],
  (typeof measured.gradients)[number],
];
const { convinced } = measured;

export const n = {
  T: schedule.T.toLocaleString('en-US'),
  samples: measured.samples,
  steps: measured.steps,
  measuredDigits,
  gradientMiddle: middle.size.toFixed(2),
  gradientLate: late.size.toFixed(3),
  leverageMiddle: leverage(300),
  leverageLate: leverage(900),
  convincedSteps: convinced.steps,
  convincedAfter: percent(convinced.sure),
  convincedMoved: convinced.moved.toFixed(2),
  apart: amount(fieldsAt(500, 0, 1).apart),
  none: planeAt(0),
  one: planeAt(1),
  oneMany: planeAt(1, 'ddim', 4000),
  ten: planeAt(10),
  tenDdpm: planeAt(10, 'ddpm'),
  steeredNone: steered('noisy', 0),
  steeredOne: steered('noisy', 1),
  steeredFour: steered('noisy', 4),
  steeredTen: steered('noisy', 10),
  cleanTen: steered('clean', 10),
  early: readAt(100),
  quarter: readAt(300),
  half: readAt(500),
  most: readAt(900),
} as const;
