/** DDPM walks whose end is known without drawing: data that are one Gaussian, and exact walks of points between two clusters. */
import { mixtureOf } from '../../lib/datasets/index.ts';
import {
  type DdpmVariance,
  makeDdpmTable,
  noiseMixture,
  type SamplerTable,
  sampleWalk,
} from '../../lib/diffusion/index.ts';
import { schedule } from './figures/modelSchedule.ts';
import { startNoise } from './figures/oneStep.ts';
import { spreadOf } from './figures/plane.ts';

/**
 * The standard deviation of the results on data N(0, s²), one number a sample, with the exact denoiser: x0 is then
 * a · x with a = signal s² / (signal² s² + sigma²), so that each row takes the variance V to (xt + x0 · a)² V + noise².
 */
export function endDeviation(table: SamplerTable, dataDeviation: number): number {
  const s2 = dataDeviation ** 2;
  let variance = 1;
  for (const { signal, sigma, xt, x0, noise } of table) {
    const gain = (signal * s2) / (signal * signal * s2 + sigma * sigma);
    variance = (xt + x0 * gain) ** 2 * variance + noise * noise;
  }
  return Math.sqrt(variance);
}

/** The table of a DDPM walk on the course's cosine schedule. */
export const ddpmTable = (steps: number, variance: DdpmVariance): SamplerTable =>
  makeDdpmTable(schedule, { steps, variance });

/** Where points end on an exact walk over all steps, for two Gaussian clusters: their mean, and how far from it they lie. */
export function clusterEnd(variance: DdpmVariance, points = 200) {
  const mixture = mixtureOf('twoGaussians');
  const table = ddpmTable(schedule.T, variance);
  const start = startNoise(1, 2 * points);
  const walk = sampleWalk({ table, start, seed: 1 }, (x, { signal }) =>
    noiseMixture(mixture, signal * signal).posteriorMean(x),
  );
  let turn = walk.next();
  while (!turn.done) turn = walk.next();
  return spreadOf(turn.value);
}

/** How far points lie from their mean at the end of that walk. */
export const clusterSpread = (variance: DdpmVariance, points?: number): number =>
  clusterEnd(variance, points).spread;
