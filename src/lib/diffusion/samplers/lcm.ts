/** The sampler of latent consistency models: jump to x0, put noise back, jump again (Luo et al. 2023; Song et al. 2023, algorithm 1). */
import { check } from '../checks.ts';
import type { Schedule } from '../schedules/index.ts';
import { type LevelOptions, visitedLevels } from './levels.ts';
import { rowAt } from './ode.ts';
import type { SamplerTable } from './step.ts';

/** How a consistency model is read. */
export interface LcmOptions extends LevelOptions {
  /** Standard deviation of the data in the boundary condition; 0.5 unless told. */
  readonly sigmaData?: number;
  /** Scale of t in the boundary condition; 10 unless told. */
  readonly timestepScaling?: number;
}

/**
 * The table of a consistency walk: f = c_skip x + c_out x0 with c_skip = s² / (τ² + s²) and c_out = τ / √(τ² + s²),
 * τ = t · timestepScaling (Luo et al. 2023, eq. 9), then fresh noise up to the next level. With a model that was not
 * distilled, f is its predicted x0 but for a tiny share; as that is a mean of what x0 may be, the walk ends too narrow,
 * however many the steps. A consistency model leads to the data in one step already.
 *
 * @throws InvalidArgumentError when an option is not allowed
 */
export function makeLcmTable(schedule: Schedule, options: LcmOptions): SamplerTable {
  const { sigmaData = 0.5, timestepScaling = 10 } = options;
  check(sigmaData > 0 && Number.isFinite(sigmaData), 'sigmaData', sigmaData, 'a number above 0');
  const scalingOk = timestepScaling > 0 && Number.isFinite(timestepScaling);
  check(scalingOk, 'timestepScaling', timestepScaling, 'a number above 0');
  check(
    options.spacing !== 'karras',
    'spacing',
    options.spacing,
    'trailing, leading or linspace for this sampler',
  );
  const levels = visitedLevels(schedule, options);
  return levels.slice(0, -1).map((level, i) => {
    const next = levels[i + 1]!;
    const scaled = level.t * timestepScaling;
    const squares = scaled ** 2 + sigmaData ** 2;
    return rowAt(level, {
      xt: (next.signal * sigmaData ** 2) / squares,
      x0: (next.signal * scaled) / Math.sqrt(squares),
      noise: next.sigma,
    });
  });
}
