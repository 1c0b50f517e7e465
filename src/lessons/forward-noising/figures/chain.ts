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
export function makeChain(options: ChainOptions): Chain {
  return new CheckpointedChain(options);
}

class CheckpointedChain implements Chain {
  t = -1;
  xt: Float32Array;
  private rng: Rng;
  private readonly schedule: Schedule;
  private readonly tracked: number;
  private readonly z: Float32Array;
  /** The tracked values of x0, then of each x_t, row by row. */
  private readonly history: Float32Array;
  /** Number k is where the chain was after k · checkpointSteps steps. */
  private readonly checkpoints: Checkpoint[];

  constructor({ schedule, x0, rng, tracked = 0 }: ChainOptions) {
    this.schedule = schedule;
    this.xt = x0;
    this.rng = rng;
    this.tracked = tracked;
    this.z = new Float32Array(x0.length);
    this.history = new Float32Array((schedule.T + 1) * tracked);
    this.history.set(x0.subarray(0, tracked));
    this.checkpoints = [{ t: -1, xt: x0, rng: rng.state() }];
  }

  walkTowards(target: number, budgetMs: number): boolean {
    this.goBack(target);
    const end = performance.now() + budgetMs;
    while (this.t < target) {
      this.step();
      if (performance.now() >= end) break;
    }
    return this.t === target;
  }

  trail(index: number): Float32Array {
    const { history, tracked } = this;
    return Float32Array.from({ length: this.t + 2 }, (_, row) => history[row * tracked + index]!);
  }

  private step(): void {
    this.t++;
    this.xt = forwardStep(this.schedule, this.xt, this.t, fillNormals(this.rng, this.z));
    this.history.set(this.xt.subarray(0, this.tracked), (this.t + 1) * this.tracked);
    if (this.t + 1 === this.checkpoints.length * checkpointSteps) {
      this.checkpoints.push({ t: this.t, xt: this.xt, rng: this.rng.state() });
    }
  }

  /** Returns to the last checkpoint before `target`, unless the way from here is shorter. */
  private goBack(target: number): void {
    const { checkpoints } = this;
    const from = checkpoints[Math.floor((target + 1) / checkpointSteps)] ?? checkpoints.at(-1)!;
    if (this.t <= target && this.t >= from.t) return;
    this.t = from.t;
    this.xt = from.xt;
    this.rng = restoreRng(from.rng);
  }
}
