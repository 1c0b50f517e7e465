/** Denoising diffusion implicit models, to images and back to noise (Song et al. 2021a, eq. 12 to 16). */
import { check } from '../checks.ts';
import type { Schedule } from '../schedules/index.ts';
import { finalLevel, type LevelOptions, levelAt, visitedTimesteps } from './levels.ts';
import { rowAt } from './ode.ts';
import type { SamplerStep, SamplerTable } from './step.ts';
import { type Stretch, stretches } from './stretch.ts';

/** How DDIM walks. */
export interface DdimOptions extends LevelOptions {
  /** How much of the noise is fresh: 0 is deterministic, 1 on all steps is DDPM. 0 unless told. */
  readonly eta?: number;
}

/**
 * Eq. 12 with ε = (x_t − √ᾱ_t x0) / √(1 − ᾱ_t) put in, and σ² = η² (1 − ᾱ_prev) / (1 − ᾱ_t) · added.
 * With n = 1 − ᾱ_prev and 1 − ᾱ_t = n kept + added, the factor of ε squared is
 * 1 − ᾱ_prev − σ² = n (n kept + (1 − η²) added) / (1 − ᾱ_t), and the factor of x0,
 * √ᾱ_prev (1 − √kept · that / √(1 − ᾱ_t)), is written without its subtraction.
 */
function ddimRow(stretch: Stretch, eta: number): SamplerStep {
  const { level, kept, added, alphaBarPrev, noisePrev, noiseNow } = stretch;
  const ofEps = Math.sqrt(noisePrev * (noisePrev * kept + (1 - eta * eta) * added));
  const squares = added * (added + noisePrev * kept * (1 + eta * eta));
  return rowAt(level, {
    xt: ofEps / noiseNow,
    x0: (Math.sqrt(alphaBarPrev) * squares) / (noiseNow * (noiseNow + Math.sqrt(kept) * ofEps)),
    noise: eta * Math.sqrt((noisePrev * added) / noiseNow),
  });
}

/**
 * The table of a DDIM walk from t = T − 1 (`leading`: a little below) to finalAlphaBar.
 *
 * @throws InvalidArgumentError when an option is not allowed
 */
export function makeDdimTable(schedule: Schedule, options: DdimOptions): SamplerTable {
  const { eta = 0 } = options;
  check(eta >= 0 && eta <= 1, 'eta', eta, 'a number from 0 to 1');
  return stretches(schedule, options).map((stretch) => ddimRow(stretch, eta));
}

/**
 * The table of the walk back: from an image (an x with finalAlphaBar of signal) to noise at T − 1. Each row goes one step
 * of the deterministic walk backwards, taking ε at the upper level to be what the network says there of the x below
 * (Song et al. 2021a, section 4.3): the error of that shrinks with the steps. Walk it without clipping x0.
 *
 * @throws InvalidArgumentError when an option is not allowed
 */
export function makeInverseDdimTable(schedule: Schedule, options: LevelOptions): SamplerTable {
  const timesteps = visitedTimesteps(schedule, options);
  const upper = timesteps.map((t) => levelAt(schedule, t)).reverse();
  const final = finalLevel(schedule, upper[0]!, options.finalAlphaBar);
  return upper.map((level, i) => {
    const from = upper[i - 1] ?? final;
    const kept = level.signal / from.signal;
    const ofEps = level.sigma - kept * from.sigma;
    return rowAt(level, {
      xt: kept + ofEps / level.sigma,
      x0: (-ofEps * level.signal) / level.sigma,
      noise: 0,
    });
  });
}
