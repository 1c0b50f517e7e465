/** Checks a DDIM step without fresh noise (Song et al. 2021, equation 12 with σ_t = 0). */
import {
  makeCustomSchedule,
  makeDdimTable,
  predictionAt,
  type Rng,
  sampleNormals,
} from '../../../../lib/diffusion/index.ts';
import { type CodeExercise, functionCheck } from '../../../../lib/exercises/index.ts';

type Args = [xt: Float64Array, epsPred: Float64Array, alphaBar: number, alphaBarNext: number];

/** The library's step, on a schedule whose last stretch leads from alphaBar to alphaBarNext. */
function step(...[xt, epsPred, alphaBar, alphaBarNext]: Args): Float64Array {
  const before = alphaBarNext === 1 ? [] : [1 - alphaBarNext];
  const schedule = makeCustomSchedule({ betas: [...before, 1 - alphaBar / alphaBarNext] });
  const row = makeDdimTable(schedule, { steps: schedule.T })[0]!;
  const toX0 = predictionAt(row, 'eps', 'x0');
  return xt.map((x, i) => row.xt * x + row.x0 * (toX0.xt * x + toX0.value * epsPred[i]!));
}

const { sqrt } = Math;
type Weights = readonly [signal: number, noise: number];
const level = (alphaBar: number): Weights => [sqrt(alphaBar), sqrt(1 - alphaBar)];

/** A guess and a mix, each with two weights. */
const mixed =
  (weights: (now: number, next: number) => { guess?: Weights; mix?: Weights }) =>
  (...[xt, epsPred, now, next]: Args) => {
    const { guess = level(now), mix = level(next) } = weights(now, next);
    return xt.map((x, i) => {
      const x0 = (x - guess[1] * epsPred[i]!) / guess[0];
      return mix[0] * x0 + mix[1] * epsPred[i]!;
    });
  };

const list = (...values: number[]) => Float64Array.from(values);

function random(rng: Rng): Args {
  const alphaBar = 0.05 + 0.85 * rng.uniform();
  const next = alphaBar + (1 - alphaBar) * (0.1 + 0.8 * rng.uniform());
  const normals = () => Float64Array.from(sampleNormals(rng, 8));
  return [normals(), normals(), alphaBar, next];
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['ddimStep'],
  check: functionCheck<Args>({
    name: 'ddimStep',
    arguments: ['xt', 'epsPred', 'alphaBar', 'alphaBarNext'],
    given: [
      [list(1, -0.2), list(0.5, -1), 0.36, 0.9216],
      [list(1), list(0.5), 0.36, 1],
    ],
    random,
    expected: step,
    slips: [
      {
        called:
          'x0 and ε are swapped in the mix: the guess gets the weight √ᾱ_s, the noise √(1 − ᾱ_s)',
        gives: mixed((_, next) => ({ mix: [sqrt(1 - next), sqrt(next)] })),
      },
      {
        called:
          'x0 and ε are swapped in the guess: take √(1 − ᾱ) of the noise out, and divide by √ᾱ',
        gives: mixed((now) => ({ guess: [sqrt(1 - now), sqrt(now)] })),
      },
      {
        called: 'the square roots are missing in the mix, on both weights of the new level',
        gives: mixed((_, next) => ({ mix: [next, 1 - next] })),
      },
      {
        called: 'the square root is missing on 1 − ᾱ_s, the noise’s weight at the new level',
        gives: mixed((_, next) => ({ mix: [sqrt(next), 1 - next] })),
      },
      {
        called: 'the square root is missing on ᾱ_s, the guess’s weight at the new level',
        gives: mixed((_, next) => ({ mix: [next, sqrt(1 - next)] })),
      },
      {
        called: 'the square roots are missing in the guess',
        gives: mixed((now) => ({ guess: [now, 1 - now] })),
      },
      {
        called: 'the square root is missing on 1 − ᾱ, the noise’s weight in the guess',
        gives: mixed((now) => ({ guess: [sqrt(now), 1 - now] })),
      },
      {
        called: 'the square root is missing on ᾱ, by which the guess is divided',
        gives: mixed((now) => ({ guess: [now, sqrt(1 - now)] })),
      },
      {
        called: 'all the square roots are missing',
        gives: mixed((now, next) => ({ guess: [now, 1 - now], mix: [next, 1 - next] })),
      },
      {
        called: 'the two levels are swapped: the guess takes ᾱ, where xt is, and the mix takes ᾱ_s',
        gives: mixed((now, next) => ({ guess: level(next), mix: level(now) })),
      },
      {
        called: 'the guess is multiplied by √ᾱ; xt holds the picture shrunken, so divide',
        gives: mixed((now) => ({ guess: [1 / sqrt(now), sqrt(1 - now)] })),
      },
      {
        called: 'the noise is taken off in the mix; there it is added',
        gives: mixed((_, next) => ({ mix: [sqrt(next), -sqrt(1 - next)] })),
      },
      {
        called: 'the clean guess is cut off at −1 and 1; in this task nothing is',
        gives: (xt, epsPred, now, next) =>
          xt.map((x, i) => {
            const guess = (x - sqrt(1 - now) * epsPred[i]!) / sqrt(now);
            const x0 = Math.max(-1, Math.min(1, guess));
            return sqrt(next) * x0 + sqrt(1 - next) * epsPred[i]!;
          }),
      },
      {
        called: 'the noise keeps its old weight, √(1 − ᾱ); at the new level it is √(1 − ᾱ_s)',
        gives: mixed((now, next) => ({ mix: [sqrt(next), sqrt(1 - now)] })),
      },
      {
        called: 'the guess is mixed in with its old weight, √ᾱ; at the new level it is √ᾱ_s',
        gives: mixed((now, next) => ({ mix: [sqrt(now), sqrt(1 - next)] })),
      },
      {
        called:
          'that is xt, unchanged; if both lines take the same ᾱ, the second one undoes the first',
        gives: mixed((_, next) => ({ guess: level(next) })),
      },
      {
        called: 'the guess is not divided by √ᾱ, so it stays shrunken',
        gives: mixed((now) => ({ guess: [1, sqrt(1 - now)] })),
      },
      {
        called: 'xt stands where the clean guess belongs',
        gives: mixed(() => ({ guess: [1, 0] })),
      },
      {
        called: 'the predicted noise is added in the guess; take it out, with a minus',
        gives: mixed((now) => ({ guess: [sqrt(now), -sqrt(1 - now)] })),
      },
      {
        called: 'the noise is left out of the mix: that is the guess, shrunken',
        gives: mixed((_, next) => ({ mix: [sqrt(next), 0] })),
      },
      {
        called: 'that is the clean guess alone; mix it anew at the new level',
        gives: mixed(() => ({ mix: [1, 0] })),
      },
    ],
  }),
};

export default exercise;
