/**
 * Three labelled classes of Gaussian clusters in the plane, and all that classifier guidance needs of them at any noise
 * level, exactly: scores, p(y | x_t), and its gradient (Dhariwal and Nichol 2021, section 4).
 */
import {
  type GaussianComponentInput,
  type GaussianMixture,
  makeGaussianMixture,
  noiseMixture,
} from '../../../lib/diffusion/index.ts';

/** A class by its place: A, B and C. */
export const classNames = ['A', 'B', 'C'] as const;

const round = (weight: number, x: number, y: number, spread: number): GaussianComponentInput => ({
  weight,
  mean: [x, y],
  covariance: spread * spread,
});

/** Class A has two clusters of equal weight: one on its own, on the left, and one beside class B. */
const clusters: readonly (readonly GaussianComponentInput[])[] = [
  [round(1, -1.6, 0.3, 0.32), round(1, -0.05, -1.05, 0.32)],
  [round(1, 0.95, -0.75, 0.36)],
  [round(1, 0.75, 1.2, 0.4)],
];

const priors: readonly number[] = [0.4, 0.3, 0.3];

/** q(x_0 | y) of each class. */
export const classMixtures: readonly GaussianMixture[] = clusters.map((parts) =>
  makeGaussianMixture(parts),
);

/** q(x_0): all classes together, with their shares. */
export const allClasses: GaussianMixture = makeGaussianMixture(
  classMixtures.flatMap(({ components }, y) =>
    components.map(({ weight, mean, covariance }) => ({
      weight: weight * priors[y]!,
      mean,
      covariance,
    })),
  ),
);

/** The classes at one noise level; batches are flat, [count · 2]. */
export interface NoisedClasses {
  /** ∇ log q(x_t). */
  score(xt: Float64Array): Float64Array;
  /** ∇ log q(x_t | y). */
  classScore(xt: Float64Array, y: number): Float64Array;
  /** p(y | x_t) for each class, [count · classes]. */
  posteriors(xt: Float64Array): Float64Array;
  /** ∇ log p(y | x_t). */
  classifierGradient(xt: Float64Array, y: number): Float64Array;
}

/** p(y | x_t) by Bayes’ rule: prior times density, divided by the sum over the classes. */
function posteriorsOf(logDensities: readonly Float64Array[]): Float64Array {
  const classes = logDensities.length;
  const count = logDensities[0]!.length;
  const out = new Float64Array(count * classes);
  for (let n = 0; n < count; n++) {
    const logs = logDensities.map((densities, y) => Math.log(priors[y]!) + densities[n]!);
    const most = Math.max(...logs);
    const sum = logs.reduce((total, log) => total + Math.exp(log - most), 0);
    for (let y = 0; y < classes; y++) out[n * classes + y] = Math.exp(logs[y]! - most) / sum;
  }
  return out;
}

/** The classes after the forward process has left ᾱ of the signal. */
export function noiseClasses(alphaBar: number): NoisedClasses {
  const all = noiseMixture(allClasses, alphaBar);
  const each = classMixtures.map((mixture) => noiseMixture(mixture, alphaBar));
  const posteriors = (xt: Float64Array) =>
    posteriorsOf(each.map((noised) => noised.logDensity(xt)));
  return {
    score: (xt) => all.score(xt),
    classScore: (xt, y) => each[y]!.score(xt),
    posteriors,
    classifierGradient(xt, y) {
      // log p(y | x) = log q(x | y) − log Σ_c p(c) q(x | c), plus a constant: one at the class, less the probabilities.
      const probabilities = posteriors(xt);
      const scores = each.map((noised) => noised.score(xt));
      return xt.map((_, i) => {
        const row = Math.floor(i / 2) * each.length;
        return scores.reduce(
          (sum, score, c) => sum + ((c === y ? 1 : 0) - probabilities[row + c]!) * score[i]!,
          0,
        );
      });
    },
  };
}
