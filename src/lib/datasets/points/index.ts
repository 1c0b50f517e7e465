/** The registry of two-dimensional point sets: one line each. */

import type { GaussianMixture, Rng } from '../../diffusion/index.ts';
import { InvalidArgumentError } from '../../diffusion/index.ts';
import { checkerboard } from './checkerboard.ts';
import { drawn } from './drawn.ts';
import { eightGaussians, twoGaussians } from './mixtures.ts';
import { moons } from './moons.ts';
import type { PointDataset, SampledPoints } from './pointDataset.ts';
import { rings } from './rings.ts';
import { swissRoll } from './swissRoll.ts';

export type { PointDataset, SampledPoints } from './pointDataset.ts';

/** The names of the point sets. */
export type PointDatasetId =
  | 'eightGaussians'
  | 'twoGaussians'
  | 'moons'
  | 'swissRoll'
  | 'checkerboard'
  | 'rings'
  | 'drawn';

/** Every point set, by its id. */
export const pointDatasets: { readonly [Id in PointDatasetId]: PointDataset<Id> } = {
  eightGaussians,
  twoGaussians,
  moons,
  swissRoll,
  checkerboard,
  rings,
  drawn,
};

/** What to draw, and how. */
export interface SamplePointsOptions {
  readonly id: PointDatasetId;
  readonly count: number;
  readonly rng: Rng;
  /** Standard deviation of the noise in standardised units; by default the set's own. */
  readonly noise?: number | undefined;
  /** [n * 2], the reader's own points; needed by `drawn`, ignored by the others. */
  readonly drawn?: Float32Array | undefined;
}

function datasetOf(id: PointDatasetId): PointDataset {
  if (Object.hasOwn(pointDatasets, id)) return pointDatasets[id];
  throw new InvalidArgumentError('id', id, `one of ${Object.keys(pointDatasets).join(', ')}`);
}

/**
 * Draws points of a set, standardised by constants of the set itself: without noise its mean is 0
 * and its rms 1 on each axis (`drawn` stays as drawn). The same seed gives the same points.
 *
 * @returns points [count * 2], and labels [count] where the set has parts
 * @throws InvalidArgumentError for a bad id, count, noise or drawing
 */
export function samplePoints({ id, noise, ...options }: SamplePointsOptions): SampledPoints {
  const dataset = datasetOf(id);
  return dataset.sample({ ...options, noise: noise ?? dataset.noise.default });
}

/** The point sets whose exact density and score are known. */
export type MixtureDatasetId = 'eightGaussians' | 'twoGaussians';

/** True for sets that mixtureOf knows. */
export function isMixtureDataset(id: PointDatasetId): id is MixtureDatasetId {
  return pointDatasets[id].mixture !== undefined;
}

/**
 * The exact density that samplePoints draws from.
 * @param noise - as for samplePoints; by default the set's own
 * @throws InvalidArgumentError if the set is not a Gaussian mixture
 */
export function mixtureOf(id: MixtureDatasetId, noise?: number): GaussianMixture {
  const { mixture, noise: slider } = datasetOf(id);
  if (!mixture) throw new InvalidArgumentError('id', id, 'a point set that is a Gaussian mixture');
  return mixture(noise ?? slider.default);
}
