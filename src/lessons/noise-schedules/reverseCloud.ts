/**
 * Generation in two dimensions with nothing learned: the reverse steps q(x_{t−1} | x_t, x0) with the
 * exact E[x0 | x_t] of a mixture (Ho et al. 2020, eq. 7), so that every fault is the schedule's.
 */
import {
  fillNormals,
  fork,
  forwardSample,
  makeGaussianMixture,
  makeLinearSchedule,
  noiseMixture,
  type Schedule,
  sampleGaussianMixture,
  samplePosterior,
} from '../../lib/diffusion/index.ts';

/** How many points each cloud has. */
export const pointCount = 500;

const deviation = 0.2;

/** Three round clusters whose common mean is far from the origin, as a picture's brightness may be. */
export const mixture = makeGaussianMixture([
  { weight: 0.5, mean: [1.6, 1.2], covariance: deviation ** 2 },
  { weight: 0.3, mean: [0.2, 1.9], covariance: deviation ** 2 },
  { weight: 0.2, mean: [0.4, -0.4], covariance: deviation ** 2 },
]);

/** What the clusters are called. */
export const clusterNames = ['A', 'B', 'C'] as const;

/** What the reader sets. */
export interface CloudSettings {
  readonly T: number;
  readonly betaEnd: number;
  /** Whether T steps do the work of 1000, or take the first T-step β range as it is. */
  readonly rescaled: boolean;
  readonly seed: number;
}

/** The linear schedule of these settings. */
export function scheduleOf({ T, betaEnd, rescaled }: Omit<CloudSettings, 'seed'>): Schedule {
  return makeLinearSchedule({ T, betaEnd, rescaled });
}

/** Points of the data itself. */
export function dataCloud(seed: number): Float64Array {
  return sampleGaussianMixture(mixture, pointCount, fork(seed, 'data')).points;
}

/** The noise that generation starts from, N(0, I). */
export function startCloud(seed: number): Float64Array {
  return fillNormals(fork(seed, 'start'), new Float64Array(2 * pointCount));
}

/** The data after all T noising steps: what generation ought to start from. */
export function noisedCloud(schedule: Schedule, seed: number): Float64Array {
  const eps = fillNormals(fork(seed, 'forward'), new Float64Array(2 * pointCount));
  return forwardSample(schedule, dataCloud(seed), schedule.T - 1, eps);
}

/** Walks all the way from N(0, I) back to data; yields after each step, so that it can be done in slices. */
export function* walkBack(
  schedule: Schedule,
  seed: number,
): Generator<undefined, Float64Array, void> {
  const rng = fork(seed, 'reverse');
  const z = new Float64Array(2 * pointCount);
  let xt = startCloud(seed);
  for (let t = schedule.T - 1; t >= 0; t--) {
    const x0Pred = noiseMixture(mixture, schedule.alphasCumprod[t]!).posteriorMean(xt);
    xt = samplePosterior(schedule, x0Pred, xt, t, fillNormals(rng, z));
    yield;
  }
  return xt;
}

/** The whole walk at once. */
export function generateCloud(schedule: Schedule, seed: number): Float64Array {
  const walk = walkBack(schedule, seed);
  for (;;) {
    const step = walk.next();
    if (step.done) return step.value;
  }
}

/** What a cloud is like. */
export interface CloudMeasures {
  readonly mean: readonly [number, number];
  /** Share of the points nearest to each cluster's centre. */
  readonly shares: readonly number[];
  /** Root of the mean squared distance to the nearest centre, per axis. */
  readonly spread: number;
}

/** The same measures of the mixture itself, exact up to clusters that overlap (under 1 %). */
export const truth: CloudMeasures = {
  mean: [meanOf(0), meanOf(1)],
  shares: mixture.components.map(({ weight }) => weight),
  spread: deviation,
};

function meanOf(axis: number): number {
  return mixture.components.reduce((sum, { weight, mean }) => sum + weight * mean[axis]!, 0);
}

/** Measures a cloud. */
export function measureCloud(points: Float64Array): CloudMeasures {
  const count = points.length / 2;
  const mean: [number, number] = [0, 0];
  const counts = mixture.components.map(() => 0);
  let squares = 0;
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!];
    mean[0] += x / count;
    mean[1] += y / count;
    const distances = mixture.components.map((c) => (x - c.mean[0]!) ** 2 + (y - c.mean[1]!) ** 2);
    const nearest = Math.min(...distances);
    counts[distances.indexOf(nearest)]! += 1;
    squares += nearest;
  }
  return { mean, shares: counts.map((n) => n / count), spread: Math.sqrt(squares / count / 2) };
}

/** Distance between two clouds' means. */
export function shiftOfMean(a: CloudMeasures, b: CloudMeasures): number {
  return Math.hypot(a.mean[0] - b.mean[0], a.mean[1] - b.mean[1]);
}

/** One setting under a name. */
export interface CloudPreset {
  readonly label: string;
  readonly settings: Omit<CloudSettings, 'seed'>;
}

/** Settings that show one fault each, and one that shows none. */
export const cloudPresets = {
  halfSignal: {
    label: 'ᾱ ends at 0.5',
    settings: { T: 200, betaEnd: 0.0013, rescaled: true },
  },
  fewSteps: { label: 'T = 4', settings: { T: 4, betaEnd: 0.02, rescaled: true } },
  cutShort: {
    label: 'T = 50, β as for 1000',
    settings: { T: 50, betaEnd: 0.02, rescaled: false },
  },
  healthy: { label: 'Healthy', settings: { T: 200, betaEnd: 0.02, rescaled: true } },
} as const satisfies Record<string, CloudPreset>;

/** The values of T that the slider offers: finer where T is small. */
export const stepChoices: readonly number[] = [2, 3, 4, 6, 8, 12, 20, 30, 50, 100, 200, 500, 1000];
