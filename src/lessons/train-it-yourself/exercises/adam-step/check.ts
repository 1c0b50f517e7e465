/** Checks one step of Adam (Kingma and Ba 2015, algorithm 1); the course's own is src/lib/nets/adam.ts. */
import type { Rng } from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  listOf,
  type ShowContext,
  type View,
} from '../../../../lib/exercises/index.ts';

type Numbers = readonly number[];
interface Memory {
  readonly m: Numbers;
  readonly v: Numbers;
  readonly step: number;
}
type Args = [theta: Numbers, gradient: Numbers, state: Memory, learningRate: number];
type After = Memory & { readonly theta: Numbers };

const usualDecays = [0.9, 0.999] as const;
const epsilon = 1e-8;

/** Where a mistake departs from the algorithm. */
interface Departures {
  readonly square?: (gradient: number) => number;
  /** What the corrections take for the number of the step; null leaves them out. */
  readonly counted?: ((step: number) => number) | null;
  /** Which decays there are, and which of the two means is corrected for its start. */
  readonly decays?: readonly [ofM: number, ofV: number];
  readonly corrects?: readonly [m: boolean, v: boolean];
  readonly divisor?: (square: number) => number;
  readonly sign?: 1 | -1;
}

const stepWith =
  ({
    square = (gradient) => gradient ** 2,
    counted = (step) => step,
    decays: [beta1, beta2] = usualDecays,
    corrects: [correctsM, correctsV] = [true, true],
    divisor = (mean) => Math.sqrt(mean) + epsilon,
    sign = -1,
  }: Departures) =>
  (...[theta, gradient, state, learningRate]: Args): After => {
    const step = state.step + 1;
    const m = state.m.map((value, i) => beta1 * value + (1 - beta1) * gradient[i]!);
    const v = state.v.map((value, i) => beta2 * value + (1 - beta2) * square(gradient[i]!));
    const corrected = (value: number, beta: number, corrects: boolean) =>
      corrects && counted ? value / (1 - beta ** counted(step)) : value;
    const move = (i: number) =>
      corrected(m[i]!, beta1, correctsM) / divisor(corrected(v[i]!, beta2, correctsV));
    return { theta: theta.map((value, i) => value + sign * learningRate * move(i)), m, v, step };
  };

const right = stepWith({});

const random = (rng: Rng): Args => {
  const draw = () => Array.from({ length: 3 }, () => rng.normal());
  const state = { m: draw(), v: draw().map((value) => value ** 2), step: 1 + rng.integer(50) };
  return [draw(), draw(), state, 0.01 + 0.1 * rng.uniform()];
};

const slopes = [1, 1000] as const;
const steps = 120;

/** Two finite numbers that can be drawn, or null. */
function pairOf(value: unknown): number[] | null {
  const numbers = (listOf(value) ?? []).map(Number);
  const fine = numbers.length === 2 && numbers.every((entry) => Math.abs(entry) < 1e6);
  return fine ? numbers : null;
}

/** The path of θ down ½ (θ_0² + 1000 θ_1²) from (1, 1); it ends early where a step gives no numbers. */
async function pathOf(step: (...args: Args) => Promise<unknown>): Promise<number[][]> {
  const path: number[][] = [[1, 1]];
  let state: unknown = { m: [0, 0], v: [0, 0], step: 0 };
  for (let i = 0; i < steps; i++) {
    const theta = path.at(-1)!;
    const gradient = theta.map((value, at) => slopes[at]! * value);
    const after = (await step(theta, gradient, state as Memory, 0.02)) as Partial<After> | null;
    const next = pairOf(after?.theta);
    if (!next || !pairOf(after?.m) || !listOf(after?.v)) break;
    path.push(next);
    state = { m: after!.m, v: after!.v, step: after!.step };
  }
  return path;
}

async function show({ call, put, breathe }: ShowContext): Promise<void> {
  await breathe();
  const yours = await pathOf(async (...args) => (await call('adamStep', args)).value);
  const expected = await pathOf(async (...args) => right(...args));
  const lineOf = (path: number[][], at: 0 | 1) => ({
    x: path.map((_, i) => i),
    y: path.map((theta) => theta[at]!),
  });
  const views: View[] = [
    {
      kind: 'lines',
      label: 'Two parameters on their way to 0, learning rate 0.02',
      xLabel: 'step',
      yLabel: 'parameter',
      lines: [
        { name: 'Yours, gentle direction', by: 'learner', ...lineOf(yours, 0) },
        { name: 'Yours, steep direction', by: 'learner', ...lineOf(yours, 1) },
        { name: 'Right, gentle direction', by: 'course', ...lineOf(expected, 0) },
        { name: 'Right, steep direction', by: 'course', ...lineOf(expected, 1) },
      ],
    },
  ];
  if (yours.length <= steps) {
    const text = `Your way ends after ${yours.length - 1} steps: there theta, m or v are no numbers that can be drawn.`;
    views.push({ kind: 'text', text });
  }
  put(views);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['adamStep'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'adamStep',
    arguments: ['theta', 'gradient', 'state', 'learningRate'],
    given: [
      [[1, -2], [0.5, -20], { m: [0, 0], v: [0, 0], step: 0 }, 0.1],
      [[2], [0], { m: [0], v: [0], step: 0 }, 0.1],
      [[0], [0.00001], { m: [0.00001], v: [0.00001 ** 2], step: 9 }, 0.5],
    ],
    random,
    expected: right,
    slips: [
      {
        called: 'nothing has moved yet: the TODO is still to be written',
        gives: (theta, _, state) => ({ theta, ...state }),
      },
      {
        called: 'the corrections for the start at zero are missing on m and v',
        gives: stepWith({ counted: null }),
      },
      {
        called: 'the 1e−8 stands below the root; add it to the root',
        gives: stepWith({ divisor: (square) => Math.sqrt(square + epsilon) }),
      },
      {
        called: 'the 1e−8 is missing, and a gradient of 0 gives 0 / 0',
        gives: stepWith({ divisor: Math.sqrt }),
      },
      {
        called: 'the steps are counted from 0 in the corrections; count this step first',
        gives: stepWith({ counted: (step) => step - 1 }),
      },
      {
        called: 'it goes uphill: subtract the move from theta',
        gives: stepWith({ sign: 1 }),
      },
      {
        called: 'the gradient is not squared in v',
        gives: stepWith({ square: (gradient) => gradient }),
      },
      {
        called: 'the square root is missing: divide by the root of the mean square',
        gives: stepWith({ divisor: (square) => square + epsilon }),
      },
      {
        called: 'the step is not counted: give back one more than came in',
        gives: (...args) => ({ ...right(...args), step: args[2].step }),
      },
      {
        called: 'm and v are the old ones: give back the new ones',
        gives: (...args) => ({ ...right(...args), m: args[2].m, v: args[2].v }),
      },
      {
        called: 'the correction of m for its start at zero is missing',
        gives: stepWith({ corrects: [false, true] }),
      },
      {
        called: 'the correction of v for its start at zero is missing',
        gives: stepWith({ corrects: [true, false] }),
      },
      {
        called: 'the corrections take no power: 1 − β to the power of the step',
        gives: stepWith({ counted: () => 1 }),
      },
      {
        called: 'm and v are given back corrected; only for the move are they divided',
        gives: (...args) => {
          const after = right(...args);
          const by = (beta: number) => (value: number) => value / (1 - beta ** after.step);
          const [ofM, ofV] = usualDecays;
          return { ...after, m: after.m.map(by(ofM)), v: after.v.map(by(ofV)) };
        },
      },
      {
        called: 'β1 and β2 are swapped: β1 = 0.9 belongs to m',
        gives: stepWith({ decays: [usualDecays[1], usualDecays[0]] }),
      },
      {
        called: 'theta has not moved: give back the new one',
        gives: (...args) => ({ ...right(...args), theta: args[0] }),
      },
      {
        called: 'that is only the move; subtract it from theta',
        gives: (...args) => {
          const after = right(...args);
          return { ...after, theta: after.theta.map((value, i) => value - args[0][i]!) };
        },
      },
    ],
  }),
  show,
};

export default exercise;
