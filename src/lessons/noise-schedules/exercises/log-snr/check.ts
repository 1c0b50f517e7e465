/** Checks the log-SNR, ln ᾱ / (1 − ᾱ) (Kingma et al. 2021, section 3, for a process that preserves variance). */
import {
  makeCosineSchedule,
  makeCustomSchedule,
  makeLinearSchedule,
  type Rng,
  type Schedule,
} from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  type ShowContext,
  type View,
} from '../../../../lib/exercises/index.ts';

type Args = [alphaBar: number];

/** The library's number, on a schedule of one step that keeps the share. */
const logSnr = (alphaBar: number) => makeCustomSchedule({ betas: [1 - alphaBar] }).logSnr[0]!;

const random = (rng: Rng): Args => [0.001 + 0.998 * rng.uniform()];

const every = 10;

async function curveOf(
  name: string,
  { T, alphasCumprod, logSnr: right }: Schedule,
  call: ShowContext['call'],
): Promise<View> {
  const steps = Array.from({ length: T / every }, (_, i) => i * every);
  const yours: [number, number][] = [];
  for (const t of steps) {
    const { value } = await call('logSnr', [alphasCumprod[t]!]);
    if (Number.isFinite(value)) yours.push([t, Number(value)]);
  }
  return {
    kind: 'lines',
    label: `${name}, T = ${T}`,
    xLabel: 't',
    yLabel: 'log-SNR',
    lines: [
      { name: 'Yours', by: 'learner', x: yours.map(([t]) => t), y: yours.map(([, y]) => y) },
      { name: 'Right', by: 'course', x: steps, y: steps.map((t) => right[t]!) },
    ],
  };
}

async function show({ call, put, breathe }: ShowContext): Promise<void> {
  const linear = await curveOf('Linear', makeLinearSchedule({ T: 1000 }), call);
  await breathe();
  put([linear, await curveOf('Cosine', makeCosineSchedule({ T: 1000 }), call)]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['logSnr'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'logSnr',
    arguments: ['alphaBar'],
    given: [[0.9], [0.5], [0.1]],
    random,
    expected: logSnr,
    slips: [
      { called: 'that is alphaBar, unchanged', gives: (alphaBar) => alphaBar },
      {
        called: 'that is the SNR itself; the logarithm is still missing',
        gives: (alphaBar) => alphaBar / (1 - alphaBar),
      },
      {
        called: 'the ratio is upside down; the signal goes above the bar',
        gives: (alphaBar) => -logSnr(alphaBar),
      },
      {
        called:
          'that is half of it, with standard deviations in place of variances; leave the square roots out',
        gives: (alphaBar) => logSnr(alphaBar) / 2,
      },
      {
        called: 'that is the logarithm to base ten; take the natural one',
        gives: (alphaBar) => logSnr(alphaBar) / Math.LN10,
      },
      {
        called: 'that is the logarithm to base two; take the natural one',
        gives: (alphaBar) => logSnr(alphaBar) / Math.LN2,
      },
      {
        called: 'that is in decibels; take the natural logarithm, without a factor',
        gives: (alphaBar) => (10 * logSnr(alphaBar)) / Math.LN10,
      },
      {
        called:
          'the two logarithms are divided; divide first and take the logarithm of the quotient, or subtract the two',
        gives: (alphaBar) => Math.log(alphaBar) / Math.log(1 - alphaBar),
      },
      {
        called: 'the ratio is upside down, and the logarithm is missing',
        gives: (alphaBar) => (1 - alphaBar) / alphaBar,
      },
      {
        called: 'only the signal is in the logarithm; divide inside it',
        gives: (alphaBar) => Math.log(alphaBar) / (1 - alphaBar),
      },
      { called: 'nothing is divided by the noise, 1 − ᾱ', gives: (alphaBar) => Math.log(alphaBar) },
      {
        called: 'that is the logarithm of 0: put brackets around 1 − alphaBar',
        gives: (alphaBar) => Math.log(alphaBar / 1 - alphaBar),
      },
    ],
  }),
  show,
};

export default exercise;
