/** What the lesson on noise schedules computes: drawn curves, shares of steps, clouds, lit digits, axes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cssLeft,
  margins,
  shareAt,
  topOf,
  valueAt,
} from '../../src/lessons/noise-schedules/figures/plotFrame.ts';
import { stepShares, stripTimesteps } from '../../src/lessons/noise-schedules/filmstrip.ts';
import {
  formatNumber,
  formatPowerOfTen,
  formatShare,
  listInWords,
} from '../../src/lessons/noise-schedules/format.ts';
import {
  findProblems,
  handleCount,
  handlesOf,
  readDrawing,
  sampleCurve,
} from '../../src/lessons/noise-schedules/handDrawn.ts';
import {
  digitCount,
  lightDigits,
  lightLevels,
  measureLights,
} from '../../src/lessons/noise-schedules/lights.ts';
import * as numbers from '../../src/lessons/noise-schedules/numbers.ts';
import {
  dataCloud,
  generateCloud,
  measureCloud,
  mixture,
  pointCount,
  scheduleOf,
  startCloud,
  truth,
} from '../../src/lessons/noise-schedules/reverseCloud.ts';
import {
  makeCosineSchedule,
  makeLinearSchedule,
  makeRng,
  noiseMixture,
  sampleNormals,
  schedules,
} from '../../src/lib/diffusion/index.ts';

describe('a drawn curve', () => {
  const falling = fc
    .array(fc.double({ min: 0.01, max: 1, noNaN: true }), {
      minLength: handleCount + 1,
      maxLength: handleCount + 1,
    })
    .map((falls) => {
      const total = falls.reduce((sum, fall) => sum + fall, 0);
      let fallen = 0;
      return falls.slice(0, -1).map((fall) => {
        fallen += fall;
        return 1 - fallen / total;
      });
    });

  test('passes through its handles and falls wherever they do', () => {
    fc.assert(
      fc.property(falling, (handles) => {
        const T = 801;
        const curve = sampleCurve(handles, T);
        for (const [k, height] of handles.entries()) {
          expect(curve[k * 100]).toBeCloseTo(height, 12);
        }
        for (let t = 1; t < T; t++) expect(curve[t]!).toBeLessThan(curve[t - 1]!);
      }),
    );
  });

  test('draws a straight line through handles on a line', () => {
    const handles = Array.from({ length: handleCount }, (_, k) => 1 - k / 8);
    const curve = sampleCurve(handles, 500);
    const errors = curve.map((value, t) => Math.abs(value - (1 - t / 499)));
    expect(Math.max(...errors)).toBeLessThan(1e-12);
  });

  test('becomes a schedule whose product of 1 − β is the curve', () => {
    const { schedule, alphaBars, problems } = readDrawing(
      handlesOf(makeCosineSchedule({ T: 1000 })),
      300,
    );
    expect(problems).toEqual([]);
    let product = 1;
    const errors = alphaBars.map((alphaBar, t) => {
      product *= 1 - schedule!.betas[t]!;
      return Math.abs(product - alphaBar);
    });
    expect(Math.max(...errors)).toBeLessThan(1e-13);
  });

  test.each(Object.values(schedules))('accepts the $name schedule', ({ make }) => {
    expect(readDrawing(handlesOf(make({ T: 1000 })), 1000).problems).toEqual([]);
  });

  const line = (heights: readonly number[]) => Float64Array.from(heights);

  test.each([
    ['rises', line([0.99, 0.5, 0.6, 0.3, 0.01]), { from: 1, to: 2 }],
    ['rises', line([0.99, 0.5, 0.5, 0.3, 0.01]), { from: 1, to: 2 }],
    ['start', line([0.9, 0.5, 0.01]), { from: 0, to: 0 }],
    ['end', line([0.99, 0.5, 0.1]), { from: 2, to: 2 }],
    ['outside', line([1, 0.5, 0.01]), { from: 0, to: 0 }],
    ['outside', line([0.99, 0.5, 0, -0.1]), { from: 2, to: 3 }],
  ])('says where it %s', (kind, alphaBars, place) => {
    const problems = findProblems(alphaBars);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ kind, ...place });
  });

  test('never says that all signal is destroyed while some is left', () => {
    const [problem] = findProblems(line([0.001, 0.0005]));
    expect(problem?.sentence).toContain('only 0.1\u00a0%');
    expect(problem?.sentence).toContain('destroy 99.9\u00a0%');
  });

  test('accepts exactly what has betas in (0, 1) and good ends', () => {
    const heights = fc.array(fc.double({ min: -0.1, max: 1.1, noNaN: true }), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(heights, (middle) => {
        const alphaBars = line([0.99, ...middle, 0.01]);
        const betas = alphaBars.map((value, t) => 1 - value / (alphaBars[t - 1] ?? 1));
        const allowed = betas.every((beta) => beta > 0 && beta < 1);
        expect(findProblems(alphaBars).length === 0).toBe(allowed);
      }),
    );
  });
});

describe('shares of steps', () => {
  test('are those of the cosine formula itself', () => {
    // Nichol and Dhariwal 2021, eq. 17; log-SNR is below −4 where ᾱ is below 1 / (1 + e⁴).
    const T = 1000;
    const f = (n: number) => Math.cos(((n / T + 0.008) / 1.008) * (Math.PI / 2)) ** 2;
    const alphaBars = Array.from({ length: T }, (_, t) => f(t + 1) / f(0));
    const below = 1 / (1 + Math.exp(4));
    const shares = stepShares(makeCosineSchedule({ T }), 4);
    expect(shares.noise).toBeCloseTo(alphaBars.filter((a) => a < below).length / T, 12);
    expect(shares.clean).toBeCloseTo(alphaBars.filter((a) => a > 1 - below).length / T, 12);
    expect(shares.clean + shares.mixed + shares.noise).toBeCloseTo(1, 12);
  });

  test('a strip spans the whole schedule', () => {
    expect(stripTimesteps(1000)).toEqual([0, 125, 250, 375, 500, 624, 749, 874, 999]);
  });
});

describe('the prose', () => {
  test('quotes ends of schedules as published', () => {
    // Lin et al. 2024, table 1: √ᾱ_T of linear, cosine and Stable Diffusion's schedule.
    expect(numbers.linear.lastSignal).toBe(formatNumber(0.006353, 2));
    expect(numbers.cosine.lastSignal).toBe(formatNumber(4.92822e-5, 2));
    expect(numbers.scaledLinear.lastSignal).toBe(formatNumber(0.068265, 2));
    expect(numbers.stableSnr).toBe(formatNumber(0.004682));
  });

  test('says what its figure shows: a third, sharp, and in the wrong proportions', () => {
    expect(Number.parseInt(numbers.linear.noise, 10)).toBeGreaterThan(33);
    expect(Number.parseInt(numbers.clouds.halfSignal.shares[2]!, 10)).toBeGreaterThan(40);
    expect(Number(numbers.clouds.halfSignal.spread)).toBeLessThan(0.21);
    expect(Number(numbers.clouds.fewSteps.spread)).toBeGreaterThan(0.3);
  });
});

describe('clouds', () => {
  test('one step from noise is the posterior mean', () => {
    const schedule = scheduleOf({ T: 1, betaEnd: 0.02, rescaled: true });
    const mean = noiseMixture(mixture, schedule.alphasCumprod[0]!).posteriorMean(startCloud(3));
    expect(generateCloud(schedule, 3)).toEqual(mean);
  });

  test('many steps from near-pure noise give the mixture, to within four standard errors', () => {
    const measures = measureCloud(
      generateCloud(scheduleOf({ T: 1000, betaEnd: 0.02, rescaled: true }), 5),
    );
    measures.shares.forEach((share, k) => {
      const p = truth.shares[k]!;
      expect(Math.abs(share - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / pointCount));
    });
    expect(Math.abs(measures.spread - truth.spread)).toBeLessThan(0.02);
  });

  test('the true mean is the weighted mean of the centres', () => {
    expect(truth.mean[0]).toBeCloseTo(0.5 * 1.6 + 0.3 * 0.2 + 0.2 * 0.4, 12);
    expect(truth.mean[1]).toBeCloseTo(0.5 * 1.2 + 0.3 * 1.9 - 0.2 * 0.4, 12);
    const sampled = measureCloud(dataCloud(2));
    expect(Math.abs(sampled.mean[0] - truth.mean[0])).toBeLessThan(0.15);
  });

  test('a schedule that ends at 0.5 favours the cluster nearest to the origin', () => {
    const half = makeLinearSchedule({ T: 200, betaEnd: 0.0013, rescaled: true });
    expect(half.alphasCumprod.at(-1)).toBeCloseTo(0.5, 2);
    expect(measureCloud(generateCloud(half, 8)).shares[2]).toBeGreaterThan(2 * truth.shares[2]!);
  });
});

describe('digits in three lights', () => {
  const dim = 64;
  const images = sampleNormals(makeRng(4), digitCount * dim).map((x) => Math.tanh(x));
  const lit = lightDigits(images, dim);

  test('have their mean at the level of their light', () => {
    for (const n of [0, 1, 2, 3, 400, 899]) {
      const picture = lit.data.subarray(n * dim, (n + 1) * dim);
      const mean = picture.reduce((sum, value) => sum + value, 0) / dim;
      expect(mean).toBeCloseTo(lightLevels[n % 3]!, 5);
    }
  });

  test('are counted by light, and known pictures are not called blends', () => {
    const samples = lit.data.slice(0, 6 * dim);
    expect(measureLights(samples, lit)).toEqual({ counts: [2, 2, 2], blur: 0 });
    const shifted = samples.map((value) => value + 0.01);
    expect(measureLights(shifted, lit).blur).toBeCloseTo(0.01, 5);
  });
});

describe('axes and words', () => {
  test('places and values are inverse', () => {
    const axis = { domain: [-0.08, 1.08] as const, log: false };
    for (const value of [-0.08, 0, 0.3, 1.08]) {
      expect(valueAt(topOf(value, axis, 320), axis.domain, 320)).toBeCloseTo(value, 12);
    }
    expect(shareAt(margins.left, 600)).toBe(0);
    expect(shareAt(600 - margins.right, 600)).toBe(1);
    expect(cssLeft(0.5)).toContain('* 0.5');
    expect(topOf(0.01, { domain: [1e-4, 1], log: true }, 300)).toBeCloseTo(
      (topOf(1e-4, { domain: [1e-4, 1], log: true }, 300) + margins.top) / 2,
      9,
    );
  });

  test.each([
    [0, '0'],
    [-3.21, '−3.21'],
    [0.0000404, '4.04\u00a0×\u00a010⁻⁵'],
    [123456, '1.23\u00a0×\u00a010⁵'],
    [0.99996, '0.99996'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('writes %s as %s', (value, text) => expect(formatNumber(value)).toBe(text));

  test('writes shares, powers and lists', () => {
    expect(formatShare(0.0001)).toBe('under 1\u00a0%');
    expect(formatShare(0.371)).toBe('37\u00a0%');
    expect(formatPowerOfTen(1e-4)).toBe('10⁻⁴');
    expect(formatPowerOfTen(100)).toBe('100');
    expect(listInWords(['a', 'b', 'c'])).toBe('a, b and c');
  });
});
