/** How images are drawn with a network: the sampler, and how it is steered. */
import type { GuidanceInterval, SamplerName, SamplerOptions } from '../diffusion/index.ts';

/** The sampler, guidance, and what is done to each predicted x0. */
export interface DrawSettings {
  readonly sampler: SamplerName;
  /** Steps, spacing and the sampler's own options. */
  readonly options: SamplerOptions;
  /** w of ε_other + w (ε_class − ε_other): 1 is none. */
  readonly guidanceScale: number;
  /** The class to walk away from; null for the class that stands for none. */
  readonly avoid: number | null;
  /** φ of guidance rescale, applied to the predicted x0: 0 is none. */
  readonly rescale: number;
  /** The timesteps at which guidance acts; null for all. */
  readonly interval: GuidanceInterval | null;
  /** An open noise-aware classifier that steers too, towards each image's class; null for none. */
  readonly classifier: { readonly id: string; readonly scale: number } | null;
  /** What is done to each predicted x0. */
  readonly x0: 'clip' | 'dynamic' | 'none';
}

/** DDIM without fresh noise and without guidance, x0 clipped. */
export function plainSettings(steps: number): DrawSettings {
  return {
    sampler: 'ddim',
    options: { steps },
    guidanceScale: 1,
    avoid: null,
    rescale: 0,
    interval: null,
    classifier: null,
    x0: 'clip',
  };
}
