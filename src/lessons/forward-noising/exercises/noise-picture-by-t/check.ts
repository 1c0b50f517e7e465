/** Checks noising by timestep: ᾱ_t as a product of 1 − β, then the jump (Ho et al. 2020, equation 4). */
import {
  forwardSample,
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
} from '../../../../lib/exercises/index.ts';

type Args = [x0: Float64Array, eps: Float64Array, t: number, betas: Float64Array];

const noiseAt = (...[x0, eps, t, betas]: Args) =>
  forwardSample(makeCustomSchedule({ betas }), x0, t, eps);

const mixed =
  (weights: (t: number, betas: Float64Array) => [signal: number, noise: number]) =>
  (...[x0, eps, t, betas]: Args) => {
    const [signal, noise] = weights(t, betas);
    return x0.map((value, i) => signal * value + noise * eps[i]!);
  };

/** The jump with a wrong ᾱ. */
const jumpWith = (alphaBarOf: (t: number, betas: Float64Array) => number) =>
  mixed((t, betas) => {
    const alphaBar = alphaBarOf(t, betas);
    return [Math.sqrt(alphaBar), Math.sqrt(1 - alphaBar)];
  });

const kept = (betas: Float64Array) => betas.reduce((product, beta) => product * (1 - beta), 1);
const upTo = (t: number, betas: Float64Array) => betas.slice(0, t + 1);

const list = (...values: number[]) => Float64Array.from(values);

function random(rng: Rng): Args {
  const betas = Float64Array.from({ length: 3 + rng.integer(6) }, () => 0.02 + 0.4 * rng.uniform());
  return [
    Float64Array.from({ length: 16 }, () => 2 * rng.uniform() - 1),
    Float64Array.from(sampleNormals(rng, 16)),
    rng.integer(betas.length),
    betas,
  ];
}

const { betas: linearBetas } = makeLinearSchedule({ T: 1000 });
const shownSteps = [0, 100, 250, 500, 999];

/** A picture to draw; null where the result is none. */
function pictureOf(value: unknown, pixels: number): Float64Array | null {
  const entries = listOf(value);
  if (entries?.length !== pixels || !entries.every(Number.isFinite)) return null;
  return Float64Array.from(entries, (entry) => Math.max(-1, Math.min(1, Number(entry))));
}

async function show({ call, put, digits, breathe }: ShowContext): Promise<void> {
  const rows = [];
  for (const [i, digit] of (await digits(3)).entries()) {
    const x0 = Float64Array.from(digit);
    const eps = Float64Array.from(sampleNormals(makeRng(`noise picture ${i}`), x0.length));
    const [yours, right]: [(Float64Array | null)[], (Float64Array | null)[]] = [[], []];
    for (const t of shownSteps) {
      const args: Args = [x0, eps, t, linearBetas];
      yours.push(pictureOf((await call('noiseAt', args)).value, x0.length));
      right.push(pictureOf(noiseAt(...args), x0.length));
    }
    rows.push(
      { name: `Yours, digit ${i}`, pictures: yours },
      { name: `Right, digit ${i}`, pictures: right },
    );
    await breathe();
  }
  const missing = rows.some(({ pictures }) => pictures.includes(null));
  const text = 'Where there is no picture, your function gave no list of 64 finite numbers.';
  put([
    ...(missing ? [{ kind: 'text' as const, text }] : []),
    {
      kind: 'pictures',
      label: `At t = ${shownSteps.join(', ')} of 1,000 linear steps, from left to right`,
      size: 8,
      rows,
    },
  ]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['noiseAt'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'noiseAt',
    arguments: ['x0', 'eps', 't', 'betas'],
    given: [
      [list(1, -1), list(0.5, 1), 1, list(0.1, 0.6, 0.5)],
      [list(0.2), list(-1), 0, list(0.75, 0.5)],
      [list(1, 0), list(0, 1), 2, list(0.1, 0.2, 0.5)],
    ],
    random,
    expected: noiseAt,
    slips: [
      {
        called: 'the product stops before step t; step t belongs to it',
        gives: jumpWith((t, betas) => kept(upTo(t - 1, betas))),
      },
      {
        called: 'the product goes one step too far; step t is the last that belongs to it',
        gives: jumpWith((t, betas) => kept(upTo(t, betas)) * (1 - betas[t + 1]!)),
      },
      {
        called: 'the product leaves step 0 out, which has been taken at every t',
        gives: jumpWith((t, betas) => kept(upTo(t, betas).slice(1))),
      },
      {
        called: 'that is only step t, 1 − β; multiply what all the steps up to it keep',
        gives: jumpWith((t, betas) => 1 - betas[t]!),
      },
      {
        called: 'the product runs over the whole schedule; it ends with step t',
        gives: jumpWith((_, betas) => kept(betas)),
      },
      {
        called: 'it multiplies the betas themselves; a step keeps 1 − β',
        gives: jumpWith((t, betas) => upTo(t, betas).reduce((product, beta) => product * beta, 1)),
      },
      {
        called: 'the square roots are missing, on both weights',
        gives: mixed((t, betas) => [kept(upTo(t, betas)), 1 - kept(upTo(t, betas))]),
      },
      {
        called:
          'the weights go evenly with t, but t is only a counter; the betas say how noisy it is',
        gives: mixed((t, { length }) => [1 - t / length, t / length]),
      },
      {
        called: 'x0 and eps are swapped: the picture gets the noise’s weight',
        gives: jumpWith((t, betas) => 1 - kept(upTo(t, betas))),
      },
      {
        called: 'the square root is missing on the weight of the noise',
        gives: mixed((t, betas) => [Math.sqrt(kept(upTo(t, betas))), 1 - kept(upTo(t, betas))]),
      },
      {
        called: 'the square root is missing on the weight of the picture',
        gives: mixed((t, betas) => [kept(upTo(t, betas)), Math.sqrt(1 - kept(upTo(t, betas)))]),
      },
      {
        called: 'the noise’s weight is 1 − √ᾱ; it must be √(1 − ᾱ)',
        gives: mixed((t, betas) => {
          const signal = Math.sqrt(kept(upTo(t, betas)));
          return [signal, 1 - signal];
        }),
      },
      {
        called:
          'it takes the betas away one by one; each step keeps a share of what is left, so multiply by (1 − β)',
        gives: jumpWith((t, betas) => upTo(t, betas).reduce((left, beta) => left - beta, 1)),
      },
      {
        called: 'the share of step t is taken t + 1 times; step i keeps 1 − betas[i]',
        gives: jumpWith((t, betas) => (1 - betas[t]!) ** (t + 1)),
      },
      {
        called: 'the noise is taken away, and the jump adds it',
        gives: mixed((t, betas) => [
          Math.sqrt(kept(upTo(t, betas))),
          -Math.sqrt(1 - kept(upTo(t, betas))),
        ]),
      },
    ],
  }),
  show,
};

export default exercise;
