/** Checks ∇_x log p(y | x) of a linear classifier, W_y − Σ_k p_k W_k: the gradient that guidance follows (Dhariwal and Nichol 2021, section 4). */
import { makeRng, type Rng, sampleNormals } from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  listOf,
  type ShowContext,
} from '../../../../lib/exercises/index.ts';

type Args = [x: Float64Array, weights: readonly Float64Array[], y: number];

const list = (...values: number[]) => Float64Array.from(values);

const logitsOf = (x: Float64Array, weights: readonly Float64Array[]) =>
  weights.map((row) => row.reduce((sum, weight, i) => sum + weight * x[i]!, 0));

function probabilities(x: Float64Array, weights: readonly Float64Array[]): number[] {
  const logits = logitsOf(x, weights);
  const most = Math.max(...logits);
  const parts = logits.map((logit) => Math.exp(logit - most));
  const all = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / all);
}

/** own · W_y less the sum of all rows, each with its share. */
function rows([x, weights, y]: Args, own: number, shares: readonly number[]): Float64Array {
  return x.map(
    (_, i) =>
      own * weights[y]![i]! - weights.reduce((sum, row, k) => sum + shares[k]! * row[i]!, 0),
  );
}

const gradient = (...args: Args) => rows(args, 1, probabilities(args[0], args[1]));
const none = (weights: readonly Float64Array[]) => weights.map(() => 0);

function random(rng: Rng): Args {
  const [pixels, classes] = [4, 2 + rng.integer(3)];
  return [
    Float64Array.from(sampleNormals(rng, pixels)),
    Array.from({ length: classes }, () => Float64Array.from(sampleNormals(rng, pixels))),
    rng.integer(classes),
  ];
}

const steps = 40;
const stepSize = 0.1;

/** log p of the wanted class along a walk that follows a gradient; it ends where the gradient is no list of numbers. */
async function follow(gradientOf: (...args: Args) => Promise<unknown>): Promise<number[]> {
  const rng = makeRng('a linear classifier');
  const weights = Array.from({ length: 3 }, () => Float64Array.from(sampleNormals(rng, 6)));
  let x = Float64Array.from(sampleNormals(rng, 6));
  const logs: number[] = [];
  for (let step = 0; step <= steps; step++) {
    logs.push(Math.log(probabilities(x, weights)[0]!));
    const found = listOf(await gradientOf(x, weights, 0)) ?? [];
    const next = x.map((value, i) => value + stepSize * Number(found[i]));
    if (!next.every(Number.isFinite)) break;
    x = next;
  }
  return logs;
}

async function show({ call, put }: ShowContext): Promise<void> {
  const yours = await follow(async (...args) => (await call('gradLogProbability', args)).value);
  const right = await follow(async (...args) => gradient(...args));
  const stepsOf = (logs: readonly number[]) => logs.map((_, step) => step);
  put([
    {
      kind: 'lines',
      label: 'How sure the classifier is, step by step along the gradient',
      xLabel: 'step',
      yLabel: 'log p(y | x)',
      lines: [
        { name: 'Yours', by: 'learner', x: stepsOf(yours), y: yours },
        { name: 'Right', by: 'course', x: stepsOf(right), y: right },
      ],
    },
  ]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['gradLogProbability'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'gradLogProbability',
    arguments: ['x', 'weights', 'y'],
    given: [
      [list(Math.log(3), 0), [list(1, 0), list(0, 1)], 0],
      [list(0, 0), [list(1, 2), list(3, 0), list(-1, 4)], 1],
      [list(1, -1), [list(1, 0), list(0, 1), list(1, 1)], 2],
    ],
    random,
    expected: gradient,
    // Where the two rows nearly cancel, single precision leaves fewer digits, and is right all the same.
    tolerance: 1e-4,
    slips: [
      {
        called: 'that is the row of y alone: the mean row, Σ p W, must come off it',
        gives: (...args) => rows(args, 1, none(args[1])),
      },
      {
        called:
          'that is the gradient of p, and not of log p: it has a factor p(y) too many, which makes it faint where the class is improbable',
        gives: (...args) =>
          gradient(...args).map((g) => g * probabilities(args[0], args[1])[args[2]]!),
      },
      {
        called: 'the sign is turned round: that way the class becomes less probable',
        gives: (...args) => gradient(...args).map((g) => -g),
      },
      {
        called:
          'the mean row is taken over classes alike; class k must count with its probability p_k',
        gives: (...args) =>
          rows(
            args,
            1,
            args[1].map(() => 1 / args[1].length),
          ),
      },
      {
        called: 'the rows are weighed with the logits; the softmax must come first',
        gives: (...args) => rows(args, 1, logitsOf(args[0], args[1])),
      },
      {
        called: 'the exponentials are missing: the logits are divided by their sum as they are',
        gives: (...args) => {
          const logits = logitsOf(args[0], args[1]);
          const all = logits.reduce((sum, logit) => sum + logit, 0);
          return rows(
            args,
            1,
            logits.map((logit) => logit / all),
          );
        },
      },
      {
        called: 'the rows are summed without weights; class k must count with its probability p_k',
        gives: (...args) =>
          rows(
            args,
            1,
            args[1].map(() => 1),
          ),
      },
      {
        called: 'the row of y is left out of the mean; all the classes count in it, y too',
        gives: (...args) => {
          const [x, weights, y] = args;
          return rows(
            args,
            1,
            probabilities(x, weights).map((p, k) => (k === y ? 0 : p)),
          );
        },
      },
      {
        called: 'the exponentials are not divided by their sum, so the weights do not add up to 1',
        gives: (...args) => rows(args, 1, logitsOf(args[0], args[1]).map(Math.exp)),
      },
      {
        called: 'that is the gradient by the weights of class y, and not by x',
        gives: (x, weights, y) => x.map((value) => (1 - probabilities(x, weights)[y]!) * value),
      },
      {
        called: 'only the row of y is used: the rows of all classes are in the sum',
        gives: (...args) =>
          rows(args, 1 - probabilities(args[0], args[1])[args[2]]!, none(args[1])),
      },
      {
        called: 'that is the mean row, Σ p W; it must come off the row of y',
        gives: (...args) => rows(args, 0, probabilities(args[0], args[1])).map((g) => -g),
      },
    ],
  }),
  show,
};

export default exercise;
