/** Walks points of the plane from noise to data with exact scores, steered by the exact classifier; measures where they end. */
import {
  classifierGuidance,
  logDensity,
  makeCosineSchedule,
  makeRng,
  predictionAt,
  type SamplerStep,
  sampleNormals,
  samplers,
  sampleWalk,
} from '../../../lib/diffusion/index.ts';
import { allClasses, classMixtures, noiseClasses } from './labelledClusters.ts';

/** The schedule of the plane: cosine, T = 1000. */
export const planeSchedule = makeCosineSchedule({ T: 1000 });

/** What steers a walk. */
export interface GuidedWalk {
  readonly sampler: 'ddim' | 'ddpm';
  readonly steps: number;
  /** The wanted class. */
  readonly y: number;
  /** γ, the power to which p(y | x_t) is raised; 0 steers nowhere. */
  readonly scale: number;
  readonly points: number;
  readonly seed: number;
}

/** x0 that goes with a predicted noise, or the other way round: xt · x + value · prediction. */
function convert(
  x: Float64Array,
  value: Float64Array,
  step: SamplerStep,
  [from, to]: readonly ['score', 'eps'] | readonly ['eps', 'x0'],
): Float64Array {
  const rule = predictionAt(step, from, to);
  return x.map((number, i) => rule.xt * number + rule.value * value[i]!);
}

/** The predicted x0 of a step: the exact ε, less γ √(1 − ᾱ_t) ∇ log p(y | x_t) (Dhariwal and Nichol 2021, algorithm 2). */
function guidedX0(x: Float64Array, step: SamplerStep, { y, scale }: GuidedWalk): Float64Array {
  const classes = noiseClasses(step.signal ** 2);
  const eps = convert(x, classes.score(x), step, ['score', 'eps']);
  const gradient = classes.classifierGradient(x, y);
  const guided = classifierGuidance(eps, gradient, { sigma: step.sigma, scale });
  return convert(x, guided, step, ['eps', 'x0']);
}

/** Every position of every point, [steps + 1][points · 2], from the noise that the seed decides. */
export function walkGuided(walk: GuidedWalk): Float64Array[] {
  const { sampler, steps, points, seed } = walk;
  const table = samplers[sampler].make(planeSchedule, { steps });
  const start: Float64Array = Float64Array.from(sampleNormals(makeRng(seed), 2 * points));
  const frames = [start];
  const along = sampleWalk<Float64Array>({ table, start, seed }, (x, step) =>
    guidedX0(x, step, walk),
  );
  for (const { next } of along) frames.push(next);
  return frames;
}

/** Where points ended. */
export interface Ends {
  /** Share that the exact classifier gives to the wanted class, as the likeliest. */
  readonly right: number;
  /** Mean of p(y | x_0) over the points. */
  readonly sureness: number;
  /** Share of the points nearest to each cluster of the wanted class, of those that ended in the class. */
  readonly clusterShares: readonly number[];
  /** Root mean square distance from the nearest cluster’s centre, as a share of what the cluster itself has. */
  readonly spread: number;
}

/**
 * Measures points, [count · 2]: the ends of walks, or draws from a distribution.
 *
 * @param weights one a point, with the sum 1; all alike unless given
 */
export function measureEnds(ends: Float64Array, y: number, weights?: Float64Array): Ends {
  const { components } = classMixtures[y]!;
  const classes = classMixtures.length;
  const probabilities = noiseClasses(1).posteriors(ends);
  const counts = components.map(() => 0);
  let [right, sureness, squares] = [0, 0, 0];
  const count = ends.length / 2;
  for (let n = 0; n < count; n++) {
    const weight = weights?.[n] ?? 1 / count;
    const own = probabilities.subarray(n * classes, (n + 1) * classes);
    sureness += weight * own[y]!;
    if (own[y]! < Math.max(...own)) continue;
    right += weight;
    const distances = components.map(
      ({ mean }) => (ends[2 * n]! - mean[0]!) ** 2 + (ends[2 * n + 1]! - mean[1]!) ** 2,
    );
    const nearest = distances.indexOf(Math.min(...distances));
    counts[nearest]! += weight;
    squares += (weight * distances[nearest]!) / (2 * components[nearest]!.covariance[0]![0]!);
  }
  return {
    right,
    sureness,
    clusterShares: counts.map((inside) => (right > 0 ? inside / right : 0)),
    spread: right > 0 ? Math.sqrt(squares / right) : 0,
  };
}

const half = 4.5;
const spacing = 0.1;

/** The points of a square grid on which integrals over the plane are summed. */
function planeGrid(): Float64Array {
  const across = Math.round((2 * half) / spacing) + 1;
  return Float64Array.from({ length: 2 * across * across }, (_, i) => {
    const point = Math.floor(i / 2);
    const place = i % 2 === 0 ? point % across : Math.floor(point / across);
    return place * spacing - half;
  });
}

/**
 * The measures of q(x_0) p(y | x_0)^γ itself, normalised: what the scale is said to aim at. Sums over a grid; for clusters
 * as wide as three spacings they are exact to many digits.
 */
export function measureSharpened(y: number, scale: number): Ends {
  const grid = planeGrid();
  const classes = classMixtures.length;
  const probabilities = noiseClasses(1).posteriors(grid);
  const weights = logDensity(allClasses, grid).map(
    (log, n) => Math.exp(log) * probabilities[n * classes + y]! ** scale,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return measureEnds(
    grid,
    y,
    weights.map((weight) => weight / total),
  );
}
