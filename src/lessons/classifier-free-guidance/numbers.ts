/** The numbers in this lesson's prose, computed by the course's own library when the page is built. */
import { visitedLevels } from '../../lib/diffusion/index.ts';
import { measuredSampling } from '../../measured/sampling.ts';
import {
  ofClass,
  type PlaneClass,
  readAs,
  sharesOfBlobs,
  sharpened,
  spreadOf,
  spreadOfMixture,
  starts,
  walkGuided,
} from './figures/guidedPlane.ts';
import { startAt, startChoice, steps } from './figures/remedies.ts';
import { lastStep, schedule } from './figures/schedule.ts';
import { percent, percentOne, signed } from './figures/words.ts';

/** The figure's first seed, and the class of the prose: A. */
const seed = 1;
const towards: PlaneClass = 0;

/** Where the figure's walks end at a scale. */
function walks(scale: number, avoid: PlaneClass | null = null) {
  const { ends } = walkGuided({ towards, avoid, scale }, seed);
  const own = spreadOfMixture(ofClass[towards]!);
  const { mean, spread } = spreadOf(ends);
  const shares = sharesOfBlobs(ends, towards);
  return {
    read: percent(readAs(ends, towards)),
    spread: spread.toFixed(2),
    inner: percent(shares[1]!),
    off: Math.hypot(mean[0] - own.mean[0], mean[1] - own.mean[1]).toFixed(2),
    mean: `(${signed(mean[0], 2)}, ${signed(mean[1], 2)})`,
  };
}

/** A row of the measured table as prose has it. */
function measured(id: keyof typeof measuredSampling, scale: number) {
  const found = measuredSampling[id].guidance.find((cell) => cell.scale === scale);
  if (!found) throw new Error(`The measured table of ${id} has no guidance scale ${scale}.`);
  return {
    accuracy: percentOne(found.accuracy),
    frechet: found.frechet.toFixed(2),
    diversity: found.diversity.toFixed(2),
  };
}

/** The measured scale with the smallest Fréchet distance. */
function bestScale(id: keyof typeof measuredSampling): number {
  const { guidance } = measuredSampling[id];
  return guidance.reduce((best, cell) => (cell.frechet < best.frechet ? cell : best)).scale;
}

const tableOf = (id: keyof typeof measuredSampling) => ({
  none: measured(id, 1),
  two: measured(id, 2),
  three: measured(id, 3),
  ten: measured(id, 10),
  best: bestScale(id),
  samples: measuredSampling[id].samples,
  real: {
    frechet: measuredSampling[id].real.frechet.toFixed(2),
    diversity: measuredSampling[id].real.diversity.toFixed(2),
  },
});

/** What the guided error in x0 is worth at a timestep: √(1 − ᾱ) / √ᾱ. */
const errorFactor = (t: number) => Math.sqrt(1 / schedule.snr[t]!);

/** The rows of the fourth figure: a walk guided all the way asks twice a step, one with an interval only inside it. */
const walked = visitedLevels(schedule, { steps, startAt })
  .slice(0, -1)
  .map(({ t }) => t);
const insideInterval = walked.filter((t) => t >= startChoice.from && t <= startChoice.to).length;

const [outer] = ofClass[towards]!.components;
const ownMean = spreadOfMixture(ofClass[towards]!).mean;

export const n = {
  starts,
  /** How far the class's mean moves when its inner blob is lost. */
  lostInner: Math.hypot(outer!.mean[0]! - ownMean[0]!, outer!.mean[1]! - ownMean[1]!).toFixed(2),
  lastStep,
  own: spreadOfMixture(ofClass[towards]!).spread.toFixed(2),
  w1: walks(1),
  w3: walks(3),
  w7: walks(7.5),
  w15: walks(15),
  avoidB: walks(3, 1),
  sharpThree: sharpened(towards, 3).spread.toFixed(2),
  sharpSeven: sharpened(towards, 7.5).spread.toFixed(2),
  digits: tableOf('digits-8'),
  garments: tableOf('fashion-32'),
  guidedCalls: 2 * walked.length,
  intervalCalls: walked.length + insideInterval,
  /** How much an error in the noise weighs in the predicted x0. */
  factorMiddle: errorFactor(500).toFixed(1),
  factorLate: Math.round(errorFactor(980)),
  factorLast: Math.round(errorFactor(lastStep)).toLocaleString('en-GB'),
} as const;
