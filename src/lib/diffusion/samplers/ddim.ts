/** Denoising diffusion implicit models as a table of coefficients (Song et al. 2021a, eq. 12 and 16). */
import { check } from '../checks.ts';
import type { Schedule } from '../schedules/index.ts';
import type { SamplerStep, SamplerTable } from './step.ts';
import { spacedTimesteps, type TimestepSpacing } from './timesteps.ts';

/** How DDIM walks. */
export interface DdimOptions {
  /** How many times the network is asked: 1 to T. */
  readonly steps: number;
  /** How much of the noise is fresh: 0 is deterministic, 1 on all steps is DDPM. 0 unless told. */
  readonly eta?: number;
  /** `trailing` unless told. */
  readonly spacing?: TimestepSpacing;
  /** ᾱ where the walk ends, from ᾱ of its last t to 1; 1, no noise at all, unless told. */
  readonly finalAlphaBar?: number;
}

/** The noise added from one visited step to the next, and how much signal it leaves. */
interface Stretch {
  /** ᾱ_t / ᾱ_prev */
  readonly kept: number;
  /** 1 − ᾱ_t / ᾱ_prev */
  readonly added: number;
  readonly alphaBarPrev: number;
  /** 1 − ᾱ_prev */
  readonly noisePrev: number;
}

/** From step `prev` to t, by sums of positive terms, so that nothing cancels. */
function stretchBetween(schedule: Schedule, prev: number, t: number): Stretch {
  let kept = 1;
  let added = 0;
  for (let n = prev + 1; n <= t; n++) {
    added = added * schedule.alphas[n]! + schedule.betas[n]!;
    kept *= schedule.alphas[n]!;
  }
  const alphaBarPrev = prev < 0 ? 1 : schedule.alphasCumprod[prev]!;
  return {
    kept,
    added,
    alphaBarPrev,
    noisePrev: prev < 0 ? 0 : schedule.oneMinusAlphasCumprod[prev]!,
  };
}

/** From a given ᾱ to t. */
function stretchFrom(schedule: Schedule, alphaBarPrev: number, t: number): Stretch {
  if (alphaBarPrev === 1) return stretchBetween(schedule, -1, t);
  const alphaBar = schedule.alphasCumprod[t]!;
  return {
    kept: alphaBar / alphaBarPrev,
    added: (alphaBarPrev - alphaBar) / alphaBarPrev,
    alphaBarPrev,
    noisePrev: 1 - alphaBarPrev,
  };
}

/**
 * Eq. 12 with ε = (x_t − √ᾱ_t x0) / √(1 − ᾱ_t) put in, and σ² = η² (1 − ᾱ_prev) / (1 − ᾱ_t) · added.
 * With n = 1 − ᾱ_prev and 1 − ᾱ_t = n kept + added, the factor of ε squared is
 * 1 − ᾱ_prev − σ² = n (n kept + (1 − η²) added) / (1 − ᾱ_t), and the factor of x0,
 * √ᾱ_prev (1 − √kept · that / √(1 − ᾱ_t)), is written without its subtraction.
 */
function ddimStep(schedule: Schedule, t: number, stretch: Stretch, eta: number): SamplerStep {
  const { kept, added, alphaBarPrev, noisePrev } = stretch;
  const noiseNow = schedule.oneMinusAlphasCumprod[t]!;
  const ofEps = Math.sqrt(noisePrev * (noisePrev * kept + (1 - eta * eta) * added));
  const squares = added * (added + noisePrev * kept * (1 + eta * eta));
  return {
    t,
    xt: ofEps / noiseNow,
    x0: (Math.sqrt(alphaBarPrev) * squares) / (noiseNow * (noiseNow + Math.sqrt(kept) * ofEps)),
    noise: eta * Math.sqrt((noisePrev * added) / noiseNow),
  };
}

/**
 * The table of a DDIM walk from t = T − 1 (`leading`: a little below) to finalAlphaBar.
 *
 * @throws InvalidArgumentError when an option is not allowed
 */
export function makeDdimTable(schedule: Schedule, options: DdimOptions): SamplerTable {
  const { steps, eta = 0, spacing = 'trailing', finalAlphaBar = 1 } = options;
  check(eta >= 0 && eta <= 1, 'eta', eta, 'a number from 0 to 1');
  const timesteps = spacedTimesteps(schedule.T, steps, spacing);
  const last = schedule.alphasCumprod[timesteps.at(-1)!]!;
  const ok = finalAlphaBar > 0 && finalAlphaBar >= last && finalAlphaBar <= 1;
  check(ok, 'finalAlphaBar', finalAlphaBar, `a number from ${last}, ᾱ of the last step, to 1`);
  return timesteps.map((t, i) => {
    const prev = timesteps[i + 1];
    const stretch =
      prev === undefined
        ? stretchFrom(schedule, finalAlphaBar, t)
        : stretchBetween(schedule, prev, t);
    return ddimStep(schedule, t, stretch, eta);
  });
}
