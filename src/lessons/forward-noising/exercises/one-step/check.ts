/** Checks one noising step x_t = √(1 − β_t) x_{t−1} + √β_t z (Ho et al. 2020, equation 2). */
import {
  forwardStep,
  makeCustomSchedule,
  makeLinearSchedule,
  makeRng,
  type Rng,
  sampleNormals,
} from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  listOf,
  type ShowContext,
  type View,
} from '../../../../lib/exercises/index.ts';

type Args = [xPrev: Float64Array, z: Float64Array, beta: number];

/** The library's step, on a schedule of this one step. */
const step = (...[xPrev, z, beta]: Args) =>
  forwardStep(makeCustomSchedule({ betas: [beta] }), xPrev, 0, z);

const mixed =
  (weights: (beta: number) => [keep: number, add: number]) =>
  (...[xPrev, z, beta]: Args) => {
    const [keep, add] = weights(beta);
    return xPrev.map((value, i) => keep * value + add * z[i]!);
  };

const list = (...values: number[]) => Float64Array.from(values);

const random = (rng: Rng): Args => [
  Float64Array.from({ length: 16 }, () => 2 * rng.uniform() - 1),
  Float64Array.from(sampleNormals(rng, 16)),
  0.02 + 0.96 * rng.uniform(),
];

const schedule = makeLinearSchedule({ T: 1000 });
const digitCount = 10;
const pixels = 64;
const shown = { digits: 3, steps: [0, 100, 250, 500, 999] };

/** The learner's result as numbers, or null where it is no list of that many. */
function numbersOf(value: unknown, length: number): Float64Array | null {
  const entries = listOf(value);
  return entries?.length === length && entries.every(Number.isFinite)
    ? Float64Array.from(entries as number[])
    : null;
}

const size = (x: Float64Array) =>
  Math.sqrt(x.reduce((sum, value) => sum + value * value, 0) / x.length);

const pictureOf = (x: Float64Array, digit: number) =>
  x.slice(digit * pixels, (digit + 1) * pixels).map((value) => Math.max(-1, Math.min(1, value)));

/** A walk of all steps, so far as it came. */
interface Walk {
  /** How large the pixels are after each step. */
  readonly sizes: number[];
  /** What is shown, by step. */
  readonly kept: Map<number, Float64Array>;
}

function note({ sizes, kept }: Walk, t: number, x: Float64Array): void {
  sizes.push(size(x));
  if (shown.steps.includes(t)) kept.set(t, x);
}

const row = (name: string, { kept }: Walk, digit: number) => ({
  name: `${name}, digit ${digit}`,
  pictures: shown.steps.map((t) => (kept.has(t) ? pictureOf(kept.get(t)!, digit) : null)),
});

function viewsOf(yours: Walk, right: Walk): View[] {
  const line = (name: string, by: 'learner' | 'course', { sizes }: Walk) => ({
    name,
    by,
    x: sizes.map((_, t) => t),
    y: sizes,
  });
  const digits = Array.from({ length: shown.digits }, (_, digit) => [
    row('Yours', yours, digit),
    row('Right', right, digit),
  ]);
  return [
    {
      kind: 'lines',
      label: 'How large the pixels of ten digits are on the way: the root of their mean square',
      xLabel: 't',
      yLabel: 'Size of the pixels',
      lines: [line('Yours', 'learner', yours), line('Right', 'course', right)],
    },
    {
      kind: 'pictures',
      label: `At t = ${shown.steps.join(', ')}, from left to right`,
      size: 8,
      rows: digits.flat(),
    },
  ];
}

async function show({ call, put, digits, breathe }: ShowContext): Promise<void> {
  const clean = Float64Array.from((await digits(digitCount)).flatMap((digit) => [...digit]));
  const rng = makeRng('one step');
  const [yours, right]: [Walk, Walk] = [
    { sizes: [], kept: new Map() },
    { sizes: [], kept: new Map() },
  ];
  let x: Float64Array | null = clean;
  let exact: Float64Array = clean;
  for (const [t, beta] of schedule.betas.entries()) {
    const z = Float64Array.from(sampleNormals(rng, clean.length));
    exact = forwardStep(schedule, exact, t, z);
    note(right, t, exact);
    if (x) x = numbersOf((await call('forwardStep', [x, z, beta])).value, clean.length);
    if (x) note(yours, t, x);
    if (t % 50 === 0) await breathe();
  }
  const stopped = `Your walk ends before t = ${yours.sizes.length}: there your function gives no list of ${clean.length} finite numbers.`;
  put([...(x ? [] : [{ kind: 'text' as const, text: stopped }]), ...viewsOf(yours, right)]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['forwardStep'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'forwardStep',
    arguments: ['xPrev', 'z', 'beta'],
    given: [
      [list(1, -1), list(0.5, 2), 0.36],
      [list(0.2), list(-1), 0.75],
    ],
    random,
    expected: step,
    slips: [
      {
        called: 'the square roots are missing, on both weights',
        gives: mixed((beta) => [1 - beta, beta]),
      },
      {
        called:
          'beta is a variance, and the weight of the noise is a standard deviation, so take the square root',
        gives: mixed((beta) => [Math.sqrt(1 - beta), beta]),
      },
      {
        called: 'the square root is missing on the weight of the picture',
        gives: mixed((beta) => [1 - beta, Math.sqrt(beta)]),
      },
      {
        called:
          'the picture is not shrunk, so the variance grows with every step; its weight is √(1 − β)',
        gives: mixed((beta) => [1, Math.sqrt(beta)]),
      },
      {
        called:
          'neither is the picture shrunk, nor is there a square root on the weight of the noise',
        gives: mixed((beta) => [1, beta]),
      },
      {
        called: 'the weights are swapped: the picture gets the noise’s weight',
        gives: mixed((beta) => [Math.sqrt(beta), Math.sqrt(1 - beta)]),
      },
      {
        called:
          'the picture’s weight is 1 − √β; it must be √(1 − β), so that the variances add up to 1',
        gives: mixed((beta) => [1 - Math.sqrt(beta), Math.sqrt(beta)]),
      },
      {
        called: 'the noise is taken away, and the step adds it',
        gives: mixed((beta) => [Math.sqrt(1 - beta), -Math.sqrt(beta)]),
      },
      {
        called: 'the noise has no weight; it is √β',
        gives: mixed((beta) => [Math.sqrt(1 - beta), 1]),
      },
      {
        called:
          'the noise’s weight is 1 − √(1 − β); it must be √β, so that the variances add up to 1',
        gives: mixed((beta) => [Math.sqrt(1 - beta), 1 - Math.sqrt(1 - beta)]),
      },
      {
        called: 'both weights are √(1 − β); that of the noise is √β',
        gives: mixed((beta) => [Math.sqrt(1 - beta), Math.sqrt(1 - beta)]),
      },
      {
        called: 'every pixel gets z[0]; each has a noise of its own, z[i]',
        gives: (xPrev, z, beta) =>
          step(
            xPrev,
            z.map(() => z[0]!),
            beta,
          ),
      },
    ],
  }),
  show,
};

export default exercise;
