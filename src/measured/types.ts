/** What `npm run evaluate -- --tables` writes: how good a shipped model's images are, by sampler and steps, and by guidance. */
import type { SamplerName } from '../lib/diffusion/index.ts';

/** Measures of a set of images; `frechet` is the squared distance in the classifier's features to the held-out images. */
export interface MeasuredSet {
  readonly accuracy: number;
  readonly frechet: number;
  /** Spread of features within the classes, as a share of the held-out images' spread. */
  readonly diversity: number;
}

/** One sampler at one number of steps, guidance 1. */
export interface SamplerCell extends MeasuredSet {
  readonly sampler: SamplerName;
  /** Visited timesteps; T for all of them. */
  readonly steps: number;
  /** The largest visited timestep, where it is not T − 1. */
  readonly startAt?: number;
  /** Network calls for one image. */
  readonly calls: number;
}

/** One guidance scale, with DDIM. */
export interface GuidanceCell extends MeasuredSet {
  readonly scale: number;
}

/** All that was measured of one model. */
export interface MeasuredModel {
  readonly model: string;
  /** Images in each set, the classes in turn. */
  readonly samples: number;
  readonly seed: string;
  readonly backend: string;
  /** DDIM steps of the guidance table. */
  readonly guidanceSteps: number;
  /** As many training images, measured alike. */
  readonly real: MeasuredSet;
  readonly guidance: readonly GuidanceCell[];
  readonly samplers: readonly SamplerCell[];
}
