/** Checks the noise levels of a respaced walk, two for each step (Song et al. 2021, section 4.2). */
import {
  makeCustomSchedule,
  type Rng,
  shuffledIndices,
  visitedLevels,
} from '../../../../lib/diffusion/index.ts';
import { type CodeExercise, functionCheck } from '../../../../lib/exercises/index.ts';

type Args = [timesteps: number[], alphasCumprod: Float64Array];
type Pair = [alphaBar: number, alphaBarNext: number];

/** The library's levels, as shares of signal. */
function right(...[timesteps, alphasCumprod]: Args): Pair[] {
  const betas = alphasCumprod.map((share, t) => 1 - share / (alphasCumprod[t - 1] ?? 1));
  const shares = visitedLevels(makeCustomSchedule({ betas }), { timesteps }).map(
    ({ signal }) => signal ** 2,
  );
  return timesteps.map((_, i) => [shares[i]!, shares[i + 1]!]);
}

/** The right pairs, but something else at the end of the walk. */
const ending =
  (end: (alphasCumprod: Float64Array) => unknown) =>
  (...args: Args) => {
    const pairs = right(...args);
    return pairs.map(([share, next], i) => [share, i === pairs.length - 1 ? end(args[1]) : next]);
  };

function random(rng: Rng): Args {
  const T = 5 + rng.integer(6);
  let share = 1;
  const alphasCumprod = Float64Array.from({ length: T }, () => {
    share *= 0.6 + 0.35 * rng.uniform();
    return share;
  });
  const count = 2 + rng.integer(T - 2);
  const timesteps = Array.from(shuffledIndices(rng, T)).slice(0, count);
  return [timesteps.sort((a, b) => b - a), alphasCumprod];
}

const neighbour = 'each step leads to t − 1; it must lead to the next visited timestep';

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['stepPairs'],
  check: functionCheck<Args>({
    name: 'stepPairs',
    arguments: ['timesteps', 'alphasCumprod'],
    given: [
      [[3, 1], Float64Array.of(0.9, 0.6, 0.3, 0.1)],
      [[4, 2, 0], Float64Array.of(0.9, 0.7, 0.5, 0.3, 0.1)],
    ],
    random,
    expected: right,
    slips: [
      { called: 'the list is empty: the TODO is still to be written', gives: () => [] },
      {
        called: 'a pair is missing at the end, the one that leads to the clean picture',
        gives: (...args) => right(...args).slice(0, -1),
      },
      {
        called:
          'the walk ends at ᾱ of timestep 0, which leaves its noise in the picture; it ends at 1',
        gives: ending((alphasCumprod) => alphasCumprod[0]),
      },
      {
        called: 'nothing stands at the end of the walk: there is no next timestep, so put 1 there',
        gives: ending(() => undefined),
      },
      {
        called: 'the last ᾱ_s is 0, which is all noise; it is 1, which is none',
        gives: ending(() => 0),
      },
      {
        called: 'every pair is the wrong way round: first where the step is, then where it leads',
        gives: (...args) => right(...args).map(([share, next]) => [next, share]),
      },
      {
        called: 'the list of pairs is reversed: the noisiest step comes first',
        gives: (...args) => right(...args).reverse(),
      },
      {
        called: 'all is shifted by one: the first pair starts at the first visited timestep',
        gives: (...args) => [...right(...args).slice(1), [1, 1]],
      },
      {
        called: neighbour,
        gives: (timesteps, shares) =>
          timesteps.map((t) => [shares[t], t === 0 ? 1 : shares[t - 1]]),
      },
      {
        called: neighbour,
        gives: (timesteps, shares) =>
          timesteps.map((t, i) => [shares[t], i === timesteps.length - 1 ? 1 : shares[t - 1]]),
      },
      {
        called:
          'the timestep 0 is taken for “no next one”, as a condition takes every 0 for false; ask whether the list goes on',
        gives: (...args) =>
          right(...args).map(([share, next], i) => [share, args[0][i + 1] === 0 ? 1 : next]),
      },
      {
        called: 'the next timestep itself stands where ᾱ of it belongs; look it up',
        gives: (timesteps, shares) => timesteps.map((t, i) => [shares[t], timesteps[i + 1] ?? 1]),
      },
      {
        called: 'there is one pair too many: the last visited timestep leads to 1 already',
        gives: (...args) => [...right(...args), [1, 1]],
      },
      {
        called: 'those are the timesteps themselves; look up ᾱ at each of them',
        gives: (timesteps) => timesteps.map((t, i) => [t, timesteps[i + 1] ?? 1]),
      },
      {
        called: 'i stands where the timestep belongs: look up ᾱ at timesteps[i]',
        gives: (timesteps, shares) =>
          timesteps.map((_, i) => [shares[i], i === timesteps.length - 1 ? 1 : shares[i + 1]]),
      },
    ],
  }),
};

export default exercise;
