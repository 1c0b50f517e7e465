/** Checks the log-probability of a class, log softmax(logits)_y, which classifier guidance differentiates (Dhariwal and Nichol 2021, section 4). */
import type { Rng } from '../../../../lib/diffusion/index.ts';
import { type CodeExercise, functionCheck } from '../../../../lib/exercises/index.ts';

type Args = [logits: Float64Array, y: number];

const list = (...values: number[]) => Float64Array.from(values);

/** Σ exp(logit − shift) */
const sumOf = (logits: Float64Array, shift: number) =>
  logits.reduce((sum, logit) => sum + Math.exp(logit - shift), 0);

function logProbability(...[logits, y]: Args): number {
  const most = Math.max(...logits);
  return logits[y]! - most - Math.log(sumOf(logits, most));
}

/** The probability, which is 0 where the exponential of so small a logit is. */
function probability(...[logits, y]: Args): number {
  const most = Math.max(...logits);
  return Math.exp(logits[y]! - most) / sumOf(logits, most);
}

/** The right difference, with another logarithm of the sum. */
const withLog =
  (log: (sum: number) => number) =>
  (...[logits, y]: Args): number => {
    const most = Math.max(...logits);
    return logits[y]! - most - log(sumOf(logits, most));
  };

function random(rng: Rng): Args {
  const classes = 2 + rng.integer(5);
  return [Float64Array.from({ length: classes }, () => 3 * rng.normal()), rng.integer(classes)];
}

const unshifted =
  'the exponentials of large logits overflow; take the largest logit off all of them first';

const base2 = 'that is the logarithm with base 2; Math.log has the natural one';
const base10 = 'that is the logarithm with base 10; Math.log has the natural one';

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['logProbability'],
  check: functionCheck<Args>({
    name: 'logProbability',
    arguments: ['logits', 'y'],
    given: [
      [list(2, 1, 0), 0],
      [list(1000, 999), 1],
      [list(-1001, -1000), 0],
      [list(1000, 0), 1],
      [list(1000, 0), 0],
    ],
    random,
    expected: logProbability,
    slips: [
      {
        called: 'that is the probability itself; its logarithm is asked for',
        gives: (...args) => Math.exp(logProbability(...args)),
      },
      {
        called: 'that is the logarithm of the logit, which has not been through the softmax',
        gives: (logits, y) => Math.log(logits[y]!),
      },
      {
        called: unshifted,
        gives: (logits, y) => Math.log(Math.exp(logits[y]!) / sumOf(logits, 0)),
      },
      { called: unshifted, gives: (logits, y) => logits[y]! - Math.log(sumOf(logits, 0)) },
      {
        called: unshifted,
        gives: (logits, y) => Math.log(Math.exp(logits[y]!)) - Math.log(sumOf(logits, 0)),
      },
      {
        called:
          'so small a probability is 0, and one over it Infinity; take the logarithms of numerator and denominator apart, with the largest logit taken off',
        gives: (...args) => Math.log(probability(...args)),
      },
      {
        called: 'the smallest logit is taken off; then large exponentials overflow all the same',
        gives: (logits, y) => {
          const least = Math.min(...logits);
          return logits[y]! - least - Math.log(sumOf(logits, least));
        },
      },
      { called: base2, gives: (...args) => Math.log2(probability(...args)) },
      { called: base2, gives: withLog(Math.log2) },
      { called: base10, gives: (...args) => Math.log10(probability(...args)) },
      { called: base10, gives: withLog(Math.log10) },
      {
        called: 'the sign is turned round: that is the loss, −log p',
        gives: (...args) => -logProbability(...args),
      },
      {
        called:
          'the largest logit is taken off inside the sum, and never added back: it must be taken off the logit of y too',
        gives: (logits, y) => logits[y]! - Math.log(sumOf(logits, Math.max(...logits))),
      },
      {
        called: 'the sum is missing: the logit of y is only compared with the largest',
        gives: (logits, y) => logits[y]! - Math.max(...logits),
      },
    ],
  }),
};

export default exercise;
