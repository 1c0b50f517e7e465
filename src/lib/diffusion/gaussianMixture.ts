/** Mixtures of Gaussians: data whose noised density, score and best prediction are known exactly. */
import { check, checkFinite, checkPositiveInteger } from './checks.ts';
import { cholesky } from './cholesky.ts';
import type { Rng } from './random.ts';

/** One Gaussian of a mixture. The weights of a mixture sum to 1. */
export interface GaussianComponent {
  readonly weight: number;
  readonly mean: readonly number[];
  readonly covariance: readonly (readonly number[])[];
}

/** Σ_k weight_k N(mean_k, covariance_k) in `dim` dimensions. */
export interface GaussianMixture {
  readonly dim: number;
  readonly components: readonly GaussianComponent[];
}

/** What makeGaussianMixture takes: any positive weight, and a number for an isotropic covariance. */
export interface GaussianComponentInput {
  readonly weight: number;
  readonly mean: ArrayLike<number>;
  readonly covariance: number | readonly (readonly number[])[];
}

/** Labels are bytes, so a mixture has at most this many components. */
const MOST_COMPONENTS = 256;

/**
 * Checks the components and divides their weights by the sum.
 *
 * @param components one or more; `covariance` is a variance (isotropic) or a symmetric, positive
 *   definite matrix
 * @throws InvalidArgumentError when a weight is not positive, a shape does not fit, a number is not
 *   finite, or a covariance is not symmetric and positive definite
 */
export function makeGaussianMixture(
  components: readonly GaussianComponentInput[],
): GaussianMixture {
  const ok = components.length > 0 && components.length <= MOST_COMPONENTS;
  check(ok, 'components', components, `an array of 1 to ${MOST_COMPONENTS} components`);
  const dim = components[0]!.mean.length;
  components.forEach((component, k) => {
    checkComponent(component, `components[${k}]`, dim);
  });
  const total = components.reduce((sum, { weight }) => sum + weight, 0);
  return {
    dim,
    components: components.map(({ weight, mean, covariance }) => ({
      weight: weight / total,
      mean: Array.from(mean),
      covariance: asMatrix(covariance, dim),
    })),
  };
}

function checkComponent(component: GaussianComponentInput, name: string, dim: number): void {
  const { weight, mean, covariance } = component;
  const weightOk = weight > 0 && Number.isFinite(weight);
  check(weightOk, `${name}.weight`, weight, 'a finite number above 0');
  const shape = dim === 0 ? 'an array of one number or more' : `an array of length ${dim}`;
  check(dim > 0 && mean.length === dim, `${name}.mean`, mean, shape);
  for (let i = 0; i < dim; i++) checkFinite(`${name}.mean[${i}]`, mean[i]!);
  checkCovariance(covariance, `${name}.covariance`, dim);
}

function checkCovariance(
  covariance: GaussianComponentInput['covariance'],
  name: string,
  dim: number,
): void {
  if (typeof covariance === 'number') {
    check(covariance > 0 && Number.isFinite(covariance), name, covariance, 'a variance above 0');
    return;
  }
  const square = covariance.length === dim && covariance.every((row) => row.length === dim);
  check(square, name, covariance, `a matrix of ${dim} rows and ${dim} columns`);
  const symmetric = covariance.every((row, i) => row.every((x, j) => x === covariance[j]![i]));
  check(symmetric, name, covariance, 'a symmetric matrix of numbers');
  const lower = cholesky(Float64Array.from(covariance.flat()), dim);
  check(lower !== undefined, name, covariance, 'a positive definite matrix');
}

function asMatrix(covariance: GaussianComponentInput['covariance'], dim: number): number[][] {
  if (typeof covariance !== 'number') return covariance.map((row) => [...row]);
  const indices = Array.from({ length: dim }, (_, i) => i);
  return indices.map((i) => indices.map((j) => (i === j ? covariance : 0)));
}

/**
 * Draws points from the mixture.
 *
 * @returns `points`, [count · dim] flattened, and for each the index of its component
 * @throws InvalidArgumentError when count is no positive integer
 */
export function sampleGaussianMixture(
  mixture: GaussianMixture,
  count: number,
  rng: Rng,
): { points: Float64Array<ArrayBuffer>; labels: Uint8Array<ArrayBuffer> } {
  checkPositiveInteger('count', count);
  const { dim, components } = mixture;
  const factors = components.map(({ covariance }) => {
    const lower = cholesky(Float64Array.from(covariance.flat()), dim);
    check(lower !== undefined, 'mixture', mixture, 'made by makeGaussianMixture');
    return lower;
  });
  const points = new Float64Array(count * dim);
  const labels = new Uint8Array(count);
  const z = new Float64Array(dim);
  for (let n = 0; n < count; n++) {
    const k = drawComponent(components, rng);
    labels[n] = k;
    for (let i = 0; i < dim; i++) z[i] = rng.normal();
    writeDraw(points, n * dim, components[k]!.mean, factors[k]!, z);
  }
  return { points, labels };
}

function drawComponent(components: readonly GaussianComponent[], rng: Rng): number {
  let left = rng.uniform();
  for (let k = 0; k < components.length - 1; k++) {
    left -= components[k]!.weight;
    if (left < 0) return k;
  }
  return components.length - 1;
}

/** mean + L z */
function writeDraw(
  points: Float64Array,
  offset: number,
  mean: readonly number[],
  lower: Float64Array,
  z: Float64Array,
): void {
  const dim = z.length;
  for (let i = 0; i < dim; i++) {
    let value = mean[i]!;
    for (let j = 0; j <= i; j++) value += lower[i * dim + j]! * z[j]!;
    points[offset + i] = value;
  }
}
