/** Checks the mean of a DDPM step, (x_t − (1 − α_t) / √(1 − ᾱ_t) ε_θ) / √α_t (Ho et al. 2020, equation 11). */
import {
  convertPrediction,
  makeCustomSchedule,
  posteriorMean,
  type Rng,
  sampleNormals,
} from '../../../../lib/diffusion/index.ts';
import { type CodeExercise, functionCheck } from '../../../../lib/exercises/index.ts';

type Args = [xt: Float64Array, epsPred: Float64Array, alpha: number, alphaBar: number];

/** The library's mean at the predicted clean picture, on a schedule of two steps whose second has this α and ᾱ. */
function mean(...[xt, epsPred, alpha, alphaBar]: Args): Float64Array {
  const schedule = makeCustomSchedule({ betas: [1 - alphaBar / alpha, 1 - alpha] });
  const x0 = convertPrediction(schedule, { from: 'eps', to: 'x0', xt, t: 1, value: epsPred });
  return posteriorMean(schedule, x0, xt, 1);
}

/** (x_t − part · ε) / shrunk, with these two numbers. */
const withNumbers =
  (numbers: (alpha: number, alphaBar: number) => [part: number, shrunk: number]) =>
  (...[xt, epsPred, alpha, alphaBar]: Args) => {
    const [part, shrunk] = numbers(alpha, alphaBar);
    return xt.map((value, i) => (value - part * epsPred[i]!) / shrunk);
  };

const { sqrt } = Math;
const list = (...values: number[]) => Float64Array.from(values);

function random(rng: Rng): Args {
  const alpha = 0.3 + 0.69 * rng.uniform();
  const normals = () => Float64Array.from(sampleNormals(rng, 8));
  return [normals(), normals(), alpha, alpha * (0.05 + 0.9 * rng.uniform())];
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['meanFromEps'],
  check: functionCheck<Args>({
    name: 'meanFromEps',
    arguments: ['xt', 'epsPred', 'alpha', 'alphaBar'],
    given: [
      [list(1, 0.5), list(1, 0), 0.64, 0.36],
      [list(0.5, 0.5), list(0, 0.6), 0.25, 0.19],
    ],
    random,
    expected: mean,
    slips: [
      {
        called:
          'the bracket is divided by √ᾱ; only this step’s shrinking is undone, so divide by √α',
        gives: withNumbers((alpha, alphaBar) => [(1 - alpha) / sqrt(1 - alphaBar), sqrt(alphaBar)]),
      },
      {
        called: 'the square root is missing on 1 − ᾱ, below the predicted noise',
        gives: withNumbers((alpha, alphaBar) => [(1 - alpha) / (1 - alphaBar), sqrt(alpha)]),
      },
      {
        called: 'the predicted noise is added; it must be taken out, with a minus',
        gives: withNumbers((alpha, alphaBar) => [-(1 - alpha) / sqrt(1 - alphaBar), sqrt(alpha)]),
      },
      {
        called: 'the division by √α is missing',
        gives: withNumbers((alpha, alphaBar) => [(1 - alpha) / sqrt(1 - alphaBar), 1]),
      },
      {
        called: 'the square root is missing on α: divide the bracket by √α',
        gives: withNumbers((alpha, alphaBar) => [(1 - alpha) / sqrt(1 - alphaBar), alpha]),
      },
      {
        called: 'it multiplies by √α; the step shrank the picture, so divide',
        gives: withNumbers((alpha, alphaBar) => [
          (1 - alpha) / sqrt(1 - alphaBar),
          1 / sqrt(alpha),
        ]),
      },
      {
        called:
          'the bar is missing under the root: it is √(1 − ᾱ), the size of all the noise so far',
        gives: withNumbers((alpha) => [(1 - alpha) / sqrt(1 - alpha), sqrt(alpha)]),
      },
      {
        called: 'there is a root on 1 − α; only 1 − ᾱ, below it, has one',
        gives: withNumbers((alpha, alphaBar) => [
          sqrt(1 - alpha) / sqrt(1 - alphaBar),
          sqrt(alpha),
        ]),
      },
      {
        called: 'both roots are missing, on 1 − ᾱ and on α',
        gives: withNumbers((alpha, alphaBar) => [(1 - alpha) / (1 - alphaBar), alpha]),
      },
      {
        called: 'all the noise is taken out, for 1 − ᾱ stands above its root; there it is 1 − α',
        gives: withNumbers((alpha, alphaBar) => [sqrt(1 - alphaBar), sqrt(alpha)]),
      },
      {
        called: 'α and ᾱ are swapped: the bar belongs under the root and nowhere else',
        gives: withNumbers((alpha, alphaBar) => [(1 - alphaBar) / sqrt(1 - alpha), sqrt(alphaBar)]),
      },
      {
        called: 'α stands above the root in place of β; the weight is 1 − α',
        gives: withNumbers((alpha, alphaBar) => [alpha / sqrt(1 - alphaBar), sqrt(alpha)]),
      },
      {
        called: 'α and β are swapped: the weight is 1 − α, and the bracket is divided by √α',
        gives: withNumbers((alpha, alphaBar) => [alpha / sqrt(1 - alphaBar), sqrt(1 - alpha)]),
      },
      {
        called: 'the weight of the noise divides by √ᾱ; it must be √(1 − ᾱ), the size of the noise',
        gives: withNumbers((alpha, alphaBar) => [(1 - alpha) / sqrt(alphaBar), sqrt(alpha)]),
      },
      {
        called: 'only the noise is divided by √α; the whole bracket must be',
        gives: (xt, epsPred, alpha, alphaBar) =>
          xt.map((x, i) => x - ((1 - alpha) / sqrt(1 - alphaBar) / sqrt(alpha)) * epsPred[i]!),
      },
      {
        called:
          'that is the clean guess, with all the noise taken out; one step takes out a small part',
        gives: withNumbers((_, alphaBar) => [sqrt(1 - alphaBar), sqrt(alphaBar)]),
      },
    ],
  }),
};

export default exercise;
