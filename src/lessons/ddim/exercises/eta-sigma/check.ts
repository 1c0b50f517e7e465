/** Checks the deviation σ_t(η) of a DDIM step's fresh noise (Song et al. 2021, equation 16). */
import { makeCustomSchedule, makeDdimTable, type Rng } from '../../../../lib/diffusion/index.ts';
import { type CodeExercise, functionCheck } from '../../../../lib/exercises/index.ts';

type Args = [alphaBar: number, alphaBarNext: number, eta: number];

/** The library's step, on a schedule whose last stretch leads from alphaBar to alphaBarNext. */
function sigma(...[alphaBar, alphaBarNext, eta]: Args): number {
  const before = alphaBarNext === 1 ? [] : [1 - alphaBarNext];
  const schedule = makeCustomSchedule({ betas: [...before, 1 - alphaBar / alphaBarNext] });
  return makeDdimTable(schedule, { steps: schedule.T, eta })[0]!.noise;
}

const { sqrt } = Math;
/** The two fractions under the roots. */
const ofNoise = (now: number, next: number) => (1 - next) / (1 - now);
const ofStretch = (now: number, next: number) => 1 - now / next;

function random(rng: Rng): Args {
  const alphaBar = 0.05 + 0.85 * rng.uniform();
  return [alphaBar, alphaBar + (1 - alphaBar) * (0.1 + 0.8 * rng.uniform()), rng.uniform()];
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['sigmaOf'],
  check: functionCheck<Args>({
    name: 'sigmaOf',
    arguments: ['alphaBar', 'alphaBarNext', 'eta'],
    given: [
      [0.21875, 0.5, 1],
      [0.21875, 0.5, 0.5],
      [0.5, 1, 1],
    ],
    random,
    expected: sigma,
    slips: [
      { called: 'eta is left out', gives: (now, next) => sigma(now, next, 1) },
      {
        called: 'that is the variance; σ is a deviation, its root',
        gives: (...args) => sigma(...args) ** 2,
      },
      {
        called: 'eta is squared; it is a factor, once',
        gives: (now, next, eta) => eta * sigma(now, next, eta),
      },
      {
        called: 'eta stands under a root; it is a factor of its own',
        gives: (now, next, eta) => sqrt(eta) * sigma(now, next, 1),
      },
      {
        called: 'both roots are missing',
        gives: (now, next, eta) => eta * ofNoise(now, next) * ofStretch(now, next),
      },
      {
        called: 'the root is missing on the first fraction, (1 − ᾱ_s) / (1 − ᾱ)',
        gives: (now, next, eta) => eta * ofNoise(now, next) * sqrt(ofStretch(now, next)),
      },
      {
        called: 'the root is missing on the second factor, 1 − ᾱ / ᾱ_s',
        gives: (now, next, eta) => eta * sqrt(ofNoise(now, next)) * ofStretch(now, next),
      },
      {
        called:
          'the first fraction is upside down: the noise that will be left, 1 − ᾱ_s, must stand above',
        gives: (now, next, eta) => eta * sqrt(ofStretch(now, next) / ofNoise(now, next)),
      },
      {
        called: 'the second root takes ᾱ / ᾱ_s itself; it must take 1 minus that',
        gives: (now, next, eta) => eta * sqrt(ofNoise(now, next)) * sqrt(now / next),
      },
      {
        called:
          'the second root takes 1 − ᾱ, all the noise so far; it must take 1 − ᾱ / ᾱ_s, that of the stretch',
        gives: (now, next, eta) => eta * sqrt(ofNoise(now, next)) * sqrt(1 - now),
      },
      {
        called: 'the second root is missing: the noise that the stretch added, 1 − ᾱ / ᾱ_s',
        gives: (now, next, eta) => eta * sqrt(ofNoise(now, next)),
      },
      {
        called: 'the first root is missing, the one of the two noises',
        gives: (now, next, eta) => eta * sqrt(ofStretch(now, next)),
      },
      {
        called: 'the two roots are added; they are multiplied',
        gives: (now, next, eta) => eta * (sqrt(ofNoise(now, next)) + sqrt(ofStretch(now, next))),
      },
    ],
  }),
};

export default exercise;
