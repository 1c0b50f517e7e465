/** The numbers in this lesson's prose: computed by the course's own library, or read from its measured tables, when the page is built. */
import { posteriorCoefficients } from '../../lib/diffusion/index.ts';
import { measuredSampling } from '../../measured/sampling.ts';
import { digitsFromDisk } from './digitsFromDisk.ts';
import { digitPixels, everyStep, lastStep, schedule } from './figures/modelSchedule.ts';
import { rmsDifference } from './figures/oneStep.ts';
import { dataCount, particles, planeParameters, training } from './figures/plane.ts';
import { signed, three, whole } from './figures/words.ts';
import { clusterEnd, clusterSpread, ddpmTable, endDeviation } from './gaussianWalks.ts';

const { T } = schedule;

/** The factors of the step at t, among all T. */
function factorsAt(t: number) {
  const { x0, xt, noise } = everyStep[lastStep - t]!;
  return { x0: three(x0), xt: three(xt), noise: three(noise) };
}

/** β̃ / β: how much smaller the small variance is. */
const varianceRatio = (t: number): number =>
  posteriorCoefficients(schedule, t).variance / schedule.betas[t]!;

/** The first t from which on the two variances differ by less than a hundredth. */
const nearlyEqualFrom =
  T - Array.from({ length: T }, (_, i) => varianceRatio(lastStep - i)).findIndex((r) => r < 0.99);

type Measured = keyof typeof measuredSampling;

/** What was measured of DDPM, the most steps first. */
const ddpmCells = (id: Measured) =>
  measuredSampling[id].samplers
    .filter(({ sampler }) => sampler === 'ddpm')
    .sort((a, b) => b.steps - a.steps);

/** What was measured of a walk in so many steps. */
function cellOf(id: Measured, steps: number) {
  const cell = ddpmCells(id).find((one) => one.steps === steps);
  if (!cell) throw new Error(`${id}: DDPM in ${steps} steps has not been measured.`);
  return cell;
}

/** One line a number of steps: the distances of digits and of garments, where they have been measured. */
const measuredRows = ddpmCells('digits-8').map(({ steps, frechet: digits }) => {
  const garments = ddpmCells('fashion-32').find((cell) => cell.steps === steps);
  return {
    steps: whole(steps),
    digits: digits.toFixed(2),
    garments: garments?.frechet.toFixed(2) ?? '–',
  };
});

const train = await digitsFromDisk('train');

/** How far two training digits of one class are apart: neighbours in the list, root mean square a pixel. */
function realDistance(): number {
  const last = new Map<number, Float32Array>();
  const squares: number[] = [];
  for (let i = 0; i < train.count; i++) {
    const digit = train.images.subarray(i * digitPixels, (i + 1) * digitPixels);
    const before = last.get(train.labels[i]!);
    if (before) squares.push(rmsDifference(digit, before) ** 2);
    last.set(train.labels[i]!, digit);
  }
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

export const n = {
  T: whole(T),
  lastStep,
  /** The step that the first figure opens at. */
  at400: factorsAt(400),
  /** The first step of the walk, and the one before the last; `shrink` is √α. */
  at999: { ...factorsAt(lastStep), shrink: three(Math.sqrt(schedule.alphas[lastStep]!)) },
  at1: factorsAt(1),
  /** What the fresh noise from t = 400 down would add up to. */
  addedFrom400: three(
    Math.sqrt(
      everyStep.filter(({ t }) => t <= 400).reduce((sum, { noise }) => sum + noise ** 2, 0),
    ),
  ),
  /** How much an error in the noise grows in the clean guess at the first step of the walk. */
  factorLast: whole(Math.round(everyStep[0]!.sigma / everyStep[0]!.signal)),
  ratioEarly: `${(100 * varianceRatio(1)).toFixed(0)} %`,
  ratio10: `${(100 * varianceRatio(10)).toFixed(0)} %`,
  nearlyEqualFrom,
  /** Standard deviations that exact walks end with, on data N(0, 1). */
  noneEnd: three(endDeviation(ddpmTable(T, 'none'), 1)),
  smallEnd: endDeviation(ddpmTable(T, 'fixedSmall'), 1).toFixed(3),
  smallEnd10: endDeviation(ddpmTable(10, 'fixedSmall'), 1).toFixed(2),
  clustersNone: three(clusterSpread('none')),
  clustersEnd: `(${clusterEnd('none')
    .mean.map((value) => signed(value, 2))
    .join(', ')})`,
  realDistance: realDistance().toFixed(2),
  samples: measuredSampling['digits-8'].samples,
  garments: measuredSampling['fashion-32'].samples,
  measuredRows,
  garmentsIn10: cellOf('fashion-32', 10).frechet.toFixed(2),
  garmentsIn50: cellOf('fashion-32', 50).frechet.toFixed(2),
  accuracy10: `${(100 * cellOf('digits-8', 10).accuracy).toFixed(0)} %`,
  diversity10: cellOf('digits-8', 10).diversity.toFixed(2),
  diversityAll: cellOf('digits-8', T).diversity.toFixed(2),
  realDiversity: measuredSampling['digits-8'].real.diversity.toFixed(2),
  realDigits: measuredSampling['digits-8'].real.frechet.toFixed(2),
  realFashion: measuredSampling['fashion-32'].real.frechet.toFixed(2),
  planeParameters: whole(planeParameters),
  planePoints: whole(dataCount),
  planeLoops: whole(training.loops),
  particles,
} as const;
