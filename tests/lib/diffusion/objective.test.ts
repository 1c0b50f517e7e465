/** The training objective: the loss, its weights and the examples it is computed on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  convertPrediction,
  drawTimestep,
  fillNormals,
  forwardSample,
  type LossWeighting,
  lossWeight,
  lossWeightings,
  makeLinearSchedule,
  makeRng,
  makeTrainingExample,
  rescaleToZeroTerminalSnr,
  type Schedule,
  simpleLoss,
} from '../../../src/lib/diffusion/index.ts';
import { anyBatches, anyStep } from './arbitraries.ts';
import { relativeError, thrownBy } from './closeness.ts';

const linear = makeLinearSchedule({ T: 1000 });

describe('simpleLoss', () => {
  it('is the mean of the squared differences', () => {
    expect(simpleLoss(Float64Array.of(1, 2, 3), Float64Array.of(0, 4, 3))).toBe(5 / 3);
    expect(simpleLoss(Float32Array.of(1), Float64Array.of(1))).toBe(0);
  });

  it('sums in double precision: a million equal terms lose nothing', () => {
    const eps = new Float32Array(1_000_000).fill(0.1);
    const expected = Math.fround(0.1) ** 2;
    const error = relativeError(simpleLoss(eps, new Float32Array(1_000_000)), expected);
    expect(error).toBeLessThan(1e-10); // a single-precision sum is off by 1e-3 here
  });

  it('refuses different lengths and nothing at all', () => {
    const calls = [
      () => simpleLoss(new Float64Array(2), new Float64Array(3)),
      () => simpleLoss(new Float64Array(0), new Float64Array(0)),
    ];
    expect(calls.map((call) => thrownBy(call).message)).toEqual([
      'epsPred must be an array of length 2, set by eps, but it is an array of length 3.',
      'eps must be an array with at least one number, but it is an array of length 0.',
    ]);
  });
});

type Predicted = 'eps' | 'x0' | 'v';
const predicted: readonly Predicted[] = ['eps', 'x0', 'v'];

/** The weighted loss of one wrong guess of x0, measured as an error of `prediction`. */
function weightedLoss(
  schedule: Schedule,
  t: number,
  guess: { x0: Float64Array; x0Pred: Float64Array; eps: Float64Array },
  prediction: Predicted,
  weighting: LossWeighting,
): number {
  const xt = forwardSample(schedule, guess.x0, t, guess.eps);
  const as = (value: Float64Array) =>
    convertPrediction(schedule, { from: 'x0', to: prediction, xt, t, value });
  const loss = simpleLoss(as(guess.x0), as(guess.x0Pred));
  return lossWeight(schedule, t, { weighting, prediction }) * loss;
}

describe('lossWeight', () => {
  it.each(['snr', 'minSnr'] as const)(
    '%s weighs one error alike however it is predicted',
    (weighting) => {
      fc.assert(
        fc.property(anyStep(0, 60), anyBatches(2), ({ schedule, t }, [x0, eps]) => {
          const guess = { x0: x0!, eps: eps!, x0Pred: x0!.map((x) => x + 1) };
          const [first, ...others] = predicted.map((prediction) =>
            weightedLoss(schedule, t, guess, prediction, weighting),
          );
          const noise = schedule.oneMinusAlphasCumprod[t]!;
          fc.pre(Math.min(noise, schedule.alphasCumprod[t]!) > 1e-6); // else x_t rounds the error away
          for (const other of others) expect(relativeError(other, first!)).toBeLessThan(1e-8);
        }),
      );
    },
  );

  // Hang et al. 2023, section 3.4: w = min(SNR, γ) for x0, / SNR for eps, / (SNR + 1) for v.
  it('has the published values', () => {
    for (const t of [0, 100, 500, 999]) {
      const snr = linear.snr[t]!;
      const weigh = (prediction: Predicted, gamma?: number) =>
        lossWeight(linear, t, {
          weighting: 'minSnr',
          prediction,
          ...(gamma === undefined ? {} : { gamma }),
        });
      expect(weigh('x0')).toBe(Math.min(snr, 5));
      expect(relativeError(weigh('eps'), Math.min(snr, 5) / snr)).toBeLessThan(1e-15);
      expect(relativeError(weigh('v'), Math.min(snr, 5) / (snr + 1))).toBeLessThan(1e-15);
      expect(relativeError(weigh('eps', 1), Math.min(snr, 1) / snr)).toBeLessThan(1e-15);
    }
  });

  it('is 1 when uniform, and SNR, 1 and SNR / (SNR + 1) = ᾱ when snr', () => {
    const t = 300;
    const weigh = (weighting: LossWeighting) =>
      predicted.map((prediction) => lossWeight(linear, t, { weighting, prediction }));
    expect(weigh('uniform')).toEqual([1, 1, 1]);
    const [eps, x0, v] = weigh('snr');
    expect([eps, x0]).toEqual([1, linear.snr[t]]);
    expect(relativeError(v!, linear.alphasCumprod[t]!)).toBeLessThan(1e-14);
  });

  it('is finite where the SNR is 0', () => {
    const zero = rescaleToZeroTerminalSnr(linear);
    const weights = lossWeightings.map((weighting) =>
      predicted.map((prediction) => lossWeight(zero, 999, { weighting, prediction })),
    );
    expect(weights).toEqual([
      [1, 1, 1],
      [1, 0, 0],
      [1, 0, 0],
    ]);
  });

  it('refuses what it does not know', () => {
    const options = { weighting: 'minSnr', prediction: 'eps' } as const;
    const calls = [
      () => lossWeight(linear, 1000, options),
      () => lossWeight(linear, 0, { ...options, gamma: 0 }),
      () => lossWeight(linear, 0, { ...options, weighting: 'max' as LossWeighting }),
      () => lossWeight(linear, 0, { ...options, prediction: 'score' as Predicted }),
    ];
    expect(calls.map((call) => thrownBy(call).message)).toEqual([
      't must be an integer from 0 to 999, but it is 1000.',
      'gamma must be a number above 0, but it is 0.',
      'weighting must be one of uniform, snr, minSnr, but it is "max".',
      'prediction must be one of eps, x0, v, but it is "score".',
    ]);
  });
});

describe('training examples', () => {
  it('draws every step as often', () => {
    const rng = makeRng('steps');
    const T = 20;
    const counts = new Uint32Array(T);
    for (let i = 0; i < 40_000; i++) counts[drawTimestep(rng, T)]!++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chiSquare).toBeLessThan(50); // 19 degrees of freedom: once in 10,000 above
    expect(thrownBy(() => drawTimestep(rng, 0)).message).toBe(
      'T must be a positive integer, but it is 0.',
    );
  });

  it('draws t, then the noise, and mixes them', () => {
    const x0 = Float32Array.of(0.5, -1, 1, 0);
    const { t, eps, xt } = makeTrainingExample(linear, x0, makeRng(9));
    const rng = makeRng(9);
    expect(t).toBe(drawTimestep(rng, 1000));
    expect(eps).toEqual(fillNormals(rng, new Float32Array(4)));
    expect(xt).toEqual(forwardSample(linear, x0, t, eps));
  });
});
