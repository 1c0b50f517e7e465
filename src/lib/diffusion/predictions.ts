/**
 * What a network may predict, and how each prediction gives the others once x_t is known:
 * ε (Ho et al. 2020), x0, v = √ᾱ ε − √(1 − ᾱ) x0 (Salimans & Ho 2022, appendix D) and the score
 * −ε / √(1 − ᾱ) (Song et al. 2021).
 */
import { check, checkLength } from './checks.ts';
import { forwardCoefficients } from './forward.ts';
import { combine, type Numbers } from './numbers.ts';
import type { Schedule } from './schedules/index.ts';

/** What a network may be asked to predict. */
export type Prediction = 'eps' | 'x0' | 'v' | 'score';

/** Every prediction, in the order in which menus show them. */
export const predictions: readonly Prediction[] = ['eps', 'x0', 'v', 'score'];

/** The wanted prediction is xt · x_t + value · (the given prediction). */
export interface PredictionCoefficients {
  readonly xt: number;
  readonly value: number;
}

type Rule = (signal: number, noise: number) => PredictionCoefficients;

const same: Rule = () => ({ xt: 0, value: 1 });

/** rules[from][to], all from x_t = a x0 + s ε with a = signal, s = noise and a² + s² = 1. */
const rules: Record<Prediction, Record<Prediction, Rule>> = {
  eps: {
    eps: same,
    x0: (a, s) => ({ xt: 1 / a, value: -s / a }),
    v: (a, s) => ({ xt: -s / a, value: 1 / a }),
    score: (_, s) => ({ xt: 0, value: -1 / s }),
  },
  x0: {
    eps: (a, s) => ({ xt: 1 / s, value: -a / s }),
    x0: same,
    v: (a, s) => ({ xt: a / s, value: -1 / s }),
    score: (a, s) => ({ xt: -1 / (s * s), value: a / (s * s) }),
  },
  v: {
    eps: (a, s) => ({ xt: s, value: a }),
    x0: (a, s) => ({ xt: a, value: -s }),
    v: same,
    score: (a, s) => ({ xt: -1, value: -a / s }),
  },
  score: {
    eps: (_, s) => ({ xt: 0, value: -s }),
    x0: (a, s) => ({ xt: 1 / a, value: (s * s) / a }),
    v: (a, s) => ({ xt: -s / a, value: -s / a }),
    score: same,
  },
};

/**
 * The linear map from one prediction to another at step t.
 *
 * @throws InvalidArgumentError when t is out of range, a name is unknown, or ᾱ_t = 0 and x0 or v
 *   is asked of eps or the score: x_t is then noise alone and says nothing about x0
 */
export function predictionCoefficients(
  schedule: Schedule,
  t: number,
  from: Prediction,
  to: Prediction,
): PredictionCoefficients {
  const { signal, noise } = forwardCoefficients(schedule, t);
  return predictionAt({ t, signal, sigma: noise }, from, to);
}

/**
 * The same map at a level x = signal · x0 + sigma · ε with signal² + sigma² = 1, which may lie between two steps.
 *
 * @throws InvalidArgumentError when a name is unknown, or the level holds no signal and x0 or v is asked of eps or the score
 */
export function predictionAt(
  {
    t,
    signal,
    sigma: noise,
  }: { readonly t: number; readonly signal: number; readonly sigma: number },
  from: Prediction,
  to: Prediction,
): PredictionCoefficients {
  checkPrediction('from', from);
  checkPrediction('to', to);
  const needsSignal = (from === 'eps' || from === 'score') && (to === 'x0' || to === 'v');
  const allowed = `a step where ᾱ is above 0, to turn ${from} into ${to}`;
  check(!needsSignal || signal > 0, 't', t, allowed);
  return rules[from][to](signal, noise);
}

function checkPrediction(argument: string, name: Prediction): void {
  check(predictions.includes(name), argument, name, `one of ${predictions.join(', ')}`);
}

/**
 * Turns one prediction into another.
 *
 * @param conversion `value` is the prediction named by `from`, as long as `xt`
 * @returns the prediction named by `to`, of the kind of `value`
 * @throws InvalidArgumentError as predictionCoefficients, or when the lengths differ
 */
export function convertPrediction<A extends Numbers>(
  schedule: Schedule,
  conversion: {
    readonly from: Prediction;
    readonly to: Prediction;
    readonly xt: Numbers;
    readonly t: number;
    readonly value: A;
  },
): A {
  const { from, to, xt, t, value } = conversion;
  const coefficients = predictionCoefficients(schedule, t, from, to);
  checkLength('value', value, xt.length, 'xt');
  return combine(coefficients.value, value, coefficients.xt, xt);
}
