/** Checks spherical interpolation between two draws of noise (Shoemake 1985; Song et al. 2021, equation 67). */
import {
  clipX0,
  lerp,
  makeCustomSchedule,
  makeDdimTable,
  makeRng,
  norm,
  predictionAt,
  type Rng,
  sampleNormals,
  sampleWalkLater,
  slerp,
} from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  type DigitModel,
  functionCheck,
  listOf,
  type ShowContext,
  type View,
  type ViewLine,
} from '../../../../lib/exercises/index.ts';

type Args = [a: Float64Array, b: Float64Array, u: number];

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);

/** The cosine of the angle between two. */
const cosine = (a: Float64Array, b: Float64Array) => dot(a, b) / (norm(a) * norm(b));

/** A mix with two weights. */
const mixed =
  (weights: (...args: Args) => [ofA: number, ofB: number]) =>
  (...args: Args) => {
    const [a, b] = args;
    const [ofA, ofB] = weights(...args);
    return a.map((value, i) => ofA * value + ofB * b[i]!);
  };

const { sin, cos, acos, PI } = Math;

/** The weights of an angle. */
const atAngle =
  (angle: (a: Float64Array, b: Float64Array) => number) =>
  (...[a, b, u]: Args): [number, number] => {
    const omega = angle(a, b);
    return [sin((1 - u) * omega) / sin(omega), sin(u * omega) / sin(omega)];
  };

const list = (...values: number[]) => Float64Array.from(values);
const third = 1 / 3;

function random(rng: Rng): Args {
  const normals = () => Float64Array.from(sampleNormals(rng, 16));
  return [normals(), normals(), 0.05 + 0.9 * rng.uniform()];
}

const stops = 9;
const shares = Array.from({ length: stops }, (_, i) => i / (stops - 1));
const steps = 10;
const pixels = 64;
const seeds = ['left', 'right'];

/** What DDIM makes of nine noises. */
async function digitsOf(model: DigitModel, start: Float32Array, breathe: () => Promise<void>) {
  const table = makeDdimTable(makeCustomSchedule(model), { steps });
  const classes = shares.map(() => model.nullClass);
  const walk = sampleWalkLater({ table, start, hook: clipX0() }, async (x, row) => {
    await breathe();
    const { xt, value } = predictionAt(row, 'eps', 'x0');
    const eps = await model.predict(x, row.t, classes);
    return eps.map((e, i) => xt * x[i]! + value * e);
  });
  let x: ArrayLike<number> = start;
  for await (const { next } of walk) x = next;
  return shares.map((_, i) => {
    const digit = Array.from({ length: pixels }, (_, p) => Number(x[i * pixels + p]));
    return digit.every(Number.isFinite) ? digit.map((v) => Math.max(-1, Math.min(1, v))) : null;
  });
}

/** The root mean square of each noise: about 1 where it is a likely draw; 0 where it is none. */
const sizesOf = (noises: readonly Float32Array[]) =>
  noises.map((noise) => {
    const size = norm(noise) / Math.sqrt(noise.length);
    return Number.isFinite(size) ? size : 0;
  });

type Way = readonly [name: string, by: ViewLine['by'], noises: readonly Float32Array[]];

/** The sizes of the noises over u. */
const sizesView = (ways: readonly Way[]): View => ({
  kind: 'lines',
  label: 'Size of the noise on the way (root mean square)',
  xLabel: 'u',
  yLabel: 'size',
  lines: ways.map(([name, by, noises]) => ({ name, by, x: shares, y: sizesOf(noises) })),
});

const emptyPlaces: View = {
  kind: 'text',
  text: `Your function gave something else than ${pixels} numbers, so its size is drawn as 0 there, and places stay empty.`,
};

async function show({ call, put, model: open, breathe }: ShowContext): Promise<void> {
  const [a, b] = seeds.map((seed) => sampleNormals(makeRng(seed), pixels));
  const yours: Float32Array[] = [];
  for (const u of shares) {
    const entries = listOf((await call('slerp', [a, b, u])).value) ?? [];
    yours.push(Float32Array.from({ length: pixels }, (_, i) => Number(entries[i])));
  }
  const ways: Way[] = [
    ['Yours', 'learner', yours],
    ['Right, along the sphere', 'course', shares.map((u) => slerp(a!, b!, u))],
    ['The straight line', 'course', shares.map((u) => lerp(a!, b!, u))],
  ];
  const whole = yours.every((noise) => noise.every(Number.isFinite));
  const sizes = [...(whole ? [] : [emptyPlaces]), sizesView(ways)];
  put(sizes);
  const model = await open();
  const rows: { name: string; pictures: (number[] | null)[] }[] = [];
  for (const [name, , noises] of ways) {
    const start = Float32Array.from(noises.flatMap((noise) => Array.from(noise)));
    rows.push({ name, pictures: await digitsOf(model, start, breathe) });
    const words = `What DDIM makes of these noises in ${steps} steps, told no class, from u = 0 to u = 1`;
    put([...sizes, { kind: 'pictures', label: words, size: model.size, rows: [...rows] }]);
  }
}

const withoutLengths =
  'the angle comes of the dot product alone; divide it by the two lengths before acos';

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['slerp'],
  badge: 'digits-8, a trained U-Net',
  check: functionCheck<Args>({
    name: 'slerp',
    arguments: ['a', 'b', 'u'],
    given: [
      [list(1, 0), list(0, 1), third],
      [list(2, 0), list(0, 0.5), 0.5],
      [list(0.5, 0), list(0.5, 0.5), 0.5],
    ],
    random,
    expected: slerp,
    slips: [
      {
        called: 'that is the straight line, which is too short in the middle',
        gives: lerp,
      },
      {
        called: 'u and 1 − u are swapped: u = 0 must give a',
        gives: (a, b, u) => slerp(a, b, 1 - u),
      },
      {
        called: 'the division by sin ω is missing, on both weights',
        gives: mixed((a, b, u) => {
          const omega = acos(cosine(a, b));
          return [sin((1 - u) * omega), sin(u * omega)];
        }),
      },
      { called: withoutLengths, gives: mixed(atAngle((a, b) => acos(dot(a, b)))) },
      {
        called: withoutLengths,
        gives: mixed(atAngle((a, b) => acos(Math.max(-1, Math.min(1, dot(a, b)))))),
      },
      {
        called: 'the dot product is divided by only one of the lengths; the cosine needs both',
        gives: mixed(atAngle((a, b) => acos(dot(a, b) / norm(a)))),
      },
      {
        called: 'the dot product is divided by only one of the lengths; the cosine needs both',
        gives: mixed(atAngle((a, b) => acos(dot(a, b) / norm(b)))),
      },
      {
        called: 'the dot product is divided by the squares of the lengths; take their roots',
        gives: mixed(atAngle((a, b) => acos(cosine(a, b) / (norm(a) * norm(b))))),
      },
      {
        called: 'the angle is turned into degrees; Math.sin takes radians, as Math.acos gives them',
        gives: mixed(atAngle((a, b) => (acos(cosine(a, b)) * 180) / PI)),
      },
      {
        called: 'acos is missing: the cosine is taken for the angle',
        gives: mixed(atAngle(cosine)),
      },
      {
        called: 'both ends are made 1 long first; use the lengths for the angle alone',
        gives: (a, b, u) =>
          slerp(
            a.map((v) => v / norm(a)),
            b.map((v) => v / norm(b)),
            u,
          ),
      },
      {
        called: 'the weights are a quarter circle’s, cos and sin, whatever the angle',
        gives: mixed((_, __, u) => [cos((u * PI) / 2), sin((u * PI) / 2)]),
      },
      {
        called: 'the weights are √(1 − u) and √u; take sines of parts of the angle',
        gives: mixed((_, __, u) => [Math.sqrt(1 - u), Math.sqrt(u)]),
      },
    ],
  }),
  show,
};

export default exercise;
