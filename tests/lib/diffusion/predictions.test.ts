/** Conversions between eps, x0, v and the score, against their definitions and each other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  convertPrediction,
  forwardCoefficients,
  forwardSample,
  makeLinearSchedule,
  type Numbers,
  type Prediction,
  predictionCoefficients,
  predictions,
  rescaleToZeroTerminalSnr,
  type Schedule,
} from '../../../src/lib/diffusion/index.ts';
import { anyBatches, anyStep } from './arbitraries.ts';
import { largestError, largestSize, thrownBy } from './closeness.ts';

const pairs = predictions.flatMap((from) => predictions.map((to) => ({ from, to })));

/** Each prediction of one example, from its definition. */
function truths(schedule: Schedule, t: number, x0: Float64Array, eps: Float64Array) {
  const { signal, noise } = forwardCoefficients(schedule, t);
  return {
    x0,
    eps,
    v: eps.map((e, i) => signal * e - noise * x0[i]!),
    score: eps.map((e) => -e / noise),
  } satisfies Record<Prediction, Float64Array>;
}

/** The size of the terms that a conversion adds up, which is what its rounding is relative to. */
function sizeOfTerms(schedule: Schedule, t: number, pair: Pair, xt: Numbers, value: Numbers) {
  const coefficients = predictionCoefficients(schedule, t, pair.from, pair.to);
  return (
    Math.abs(coefficients.xt) * largestSize(xt) + Math.abs(coefficients.value) * largestSize(value)
  );
}

interface Pair {
  readonly from: Prediction;
  readonly to: Prediction;
}

describe('convertPrediction', () => {
  it.each(pairs)('$from → $to gives what the definitions give', (pair) => {
    fc.assert(
      fc.property(anyStep(), anyBatches(2), ({ schedule, t }, [x0, eps]) => {
        const truth = truths(schedule, t, x0!, eps!);
        const xt = forwardSample(schedule, x0!, t, eps!);
        const value = truth[pair.from];
        const converted = convertPrediction(schedule, { ...pair, xt, t, value });
        const size = sizeOfTerms(schedule, t, pair, xt, value);
        expect(largestError(converted, truth[pair.to])).toBeLessThanOrEqual(1e-12 * size + 1e-300);
      }),
    );
  });

  it.each(pairs)('$from → $to → $from comes back', ({ from, to }) => {
    fc.assert(
      fc.property(anyStep(), anyBatches(2), ({ schedule, t }, [xt, value]) => {
        const there = convertPrediction(schedule, { from, to, xt: xt!, t, value: value! });
        const back = convertPrediction(schedule, { from: to, to: from, xt: xt!, t, value: there });
        const size = sizeOfTerms(schedule, t, { from: to, to: from }, xt!, there);
        expect(largestError(back, value!)).toBeLessThanOrEqual(1e-12 * (size + 1));
      }),
    );
  });

  it('rotates: (x_t, v) are (x0, eps) turned by an angle (Salimans & Ho 2022, appendix D)', () => {
    fc.assert(
      fc.property(anyStep(), ({ schedule, t }) => {
        const { signal, noise } = forwardCoefficients(schedule, t);
        const angle = Math.atan2(noise, signal);
        const toX0 = predictionCoefficients(schedule, t, 'v', 'x0');
        const toEps = predictionCoefficients(schedule, t, 'v', 'eps');
        const actual = [toX0.xt, toX0.value, toEps.xt, toEps.value];
        const turned = [Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle)];
        expect(largestError(actual, turned)).toBeLessThan(1e-12);
      }),
    );
  });

  it('keeps the kind of the value', () => {
    const schedule = makeLinearSchedule({ T: 10 });
    const shared = { from: 'eps', to: 'x0', t: 4, xt: Float64Array.of(1) } as const;
    const single = convertPrediction(schedule, { ...shared, value: Float32Array.of(0.5) });
    expect(single).toBeInstanceOf(Float32Array);
    const double = convertPrediction(schedule, { ...shared, value: Float64Array.of(0.5) });
    expect(single[0]).toBe(Math.fround(double[0]!));
  });
});

describe('where x_t is pure noise', () => {
  const zero = rescaleToZeroTerminalSnr(makeLinearSchedule({ T: 20 }));
  const undefinedPairs = ['eps→x0', 'eps→v', 'score→x0', 'score→v'];

  it.each(pairs)('$from → $to is finite or refused', ({ from, to }) => {
    const convert = () => predictionCoefficients(zero, 19, from, to);
    if (undefinedPairs.includes(`${from}→${to}`)) {
      expect(thrownBy(convert).message).toBe(
        `t must be a step where ᾱ is above 0, to turn ${from} into ${to}, but it is 19.`,
      );
    } else {
      const { xt, value } = convert();
      expect([xt, value].every(Number.isFinite)).toBe(true);
    }
  });
});

describe('bad input', () => {
  const schedule = makeLinearSchedule({ T: 10 });

  it('names an unknown prediction', () => {
    const wrong = 'noise' as Prediction;
    expect(thrownBy(() => predictionCoefficients(schedule, 0, wrong, 'x0')).message).toBe(
      'from must be one of eps, x0, v, score, but it is "noise".',
    );
    expect(thrownBy(() => predictionCoefficients(schedule, 0, 'x0', wrong)).message).toBe(
      'to must be one of eps, x0, v, score, but it is "noise".',
    );
  });

  it('names a wrong step or length', () => {
    expect(thrownBy(() => predictionCoefficients(schedule, 10, 'eps', 'x0')).message).toBe(
      't must be an integer from 0 to 9, but it is 10.',
    );
    const [xt, value] = [new Float64Array(3), new Float64Array(2)];
    const convert = () => convertPrediction(schedule, { from: 'eps', to: 'v', xt, t: 0, value });
    expect(thrownBy(convert).message).toBe(
      'value must be an array of length 3, set by xt, but it is an array of length 2.',
    );
  });
});
