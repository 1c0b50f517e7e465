/**
 * Noising step by step: x_{t−1} to x_t, one draw of q(x_t | x_{t−1}) at a time (Ho et al. 2020,
 * eq. 2), never by the direct jump; with checkpoints, so that going back does not start over.
 */
import {
  fillNormals,
  forwardStep,
  type Rng,
  restoreRng,
  type Schedule,
} from '../../../lib/diffusion/index.ts';

/** Steps between two checkpoints. */
const checkpointSteps = 10;

export interface ChainOptions {
  readonly schedule: Schedule;
  /** The clean values, flattened; each walks by itself. */
  readonly x0: Float32Array;
  readonly rng: Rng;
  /** How many of the first values to keep at every step. */
  readonly tracked?: number;
}

/** A walk that remembers where it has been: the same t always gives the same x_t. */
export interface Chain {
  /** The last step that was taken; −1 before the first. */
  readonly t: number;
  /** The values now: x0 before the first step. */
  readonly xt: Float32Array;
  /**
   * Walks towards step `target`, forwards or back, for at most about `budgetMs` milliseconds.
   * @returns whether it is there
   */
  walkTowards(target: number, budgetMs: number): boolean;
  /** Tracked value number `index`: x0, then the value after each step up to t. */
  trail(index: number): Float32Array;
}

interface Checkpoint {
  readonly t: number;
  readonly xt: Float32Array;
  readonly rng: readonly number[];
}

/** Builds a chain that has not moved yet. */
export function makeChain({ schedule, x0, rng, tracked = 0 }: ChainOptions): Chain {
  const z = new Float32Array(x0.length);
  const checkpoints: Checkpoint[] = [{ t: -1, xt: x0, rng: rng.state() }];
  const history = new Float32Array((schedule.T + 1) * tracked);
  history.set(x0.subarray(0, tracked));
  let source = rng;
  let t = -1;
  let xt = x0;

  const step = () => {
    t++;
    xt = forwardStep(schedule, xt, t, fillNormals(source, z));
    history.set(xt.subarray(0, tracked), (t + 1) * tracked);
    const next = checkpoints.length * checkpointSteps - 1;
    if (t === next) checkpoints.push({ t, xt, rng: source.state() });
  };
  const goBack = (target: number) => {
    const from = checkpoints[Math.floor((target + 1) / checkpointSteps)] ?? checkpoints.at(-1)!;
    if (t <= target && t >= from.t) return;
    ({ t, xt } = from);
    source = restoreRng(from.rng);
  };

  return {
    get t() {
      return t;
    },
    get xt() {
      return xt;
    },
    walkTowards(target, budgetMs) {
      goBack(target);
      const end = performance.now() + budgetMs;
      while (t < target) {
        step();
        if (performance.now() >= end) break;
      }
      return t === target;
    },
    trail(index) {
      return Float32Array.from({ length: t + 2 }, (_, row) => history[row * tracked + index]!);
    },
  };
}
