/** The arithmetic behind the training lesson's figures: against closed forms. */
import { describe, expect, test } from 'vitest';
import { digitPixels, schedule } from '../../src/lessons/what-the-network-learns/figures/digits.ts';
import {
  pixelVariance,
  unexplainedShare,
} from '../../src/lessons/what-the-network-learns/figures/drawUnexplained.ts';
import {
  lossPoint,
  lossSteps,
  transitionBits,
} from '../../src/lessons/what-the-network-learns/figures/lossSeries.ts';
import {
  effectiveCandidates,
  heaviest,
  percent,
  rmsDifference,
  threeDigits,
} from '../../src/lessons/what-the-network-learns/figures/posterior.ts';
import {
  type Batch,
  countChanged,
  judge,
  smoothed,
} from '../../src/lessons/what-the-network-learns/figures/trainingRun.ts';
import { errorFactor } from '../../src/lessons/what-the-network-learns/figures/views.ts';
import { forwardSample, makeRng, sampleNormals } from '../../src/lib/diffusion/index.ts';

describe('posterior', () => {
  test('equal weights count as many candidates as there are, one weight as one', () => {
    expect(effectiveCandidates(new Float64Array(37).fill(1 / 37))).toBeCloseTo(37, 10);
    expect(effectiveCandidates(Float64Array.of(0, 1, 0))).toBe(1);
    // Two thirds and one third: exp(log 3 − ⅔ log 2) = 3 / 2^⅔.
    expect(effectiveCandidates(Float64Array.of(2 / 3, 1 / 3))).toBeCloseTo(3 / 2 ** (2 / 3), 12);
  });

  test('the heaviest come first', () => {
    const found = heaviest(Float64Array.of(0.1, 0.5, 0.15, 0.25), 2);
    expect(found).toEqual([
      { index: 1, weight: 0.5 },
      { index: 3, weight: 0.25 },
    ]);
  });

  test('the root mean square of 3 and 4 is √12.5', () => {
    expect(rmsDifference([4, 0], [1, 4])).toBeCloseTo(Math.sqrt(12.5), 12);
  });

  test('numbers are written for reading', () => {
    expect([0, 0.00003, 0.0123456, 1.5, 999.6, 12_345].map(threeDigits)).toEqual([
      '0',
      '< 0.0001',
      '0.0123',
      '1.5',
      '1000',
      '12,345',
    ]);
    expect([1, 0.5, 0.0123456, 0.00001].map(percent)).toEqual([
      '100 %',
      '50.0 %',
      '1.23 %',
      '< 0.01 %',
    ]);
  });
});

describe('training run', () => {
  test('the running mean takes in the window and no more', () => {
    expect(smoothed([1, 3, 5, 7], 2)).toEqual([1, 2, 4, 6]);
    expect(smoothed([1, 3], 5)).toEqual([1, 2]);
  });

  test('changed numbers are counted', () => {
    expect(countChanged(Float32Array.of(1, 2, 3), Float32Array.of(1, 2.5, 4))).toBe(2);
  });

  test('the true noise has no loss and gives the clean pictures back', () => {
    const length = 8 * digitPixels;
    const x0 = sampleNormals(makeRng(1), length);
    const eps = sampleNormals(makeRng(2), length);
    const timesteps = [5, 50, 100, 200, 300, 400, 500, 600];
    const xt = new Float32Array(length);
    timesteps.forEach((t, row) => {
      const part = (batch: Float32Array) => batch.subarray(row * 64, (row + 1) * 64);
      xt.set(forwardSample(schedule, part(x0), t, part(eps)), row * 64);
    });
    const batch: Batch = { labels: [], timesteps, x0, eps, xt };
    const perfect = judge(batch, eps);
    expect(perfect.loss).toBe(0);
    expect(rmsDifference(perfect.x0Pred, x0)).toBeLessThan(1e-5);
    const none = judge(batch, new Float32Array(length));
    expect(none.loss).toBeCloseTo(eps.reduce((sum, value) => sum + value * value, 0) / length, 5);
    expect(none.losses).toHaveLength(8);
  });
});

describe('losses', () => {
  const flat = (x0: number) =>
    lossSteps.map((t) => {
      const snr = schedule.snr[t]!;
      return { t, x0, eps: x0 * snr, v: x0 * (snr + 1), spread: 0.1, boundBits: 0 };
    });

  test('with one error at every t the transitions telescope to the ends of the SNR', () => {
    const ends = schedule.snr[0]! - schedule.snr[999]!;
    expect(transitionBits(flat(0.2)) / ((0.5 * ends * 0.2) / Math.LN2)).toBeCloseTo(1, 9);
  });

  test('SNR weights turn every view into the error in the noise', () => {
    for (const loss of flat(0.3)) {
      const inNoise = loss.eps;
      const view = (name: 'eps' | 'x0' | 'v') =>
        lossPoint(loss, { view: name, weight: 'snr', gamma: 5 }).value / inNoise;
      expect(view('eps')).toBeCloseTo(1, 12);
      expect(view('x0')).toBeCloseTo(1, 12);
      expect(view('v')).toBeCloseTo(1, 12);
    }
  });

  test('the band is two standard errors wide on each side', () => {
    const point = lossPoint(flat(0.5)[0]!, { view: 'x0', weight: 'uniform', gamma: 5 });
    expect([point.low, point.value, point.high]).toEqual([0.4, 0.5, 0.6]);
  });

  test('saying the mean explains nothing of x0 and, at high noise, nothing of v', () => {
    const variance = 0.25;
    const last = flat(variance).at(-1)!;
    const share = unexplainedShare(last, variance);
    expect(share.x0).toBe(1);
    expect(share.v).toBeCloseTo(1, 3);
    expect(share.eps).toBeLessThan(1e-4);
  });

  test('pixel variance is the mean of each pixel’s own variance', () => {
    // Pixel 0 is 1 or 3 (variance 1), pixel 1 is always 5 (variance 0).
    expect(pixelVariance(Float32Array.of(1, 5, 3, 5), 2)).toBeCloseTo(0.5, 12);
  });

  test('an error in the noise grows by √(1 − ᾱ) / √ᾱ, one in the picture not at all', () => {
    const ratio = Math.sqrt(schedule.oneMinusAlphasCumprod[700]! / schedule.alphasCumprod[700]!);
    expect(errorFactor('eps', 700) / ratio).toBeCloseTo(1, 12);
    expect(errorFactor('x0', 700)).toBe(1);
    expect(errorFactor('v', 700)).toBeLessThan(1);
  });
});
