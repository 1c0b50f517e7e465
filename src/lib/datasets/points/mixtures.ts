/** The point sets that are Gaussian mixtures, whose density and score are known exactly. */

import {
  type GaussianMixture,
  InvalidArgumentError,
  makeGaussianMixture,
  sampleGaussianMixture,
} from '../../diffusion/index.ts';
import { checkRequest, type PointDataset, type SampledPoints } from './pointDataset.ts';

/** Builds a set from its mixture; the noise is what the mixture makes of it. */
function mixtureDataset<Id extends string>(
  entry: Omit<PointDataset<Id>, 'sample' | 'mixture'> & {
    mixture: (noise: number) => GaussianMixture;
  },
): PointDataset<Id> {
  const mixture = (noise: number) => {
    if (noise > 0) return entry.mixture(noise);
    throw new InvalidArgumentError('noise', noise, 'a number above 0');
  };
  return {
    ...entry,
    mixture,
    sample(request): SampledPoints {
      checkRequest(request);
      return sampleGaussianMixture(mixture(request.noise), request.count, request.rng);
    },
  };
}

const diagonal = Math.SQRT1_2;
const directions: readonly (readonly [number, number])[] = [
  [1, 0],
  [diagonal, diagonal],
  [0, 1],
  [-diagonal, diagonal],
  [-1, 0],
  [-diagonal, -diagonal],
  [0, -1],
  [diagonal, -diagonal],
];

/** Eight equal, round components on a circle of radius √2: centres with mean 0 and rms 1. */
export const eightGaussians = mixtureDataset({
  id: 'eightGaussians',
  label: 'Eight Gaussians',
  description: 'Eight equal round clusters on a circle: easy to see when one is forgotten.',
  citation: 'Metz et al. 2017, Unrolled GANs, ICLR 2017 (arXiv 1611.02163)',
  classes: 8,
  noise: { min: 0.02, max: 0.5, step: 0.01, default: 0.1 },
  mixture: (noise) =>
    makeGaussianMixture(
      directions.map(([x, y]) => ({
        weight: 1 / 8,
        mean: [Math.SQRT2 * x, Math.SQRT2 * y],
        covariance: noise * noise,
      })),
    ),
});

/**
 * Two unequal components: three quarters in a slanted ellipse, one quarter in a small circle.
 * The centres −1/√3 and √3 on both axes have mean 0 and rms 1 (¾ · ⅓ + ¼ · 3 = 1).
 */
export const twoGaussians = mixtureDataset({
  id: 'twoGaussians',
  label: 'Two unequal Gaussians',
  description: 'A large slanted cluster with three quarters of the points, and a small round one.',
  citation: 'after Song & Ermon 2019, NeurIPS 2019 (arXiv 1907.05600)',
  classes: 2,
  noise: { min: 0.05, max: 0.8, step: 0.01, default: 0.4 },
  mixture: (noise) => {
    const [near, far] = [-1 / Math.sqrt(3), Math.sqrt(3)];
    const variance = noise * noise;
    const slanted = [
      [variance, -0.6 * variance],
      [-0.6 * variance, variance],
    ];
    return makeGaussianMixture([
      { weight: 3 / 4, mean: [near, near], covariance: slanted },
      { weight: 1 / 4, mean: [far, far], covariance: variance / 4 },
    ]);
  },
});
