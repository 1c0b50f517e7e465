/** Pseudo linear multistep methods (Liu et al. 2022): DDIM's step with a combination of this and earlier ε. */
import { check } from '../checks.ts';
import type { Schedule } from '../schedules/index.ts';
import {
  checkSignal,
  finalLevel,
  type Level,
  type LevelOptions,
  levelAt,
  visitedTimesteps,
} from './levels.ts';
import { rowAt } from './ode.ts';
import type { EarlierFactors, SamplerStep, SamplerTable } from './step.ts';

/** How PNDM gets its first three ε: `linear`, multistep from the start (PLMS), or `rungeKutta`, four queries a step. */
export type PndmStart = 'linear' | 'rungeKutta';

/** Adams and Bashforth's weights for this ε and the ones before (Liu et al. 2022, eq. 9 and its lower orders). */
const multistepWeights: readonly (readonly number[])[] = [
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
];

/** A query of the walk: at which level, and how many rows ago. */
interface Query {
  readonly level: Level;
  readonly row: number;
}

/** "The step from `base` to `to` along Σ weight · ε", asked at the last of the queries; `base` is where x was at some query. */
interface Move {
  readonly base: Query;
  readonly to: Level;
  readonly mean: readonly { readonly query: Query; readonly weight: number }[];
}

/** x' = (signal' / signal) x + (sigma' − signal' sigma / signal) ε, each ε being (x − signal x0) / sigma of its query. */
function rowOf(at: Query, { base, to, mean }: Move): SamplerStep {
  const kept = to.signal / base.level.signal;
  const ofEps = to.sigma - kept * base.level.sigma;
  const oldest = Math.min(base.row, ...mean.map(({ query }) => query.row));
  const seen = Array.from({ length: at.row - oldest + 1 }, () => ({ xt: 0, x0: 0 }));
  const add = (row: number, xt: number, x0: number) => {
    const entry = seen[at.row - row]!;
    entry.xt += xt;
    entry.x0 += x0;
  };
  add(base.row, kept, 0);
  for (const { query, weight } of mean) {
    const factor = (ofEps * weight) / query.level.sigma;
    add(query.row, factor, -factor * query.level.signal);
  }
  const [now, ...earlier] = seen as [EarlierFactors, ...EarlierFactors[]];
  return rowAt(at.level, { ...now, ...(earlier.length > 0 ? { earlier } : {}), noise: 0 });
}

/** Collects rows; each query is a row. */
function makeWalk() {
  const rows: SamplerStep[] = [];
  return {
    rows,
    query: (level: Level): Query => ({ level, row: rows.length }),
    move: (at: Query, move: Move) => rows.push(rowOf(at, move)),
  };
}

type Walk = ReturnType<typeof makeWalk>;

/** The classical Runge-Kutta step with DDIM's step in place of the straight line (Liu et al. 2022, eq. 13). */
function rungeKuttaStep(walk: Walk, from: Level, middle: Level, to: Level): Query {
  const first = walk.query(from);
  const along = (query: Query, end: Level): Move => ({
    base: first,
    to: end,
    mean: [{ query, weight: 1 }],
  });
  walk.move(first, along(first, middle));
  const second = walk.query(middle);
  walk.move(second, along(second, middle));
  const third = walk.query(middle);
  walk.move(third, along(third, to));
  const fourth = walk.query(to);
  const mean = [first, second, third, fourth].map((query, i) => ({
    query,
    weight: (i === 1 || i === 2 ? 2 : 1) / 6,
  }));
  walk.move(fourth, { base: first, to, mean });
  return first;
}

/** The first step of PLMS: to the next level and, with the mean of both ε, there again. */
function improvedEulerStep(walk: Walk, from: Level, to: Level): Query {
  const first = walk.query(from);
  walk.move(first, { base: first, to, mean: [{ query: first, weight: 1 }] });
  const second = walk.query(to);
  const mean = [first, second].map((query) => ({ query, weight: 1 / 2 }));
  walk.move(second, { base: first, to, mean });
  return first;
}

function multistep(walk: Walk, from: Level, to: Level, before: readonly Query[]): Query {
  const here = walk.query(from);
  const queries = [here, ...before].slice(0, 4);
  const weights = multistepWeights[queries.length - 1]!;
  const mean = queries.map((query, i) => ({ query, weight: weights[i]! }));
  walk.move(here, { base: here, to, mean });
  return here;
}

/**
 * The table of PNDM. With `linear`, the first step takes two queries and every other one; with `rungeKutta`, the first three
 * take four each, in whole timesteps halfway.
 *
 * @param options `start`: `linear` unless told
 * @throws InvalidArgumentError when an option is not allowed
 */
export function makePndmTable(
  schedule: Schedule,
  options: LevelOptions & { readonly start?: PndmStart },
): SamplerTable {
  const { start = 'linear' } = options;
  check(start === 'linear' || start === 'rungeKutta', 'start', start, 'linear or rungeKutta');
  const timesteps = visitedTimesteps(schedule, options);
  const visited = timesteps.map((t) => levelAt(schedule, t));
  const levels = [...visited, finalLevel(schedule, visited.at(-1)!, options.finalAlphaBar)];
  checkSignal(levels);
  const walk = makeWalk();
  let before: Query[] = [];
  timesteps.forEach((t, i) => {
    const [from, to] = [levels[i]!, levels[i + 1]!];
    const inside = i < timesteps.length - 1;
    let made: Query;
    if (start === 'rungeKutta' && i < 3 && inside) {
      const middle = levelAt(schedule, Math.floor((t + timesteps[i + 1]!) / 2));
      made = rungeKuttaStep(walk, from, middle, to);
    } else if (start === 'linear' && i === 0 && inside) made = improvedEulerStep(walk, from, to);
    else made = multistep(walk, from, to, before);
    before = [made, ...before].slice(0, 3);
  });
  return walk.rows;
}
