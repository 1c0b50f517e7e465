/** Denoising diffusion probabilistic models: ancestral sampling, on all steps or respaced (Ho et al. 2020, algorithm 2; Nichol and Dhariwal 2021, section 4). */
import { check } from '../checks.ts';
import type { Schedule } from '../schedules/index.ts';
import type { LevelOptions } from './levels.ts';
import { rowAt } from './ode.ts';
import type { SamplerTable } from './step.ts';
import { stretches } from './stretch.ts';

/** The variance of the added noise: `fixedSmall`, the posterior's β̃; `fixedLarge`, β itself; `none`, to see what it is for. */
export type DdpmVariance = 'fixedSmall' | 'fixedLarge' | 'none';

/** The variances that sample from the model, in the order in which menus show them. */
export const ddpmVariances: readonly DdpmVariance[] = ['fixedSmall', 'fixedLarge'];

/**
 * The table of a DDPM walk: each row is the mean of q(x_prev | x_t, x0) at the predicted x0, plus noise. Respaced, β of a
 * step is what all the steps that it jumps over add, 1 − ᾱ_t / ᾱ_prev. The last row of `fixedLarge` adds none.
 *
 * @param options `variance`: `fixedSmall` unless told
 * @throws InvalidArgumentError when an option is not allowed
 */
export function makeDdpmTable(
  schedule: Schedule,
  options: LevelOptions & { readonly variance?: DdpmVariance },
): SamplerTable {
  const { variance = 'fixedSmall' } = options;
  const known = ddpmVariances.includes(variance) || variance === 'none';
  check(known, 'variance', variance, `one of ${ddpmVariances.join(', ')}, none`);
  const walked = stretches(schedule, options);
  return walked.map(({ level, kept, added, alphaBarPrev, noisePrev, noiseNow }, i) => {
    const small = (noisePrev * added) / noiseNow;
    const large = i === walked.length - 1 ? 0 : added;
    const variances = { fixedSmall: small, fixedLarge: large, none: 0 };
    return rowAt(level, {
      xt: (Math.sqrt(kept) * noisePrev) / noiseNow,
      x0: (Math.sqrt(alphaBarPrev) * added) / noiseNow,
      noise: Math.sqrt(variances[variance]),
    });
  });
}
