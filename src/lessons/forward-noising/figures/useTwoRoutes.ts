/** The two routes from x0 to x_t, taken by thousands of values at once: many small steps, or one jump. */
import { useMemo } from 'preact/hooks';
import type { ChosenImage } from '../../../components/data/useImageChoice.tsx';
import {
  type ForwardCoefficients,
  fork,
  forwardCoefficients,
  forwardSample,
  sampleNormals,
} from '../../../lib/diffusion/index.ts';
import { schedule } from './courseSchedule.ts';
import { type Bins, densities, expectedDensities, type Moments, momentsOf } from './histogram.ts';
import { makePopulation, pictureOf, type View, viewOf } from './population.ts';
import { useChain } from './useChain.ts';

/** The histograms' bins: four standard deviations of pure noise to either side. */
export const bins: Bins = { from: -4, to: 4, count: 64 };

export interface Route {
  readonly picture: Float32Array;
  readonly densities: Float64Array;
  readonly moments: Moments;
}

export interface TwoRoutes {
  /** The step that the walks have reached; −1 before the first. */
  readonly walkedTo: number;
  readonly arrived: boolean;
  readonly walk: Route;
  readonly jump: Route;
  /** What the formula says at t. */
  readonly formula: { readonly densities: Float64Array; readonly moments: Moments };
}

export interface TwoRoutesOptions {
  readonly image: ChosenImage | null;
  /** The picked pixel's value. */
  readonly value: number;
  readonly view: View;
  readonly t: number;
  readonly seed: number;
  readonly onScreen: boolean;
}

/** Null until there is a picture. */
export function useTwoRoutes(options: TwoRoutesOptions): TwoRoutes | null {
  const { image, value, view, t, seed, onScreen } = options;
  const x0 = useMemo(() => image && makePopulation(image.pixels, value), [image, value]);
  const { chain, arrived } = useChain({ x0, seed, t, onScreen });
  const length = x0?.length ?? 0;
  const eps = useMemo(() => sampleNormals(fork(seed, 'jump'), length), [seed, length]);
  const jumped = useMemo(() => x0 && forwardSample(schedule, x0, t, eps), [x0, t, eps]);
  const walked = chain?.xt ?? null;
  const size = image?.size ?? 1;
  const walk = useMemo(() => walked && routeOf(walked, size, view), [walked, size, view]);
  const jump = useMemo(() => jumped && routeOf(jumped, size, view), [jumped, size, view]);
  const clean = useMemo(() => x0 && viewOf(x0, view), [x0, view]);
  const formula = useMemo(() => clean && formulaFor(clean, t), [clean, t]);
  if (!chain || !walk || !jump || !formula) return null;
  return { walkedTo: chain.t, arrived, walk, jump, formula };
}

function routeOf(values: Float32Array, size: number, view: View): Route {
  const seen = viewOf(values, view);
  return {
    picture: pictureOf(values, size),
    densities: densities(seen, bins),
    moments: momentsOf(seen),
  };
}

function formulaFor(clean: Float32Array, t: number): TwoRoutes['formula'] {
  const coefficients = forwardCoefficients(schedule, t);
  return {
    densities: expectedDensities(clean, coefficients, bins),
    moments: expectedMoments(momentsOf(clean), coefficients),
  };
}

/** Mean √ᾱ_t · mean and variance ᾱ_t · variance + 1 − ᾱ_t (Ho et al. 2020, eq. 4, averaged over x0). */
export function expectedMoments(
  clean: Moments,
  { signal, noise }: Omit<ForwardCoefficients, 'alphaBar'>,
): Moments {
  return { mean: signal * clean.mean, deviation: Math.hypot(signal * clean.deviation, noise) };
}
