/**
 * A mixture of Gaussians after the forward process: again a mixture, with means √ᾱ μ_k and
 * covariances ᾱ Σ_k + (1 − ᾱ) I, so its density, score and E[x0 | x_t] are exact.
 *
 * The score and the posterior mean are tied by Tweedie's formula (Efron 2011; Robbins 1956).
 */
import { check, checkAlphaBar, checkBatch, checkLength } from './checks.ts';
import { cholesky, gram, invertLower, multiply } from './cholesky.ts';
import type { GaussianComponent, GaussianMixture } from './gaussianMixture.ts';
import { emptyLike, logSumExp, type Numbers, normaliseLogWeights } from './numbers.ts';

/** The mixture at one ᾱ. Batches are flat, [count · dim]; results are of the kind of the input. */
export interface NoisedMixture {
  readonly dim: number;
  readonly alphaBar: number;
  /** log q(x_t), one number a point. */
  logDensity<A extends Numbers>(xt: A): A;
  /** ∇ log q(x_t), one vector a point. */
  score<A extends Numbers>(xt: A): A;
  /** E[x0 | x_t], one vector a point. */
  posteriorMean<A extends Numbers>(xt: A): A;
  /** p(component | x_t) of one point. */
  responsibilities(xt: ArrayLike<number>): Float64Array;
}

/** What a component needs at one ᾱ. All matrices are dim × dim, flattened. */
interface NoisedComponent {
  /** log weight − ½ log det(2π C), C the noised covariance. */
  readonly logScale: number;
  readonly cleanMean: readonly number[];
  readonly mean: Float64Array;
  /** L⁻¹ of C = L Lᵀ. */
  readonly whiten: Float64Array;
  /** −C⁻¹ */
  readonly scoreMatrix: Float64Array;
  /** √ᾱ Σ C⁻¹, which takes x_t − √ᾱ μ to the shift of E[x0 | x_t] from μ. */
  readonly gain: Float64Array;
}

/**
 * Prepares everything that does not depend on the point.
 *
 * @param alphaBar the remaining signal, from 0 (pure noise) to 1 (the data)
 * @throws InvalidArgumentError when alphaBar is out of range; the methods, when a batch does not
 *   hold whole points
 */
export function noiseMixture(mixture: GaussianMixture, alphaBar: number): NoisedMixture {
  checkAlphaBar(alphaBar);
  const { dim } = mixture;
  const parts = mixture.components.map((component) => noiseComponent(component, dim, alphaBar));
  return {
    dim,
    alphaBar,
    logDensity: (xt) => logDensities(parts, dim, xt),
    score: (xt) =>
      average(parts, dim, xt, (part, offset, out, weight) => {
        addProduct(out, weight, part.scoreMatrix, part.mean, xt, offset);
      }),
    posteriorMean: (xt) =>
      average(parts, dim, xt, (part, offset, out, weight) => {
        for (let i = 0; i < dim; i++) out[i]! += weight * part.cleanMean[i]!;
        addProduct(out, weight, part.gain, part.mean, xt, offset);
      }),
    responsibilities: (xt) => {
      checkLength('xt', xt, dim, 'dim');
      return normaliseLogWeights(logTerms(parts, dim, xt, 0, new Float64Array(parts.length)));
    },
  };
}

function noiseComponent(
  component: GaussianComponent,
  dim: number,
  alphaBar: number,
): NoisedComponent {
  const clean = Float64Array.from(component.covariance.flat());
  const noised = clean.map((x, i) => alphaBar * x + (i % (dim + 1) === 0 ? 1 - alphaBar : 0));
  const lower = cholesky(noised, dim);
  check(lower !== undefined, 'mixture', component.covariance, 'made by makeGaussianMixture');
  const whiten = invertLower(lower, dim);
  const precision = gram(whiten, dim);
  let logScale = Math.log(component.weight) - (dim / 2) * Math.log(2 * Math.PI);
  for (let i = 0; i < dim; i++) logScale -= Math.log(lower[i * dim + i]!);
  return {
    logScale,
    cleanMean: component.mean,
    mean: Float64Array.from(component.mean, (x) => Math.sqrt(alphaBar) * x),
    whiten,
    scoreMatrix: precision.map((x) => -x),
    gain: multiply(clean, precision, dim, Math.sqrt(alphaBar)),
  };
}

/** log(weight_k N(x; mean_k, C_k)) of the point at `offset`, for each component, into `out`. */
function logTerms(
  parts: readonly NoisedComponent[],
  dim: number,
  x: ArrayLike<number>,
  offset: number,
  out: Float64Array,
): Float64Array {
  for (let k = 0; k < parts.length; k++) {
    const { whiten, mean, logScale } = parts[k]!;
    let squares = 0;
    for (let i = 0; i < dim; i++) {
      let entry = 0;
      for (let j = 0; j <= i; j++) entry += whiten[i * dim + j]! * (x[offset + j]! - mean[j]!);
      squares += entry * entry;
    }
    out[k] = logScale - squares / 2;
  }
  return out;
}

function logDensities<A extends Numbers>(parts: readonly NoisedComponent[], dim: number, xt: A): A {
  const count = checkBatch('xt', xt, dim);
  const out = emptyLike(xt, count);
  const terms = new Float64Array(parts.length);
  for (let n = 0; n < count; n++) out[n] = logSumExp(logTerms(parts, dim, xt, n * dim, terms));
  return out;
}

/** Adds each component's vector with its responsibility as weight, point by point. */
function average<A extends Numbers>(
  parts: readonly NoisedComponent[],
  dim: number,
  xt: A,
  add: (part: NoisedComponent, offset: number, out: Float64Array, weight: number) => void,
): A {
  const count = checkBatch('xt', xt, dim);
  const out = emptyLike(xt);
  const weights = new Float64Array(parts.length);
  const sum = new Float64Array(dim);
  for (let offset = 0; offset < count * dim; offset += dim) {
    normaliseLogWeights(logTerms(parts, dim, xt, offset, weights));
    sum.fill(0);
    for (let k = 0; k < parts.length; k++) add(parts[k]!, offset, sum, weights[k]!);
    out.set(sum, offset);
  }
  return out;
}

/** out += weight · matrix · (x − mean), x being the point at `offset`. */
function addProduct(
  out: Float64Array,
  weight: number,
  matrix: Float64Array,
  mean: Float64Array,
  x: Numbers,
  offset: number,
): void {
  const dim = out.length;
  for (let i = 0; i < dim; i++) {
    let entry = 0;
    for (let j = 0; j < dim; j++) entry += matrix[i * dim + j]! * (x[offset + j]! - mean[j]!);
    out[i]! += weight * entry;
  }
}

/** log of the mixture's own density, one number for each point of the batch [count · dim]. */
export function logDensity<A extends Numbers>(mixture: GaussianMixture, x: A): A {
  return noiseMixture(mixture, 1).logDensity(x);
}

/** log q(x_t) at ᾱ, one number for each point of the batch [count · dim]. */
export function noisedLogDensity<A extends Numbers>(
  mixture: GaussianMixture,
  alphaBar: number,
  xt: A,
): A {
  return noiseMixture(mixture, alphaBar).logDensity(xt);
}

/** ∇ log q(x_t) at ᾱ, one vector for each point of the batch [count · dim]. */
export function mixtureScore<A extends Numbers>(
  mixture: GaussianMixture,
  alphaBar: number,
  xt: A,
): A {
  return noiseMixture(mixture, alphaBar).score(xt);
}

/** E[x0 | x_t] at ᾱ, one vector for each point of the batch [count · dim]. */
export function mixturePosteriorMean<A extends Numbers>(
  mixture: GaussianMixture,
  alphaBar: number,
  xt: A,
): A {
  return noiseMixture(mixture, alphaBar).posteriorMean(xt);
}

/** p(component | x_t) at ᾱ of one point, in the order of the components. */
export function mixtureResponsibilities(
  mixture: GaussianMixture,
  alphaBar: number,
  xt: ArrayLike<number>,
): Float64Array {
  return noiseMixture(mixture, alphaBar).responsibilities(xt);
}
