/** Guidance in the plane, where everything is exact: three classes of Gaussians, and walks along their guided scores. */
import {
  classifierFreeGuidance,
  fillNormals,
  fork,
  type GaussianMixture,
  levelAt,
  makeDdimTable,
  makeGaussianMixture,
  type NoisedMixture,
  noiseMixture,
  type SamplerStep,
  sampleGaussianMixture,
  sampleWalk,
} from '../../../lib/diffusion/index.ts';
import { schedule } from './schedule.ts';

/** The classes; A has two blobs, one outside and one between the others. */
export const classNames = ['A', 'B', 'C'] as const;

/** A class by its place in `classNames`. */
export type PlaneClass = 0 | 1 | 2;

const blobs = [
  [
    { weight: 1 / 6, mean: [-1.5, 0.7], covariance: 0.06 },
    { weight: 1 / 6, mean: [-0.3, -0.1], covariance: 0.06 },
  ],
  [{ weight: 1 / 3, mean: [0.75, 0.7], covariance: 0.09 }],
  [{ weight: 1 / 3, mean: [0.5, -1], covariance: 0.09 }],
] as const;

/** All classes together: what a model without a class knows. */
export const whole: GaussianMixture = makeGaussianMixture(blobs.flat());

/** Each class by itself: what a model with that class knows. */
export const ofClass: readonly GaussianMixture[] = blobs.map((parts) =>
  makeGaussianMixture([...parts]),
);

/** How many starts, how many of their paths are drawn, and the steps of a walk. */
export const starts = 256;
export const drawnPaths = 40;
const steps = 80;

const table = makeDdimTable(schedule, { steps });

/** Both mixtures at every level of the table, made once. */
function levelsOf(mixture: GaussianMixture): ReadonlyMap<SamplerStep, NoisedMixture> {
  return new Map(table.map((row) => [row, noiseMixture(mixture, row.signal ** 2)]));
}

const known = new Map<GaussianMixture, ReadonlyMap<SamplerStep, NoisedMixture>>();
function noisedAt(mixture: GaussianMixture, row: SamplerStep): NoisedMixture {
  const levels = known.get(mixture) ?? levelsOf(mixture);
  known.set(mixture, levels);
  return levels.get(row)!;
}

/** What is guided towards, away from what, and how strongly. */
export interface PlaneGuidance {
  readonly towards: PlaneClass;
  /** null walks away from no class, but from all of them together. */
  readonly avoid: PlaneClass | null;
  readonly scale: number;
}

const otherOf = ({ avoid }: PlaneGuidance) => (avoid === null ? whole : ofClass[avoid]!);

/** Walks from noise: where they end, [starts · 2], and the way of the first few, [steps + 1, 2] each. */
export interface GuidedWalk {
  readonly ends: Float64Array;
  readonly paths: readonly Float64Array[];
}

/** DDIM walks of all starts of a seed along the guided exact prediction. */
export function walkGuided(guidance: PlaneGuidance, seed: number): GuidedWalk {
  const from = fillNormals(fork(seed, 'plane'), new Float64Array(2 * starts));
  const own = ofClass[guidance.towards]!;
  const other = otherOf(guidance);
  const paths = Array.from({ length: drawnPaths }, () => new Float64Array(2 * (steps + 1)));
  const keep = (x: Float64Array, place: number) => {
    for (const [i, path] of paths.entries()) path.set(x.subarray(2 * i, 2 * i + 2), 2 * place);
  };
  keep(from, 0);
  let ends: Float64Array = from;
  const predictX0 = (x: Float64Array, row: SamplerStep) =>
    classifierFreeGuidance(
      noisedAt(own, row).posteriorMean(x),
      noisedAt(other, row).posteriorMean(x),
      guidance.scale,
    );
  for (const { row, next } of sampleWalk<Float64Array>({ table, start: from }, predictX0)) {
    keep(next, row + 1);
    ends = next;
  }
  return { ends, paths };
}

/** Mean and spread of points: the root of half the sum of both variances. */
export interface Spread {
  readonly mean: readonly [number, number];
  readonly spread: number;
}

export function spreadOf(points: Float64Array): Spread {
  const count = points.length / 2;
  const mean: [number, number] = [0, 0];
  points.forEach((value, i) => {
    mean[i % 2]! += value / count;
  });
  const squares = points.reduce((sum, value, i) => sum + (value - mean[i % 2]!) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / count / 2) };
}

/** The same of a mixture, exactly: variance is that within the blobs and that between them. */
export function spreadOfMixture({ components }: GaussianMixture): Spread {
  const sumOf = (f: (c: (typeof components)[number]) => number) =>
    components.reduce((sum, c) => sum + c.weight * f(c), 0);
  const mean = [0, 1].map((i) => sumOf((c) => c.mean[i]!)) as [number, number];
  const squares = [0, 1].map((i) =>
    sumOf((c) => c.covariance[i]![i]! + (c.mean[i]! - mean[i]!) ** 2),
  );
  return { mean, spread: Math.sqrt((squares[0]! + squares[1]!) / 2) };
}

/** The share of points that are read as a class: that Bayes' rule gives the largest probability. */
export function readAs(points: Float64Array, cls: PlaneClass): number {
  const clean = noiseMixture(whole, 1);
  let hits = 0;
  for (let i = 0; i < points.length; i += 2) {
    if (likeliest(clean.responsibilities(points.subarray(i, i + 2))) === cls) hits++;
  }
  return hits / (points.length / 2);
}

/** The class with the largest sum over its blobs. */
function likeliest(responsibilities: Float64Array): number {
  let at = 0;
  const sums = blobs.map((parts) => parts.reduce((sum) => sum + responsibilities[at++]!, 0));
  return sums.indexOf(Math.max(...sums));
}

/** How many points are nearest to each blob of a class, as shares. */
export function sharesOfBlobs(points: Float64Array, cls: PlaneClass): number[] {
  const { components } = ofClass[cls]!;
  const counts = components.map(() => 0);
  for (let i = 0; i < points.length; i += 2) {
    const distances = components.map(({ mean }) =>
      Math.hypot(points[i]! - mean[0]!, points[i + 1]! - mean[1]!),
    );
    counts[distances.indexOf(Math.min(...distances))]!++;
  }
  return counts.map((count) => count / (points.length / 2));
}

/** Points of the class itself, for the background. */
export const cloudOf = (cls: PlaneClass, count = 600): Float64Array =>
  sampleGaussianMixture(ofClass[cls]!, count, fork('classes', classNames[cls])).points;

/** Half the side of the square over which the sharpened distribution is summed, and its cells in a row. */
const gridHalf = 5;
const gridCells = 250;

/** Centres of the cells. */
const gridPoints = Float64Array.from({ length: 2 * gridCells ** 2 }, (_, i) => {
  const cell = i >> 1;
  const along = i % 2 === 0 ? cell % gridCells : Math.floor(cell / gridCells);
  return gridHalf * ((2 * along + 1) / gridCells - 1);
});

/**
 * Mean and spread of q(x) p(y | x)^w made to sum to 1: the distribution that guidance is often said to draw from. Summed
 * over a fine grid.
 */
export function sharpened(cls: PlaneClass, scale: number): Spread {
  const logWeights = classifierFreeGuidance(
    noiseMixture(ofClass[cls]!, 1).logDensity(gridPoints),
    noiseMixture(whole, 1).logDensity(gridPoints),
    scale,
  ).subarray(0, gridCells ** 2);
  const most = logWeights.reduce((a, b) => Math.max(a, b));
  const sums = [0, 0, 0, 0];
  logWeights.forEach((log, i) => {
    const weight = Math.exp(log - most);
    const [x, y] = [gridPoints[2 * i]!, gridPoints[2 * i + 1]!];
    [weight, weight * x, weight * y, weight * (x * x + y * y)].forEach((part, k) => {
      sums[k]! += part;
    });
  });
  const [total, x, y, squares] = sums as [number, number, number, number];
  const mean: [number, number] = [x / total, y / total];
  const variance = (squares / total - mean[0] ** 2 - mean[1] ** 2) / 2;
  return { mean, spread: Math.sqrt(variance) };
}

/** Which arrows a figure draws. */
export type ArrowsOf = 'cond' | 'other' | 'difference' | 'guided';

/** Scores at step t of points [count · 2], scaled by σ so that they have one size at all t: −ε. */
export function arrowsAt(
  guidance: PlaneGuidance,
  t: number,
  at: Float64Array,
  which: ArrowsOf,
): Float64Array {
  const { signal, sigma } = levelAt(schedule, t);
  const scaled = (mixture: GaussianMixture) =>
    noiseMixture(mixture, signal ** 2)
      .score(at)
      .map((value) => sigma * value);
  const cond = scaled(ofClass[guidance.towards]!);
  if (which === 'cond') return cond;
  const other = scaled(otherOf(guidance));
  if (which === 'other') return other;
  if (which === 'difference') return cond.map((value, i) => value - other[i]!);
  return classifierFreeGuidance(cond, other, guidance.scale);
}
