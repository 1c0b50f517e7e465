/** The one loop that walks a sampler's table, for arrays and for tensors, for exact denoisers and for networks. */
import { checkLength } from '../checks.ts';
import { emptyLike, type Numbers } from '../numbers.ts';
import { fillNormals, fork } from '../random.ts';
import type { SamplerStep, SamplerTable } from './step.ts';

/** One summand of the next x. */
export interface WalkTerm<V> {
  readonly factor: number;
  readonly value: V;
}

/** What the loop does with values, whatever they are. */
export interface WalkArithmetic<V> {
  /** Σ factor · value; a new value. */
  sum(terms: readonly WalkTerm<V>[]): V;
  /** Fresh standard normal noise for a row of the table. */
  noise(row: number): V;
  /** Gives back a value that the loop needs no more; left out for arrays. */
  free?(value: V): void;
}

/** What the loop asks of its caller: the predicted x0 of this x at this row's t. */
export interface WalkQuery<V> {
  readonly row: number;
  readonly step: SamplerStep;
  readonly x: V;
}

/**
 * Walks a table. Each turn yields a query; the caller's `next(x0)` hands the predicted x0 over and goes on. The loop owns
 * every value handed to it, the start included once it runs, and frees what no later row needs; the result is the caller's.
 * Ended early (`return()`, `throw()`), it frees what it holds.
 *
 * @returns x after the last row
 */
export function* walkTable<V>(
  table: SamplerTable,
  start: V,
  arithmetic: WalkArithmetic<V>,
): Generator<WalkQuery<V>, V, V> {
  const reach = Math.max(0, ...table.map(({ earlier }) => earlier?.length ?? 0));
  const seen: { readonly xt: V; readonly x0: V }[] = [];
  const free = (...values: V[]) => {
    for (const value of values) arithmetic.free?.(value);
  };
  let x = start;
  let finished = false;
  try {
    for (const [row, step] of table.entries()) {
      const x0 = yield { row, step, x };
      seen.unshift({ xt: x, x0 });
      x = nextOf(step, row, seen, arithmetic);
      for (const gone of seen.splice(reach)) free(gone.xt, gone.x0);
    }
    finished = true;
    return x;
  } finally {
    for (const left of seen) free(left.xt, left.x0);
    if (!finished && seen[0]?.xt !== x) free(x);
  }
}

/** xt · x + x0 · x0Pred + Σ earlier + noise · z, leaving out what has no part in it. */
function nextOf<V>(
  step: SamplerStep,
  row: number,
  seen: readonly { readonly xt: V; readonly x0: V }[],
  arithmetic: WalkArithmetic<V>,
): V {
  const factors = [step, ...(step.earlier ?? [])];
  const terms = factors.flatMap(({ xt, x0 }, i) => [
    { factor: xt, value: seen[i]!.xt },
    { factor: x0, value: seen[i]!.x0 },
  ]);
  const used = terms.filter(({ factor }) => factor !== 0);
  if (step.noise === 0) return arithmetic.sum(used);
  const z = arithmetic.noise(row);
  try {
    return arithmetic.sum([...used, { factor: step.noise, value: z }]);
  } finally {
    arithmetic.free?.(z);
  }
}

/** Changes a predicted x0 before the walk uses it, such as clipping. */
export type X0Hook = <A extends Numbers>(x0: A, step: SamplerStep) => A;

/** One step of a walk over arrays, as a figure shows it. */
export interface WalkFrame<A> {
  readonly row: number;
  readonly step: SamplerStep;
  /** What the query saw. */
  readonly x: A;
  /** What was predicted, after the hook. */
  readonly x0: A;
  /** Where the step led. */
  readonly next: A;
}

/** How a walk over arrays starts and what it asks. */
export interface ArrayWalk<A extends Numbers> {
  readonly table: SamplerTable;
  /** [count · dim], flattened; it is not changed. */
  readonly start: A;
  readonly hook?: X0Hook;
  /** Decides the fresh noise; needed where the table adds any. */
  readonly seed?: number | string;
}

/** z of a row from a seed: the same for every batch that starts with the same images. */
export function walkNoise(seed: number | string, row: number, length: number): Float64Array {
  return fillNormals(fork(seed, `row ${row}`), new Float64Array(length));
}

function arrayArithmetic<A extends Numbers>(like: A, seed: number | string): WalkArithmetic<A> {
  return {
    sum(terms) {
      const out = emptyLike(like);
      for (let i = 0; i < out.length; i++) {
        let value = 0;
        for (const term of terms) value += term.factor * term.value[i]!;
        out[i] = value;
      }
      return out;
    },
    noise(row) {
      const out = emptyLike(like);
      out.set(walkNoise(seed, row, like.length));
      return out;
    },
  };
}

/**
 * Walks arrays with a denoiser that answers at once, yielding every step.
 *
 * @param predictX0 the predicted x0 of x, [count · dim], at the row's t
 * @returns x after the last row
 * @throws InvalidArgumentError when the prediction is not as long as x
 */
export function* sampleWalk<A extends Numbers>(
  walk: ArrayWalk<A>,
  predictX0: (x: A, step: SamplerStep) => A,
): Generator<WalkFrame<A>, A, void> {
  const { table, start, hook, seed = 0 } = walk;
  const loop = walkTable(table, start, arrayArithmetic(start, seed));
  let turn = loop.next();
  while (!turn.done) {
    const { row, step, x } = turn.value;
    const x0 = hooked(predictX0(x, step), x, step, hook);
    turn = loop.next(x0);
    yield { row, step, x, x0, next: turn.done ? turn.value : turn.value.x };
  }
  return turn.value;
}

/**
 * Walks arrays with a denoiser that takes its time, such as a network in a worker, yielding every step. Stop it by leaving
 * the `for await`, or by throwing in `predictX0`.
 *
 * @returns x after the last row
 * @throws InvalidArgumentError when the prediction is not as long as x
 */
export async function* sampleWalkLater<A extends Numbers>(
  walk: ArrayWalk<A>,
  predictX0: (x: A, step: SamplerStep) => Promise<A>,
): AsyncGenerator<WalkFrame<A>, A, void> {
  const { table, start, hook, seed = 0 } = walk;
  const loop = walkTable(table, start, arrayArithmetic(start, seed));
  let turn = loop.next();
  while (!turn.done) {
    const { row, step, x } = turn.value;
    const x0 = hooked(await predictX0(x, step), x, step, hook);
    turn = loop.next(x0);
    yield { row, step, x, x0, next: turn.done ? turn.value : turn.value.x };
  }
  return turn.value;
}

function hooked<A extends Numbers>(x0: A, x: A, step: SamplerStep, hook: X0Hook | undefined): A {
  checkLength('x0', x0, x.length, 'x');
  return hook ? hook(x0, step) : x0;
}
