/** The forward process and its posterior: exact identities, Bayes' rule and published values. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alphaBarBefore,
  forwardCoefficients,
  forwardSample,
  forwardStep,
  makeLinearSchedule,
  posteriorCoefficients,
  posteriorMean,
  rescaleToZeroTerminalSnr,
  type ScheduleName,
  samplePosterior,
  schedules,
} from '../../../src/lib/diffusion/index.ts';
import fixture from '../../fixtures/diffusion/posterior.json' with { type: 'json' };
import { anyBatches, anySchedule, anyStep, anyValue } from './arbitraries.ts';
import {
  gaussian,
  integrate,
  largestError,
  largestRelativeError,
  relativeError,
  thrownBy,
} from './closeness.ts';

const linear = makeLinearSchedule({ T: 1000 });

describe('q(x_t | x_0)', () => {
  it('is what the single steps compose to: Π √α_t, and variances added up step by step', () => {
    fc.assert(
      fc.property(anySchedule(1, 500), (schedule) => {
        const one = Float64Array.of(1);
        const none = Float64Array.of(0);
        let signal = one;
        let deviation = none;
        for (let t = 0; t < schedule.T; t++) {
          signal = forwardStep(schedule, signal, t, none);
          const carried = forwardStep(schedule, deviation, t, none)[0]!;
          const added = forwardStep(schedule, none, t, one)[0]!;
          deviation = Float64Array.of(Math.hypot(carried, added));
          const closed = forwardCoefficients(schedule, t);
          const error = largestRelativeError(
            [signal[0]!, deviation[0]!],
            [closed.signal, closed.noise],
          );
          if (!(error < 1e-12)) throw new Error(`step ${t} is off by ${error}`);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('preserves variance: signal² + noise² = 1, and signal² = ᾱ', () => {
    fc.assert(
      fc.property(anyStep(), ({ schedule, t }) => {
        const { alphaBar, signal, noise } = forwardCoefficients(schedule, t);
        expect(relativeError(signal ** 2 + noise ** 2, 1)).toBeLessThan(1e-12);
        expect(relativeError(signal ** 2, alphaBar)).toBeLessThan(1e-15);
      }),
    );
  });

  it('mixes x0 and noise entry by entry', () => {
    fc.assert(
      fc.property(anyStep(), anyBatches(2), ({ schedule, t }, [x0, eps]) => {
        const { signal, noise } = forwardCoefficients(schedule, t);
        const expected = x0!.map((x, i) => signal * x + noise * eps![i]!);
        expect(forwardSample(schedule, x0!, t, eps!)).toEqual(expected);
      }),
    );
  });

  it('returns the kind of its input', () => {
    const single = forwardSample(linear, Float32Array.of(1, -1), 500, Float64Array.of(0.5, 2));
    expect(single).toBeInstanceOf(Float32Array);
    const double = forwardSample(linear, Float64Array.of(1, -1), 500, Float64Array.of(0.5, 2));
    expect(single).toEqual(Float32Array.from(double));
    expect(forwardStep(linear, Float32Array.of(1), 0, Float32Array.of(0))).toBeInstanceOf(
      Float32Array,
    );
  });

  it('is noise alone when ᾱ = 0', () => {
    const zero = rescaleToZeroTerminalSnr(linear);
    const eps = Float64Array.of(0.25, -3);
    expect(forwardSample(zero, Float64Array.of(7, 9), 999, eps)).toEqual(eps);
  });

  it('has ᾱ = 1 before the first step', () => {
    expect(alphaBarBefore(linear, 0)).toBe(1);
    expect(alphaBarBefore(linear, 10)).toBe(linear.alphasCumprod[9]);
  });
});

describe('the posterior q(x_{t−1} | x_t, x_0)', () => {
  it.each(fixture.cases)('$name, T = $T (mpmath)', ({ name, T, rows }) => {
    const schedule = schedules[name as ScheduleName].make({ T });
    for (const { t, x0, xt, variance } of rows) {
      const actual = posteriorCoefficients(schedule, t);
      const error = largestRelativeError(
        [actual.x0, actual.xt, actual.variance],
        [x0, xt, variance],
      );
      expect(error).toBeLessThan(2e-12);
    }
  });

  it('is the completed square of q(x_t | x_{t−1}) q(x_{t−1} | x_0)', () => {
    fc.assert(
      fc.property(anyStep(1), ({ schedule, t }) => {
        const { betas, alphas } = schedule;
        const priorVariance = schedule.oneMinusAlphasCumprod[t - 1]!;
        const precision = alphas[t]! / betas[t]! + 1 / priorVariance;
        const { x0, xt, variance } = posteriorCoefficients(schedule, t);
        const expected = [
          Math.sqrt(alphaBarBefore(schedule, t)) / priorVariance / precision,
          Math.sqrt(alphas[t]!) / betas[t]! / precision,
          1 / precision,
        ];
        expect(largestRelativeError([x0, xt, variance], expected)).toBeLessThan(1e-12);
      }),
    );
  });

  it("has the mean and variance that integrating Bayes' rule gives", () => {
    for (const [t, x0, xt] of [
      [5, 0.8, 0.7],
      [400, -1, 0.3],
      [999, 0.5, -2],
    ] as const) {
      const { signal, noise } = forwardCoefficients(linear, t - 1);
      const alpha = linear.alphas[t]!;
      const joint = (x: number) =>
        gaussian(x, signal * x0, noise ** 2) * gaussian(xt, Math.sqrt(alpha) * x, 1 - alpha);
      const { x0: ofX0, xt: ofXt, variance } = posteriorCoefficients(linear, t);
      const mean = ofX0 * x0 + ofXt * xt;
      const [from, to] = [mean - 12 * Math.sqrt(variance), mean + 12 * Math.sqrt(variance)];
      const total = integrate(joint, from, to);
      const first = integrate((x) => x * joint(x), from, to) / total;
      const second = integrate((x) => (x - first) ** 2 * joint(x), from, to) / total;
      expect(relativeError(first, mean)).toBeLessThan(1e-11);
      expect(relativeError(second, variance)).toBeLessThan(1e-10);
    }
  });

  it('averaged over x_t, gives back q(x_{t−1} | x_0)', () => {
    fc.assert(
      fc.property(anyStep(1), ({ schedule, t }) => {
        const { x0, xt, variance } = posteriorCoefficients(schedule, t);
        const now = forwardCoefficients(schedule, t);
        const before = forwardCoefficients(schedule, t - 1);
        expect(relativeError(x0 + xt * now.signal, before.signal)).toBeLessThan(1e-12);
        const spread = variance + (xt * now.noise) ** 2;
        expect(relativeError(spread, before.noise ** 2)).toBeLessThan(1e-12);
      }),
    );
  });

  // huggingface/diffusers, tests/schedulers/test_scheduler_ddpm.py (test_variance_fixed_small).
  it('has the variances that diffusers publishes in its tests', () => {
    expect(Math.abs(posteriorCoefficients(linear, 487).variance - 0.00979)).toBeLessThan(1e-5);
    expect(Math.abs(posteriorCoefficients(linear, 999).variance - 0.02)).toBeLessThan(1e-5);
  });

  it('at t = 0 is x0 itself, with the logarithm of the variance of t = 1', () => {
    fc.assert(
      fc.property(anySchedule(2, 50), (schedule) => {
        const first = posteriorCoefficients(schedule, 0);
        expect([first.x0, first.xt, first.variance]).toEqual([1, 0, 0]);
        const second = posteriorCoefficients(schedule, 1);
        expect(first.logVarianceClipped).toBe(second.logVarianceClipped);
        expect(second.logVarianceClipped).toBe(Math.log(second.variance));
      }),
    );
    const single = makeLinearSchedule({ T: 1, betaStart: 0.3 });
    expect(posteriorCoefficients(single, 0).logVarianceClipped).toBe(Math.log(0.3));
  });

  it('forgets x_t where x_t is pure noise', () => {
    const zero = rescaleToZeroTerminalSnr(linear);
    const { xt, variance } = posteriorCoefficients(zero, 999);
    expect(xt).toBe(0);
    expect(relativeError(variance, zero.oneMinusAlphasCumprod[998]!)).toBeLessThan(1e-15);
  });

  it('is drawn as mean plus noise, without noise at t = 0', () => {
    fc.assert(
      fc.property(anyStep(), anyBatches(3), ({ schedule, t }, [x0, xt, z]) => {
        const mean = posteriorMean(schedule, x0!, xt!, t);
        const sigma = Math.sqrt(posteriorCoefficients(schedule, t).variance);
        const drawn = samplePosterior(schedule, x0!, xt!, t, z!);
        expect(
          largestError(
            drawn,
            mean.map((m, i) => m + sigma * z![i]!),
          ),
        ).toBeLessThan(1e-14);
        if (t === 0) expect(largestError(drawn, x0!)).toBe(0);
      }),
    );
  });

  it('does not even look at the noise at t = 0', () => {
    const z = Float64Array.of(Number.POSITIVE_INFINITY);
    const x0 = Float64Array.of(0.5);
    expect(samplePosterior(linear, x0, Float64Array.of(0.6), 0, z)).toEqual(x0);
  });

  it('rounds a single-precision draw once', () => {
    fc.assert(
      fc.property(anyValue, anyValue, anyValue, (x0, xt, z) => {
        const [a, b, c] = [Float32Array.of(x0), Float32Array.of(xt), Float32Array.of(z)];
        const double = samplePosterior(linear, a, Float64Array.from(b), 300, c);
        expect(samplePosterior(linear, a, b, 300, c)).toEqual(Float32Array.from(double));
      }),
    );
  });
});

describe('bad input', () => {
  const x = new Float64Array(4);
  const short = new Float64Array(3);
  const steps = [-1, 1000, 0.5, Number.NaN];
  it.each(steps)('refuses t = %s everywhere', (t) => {
    const calls = [
      () => forwardCoefficients(linear, t),
      () => forwardSample(linear, x, t, x),
      () => forwardStep(linear, x, t, x),
      () => alphaBarBefore(linear, t),
      () => posteriorCoefficients(linear, t),
      () => posteriorMean(linear, x, x, t),
      () => samplePosterior(linear, x, x, t, x),
    ];
    for (const call of calls) {
      expect(thrownBy(call).message).toBe(`t must be an integer from 0 to 999, but it is ${t}.`);
    }
  });

  it.each<[() => unknown, string]>([
    [() => forwardSample(linear, x, 0, short), 'eps must be an array of length 4, set by x0'],
    [() => forwardStep(linear, x, 0, short), 'z must be an array of length 4, set by xPrev'],
    [() => posteriorMean(linear, x, short, 0), 'xt must be an array of length 4, set by x0'],
    [() => samplePosterior(linear, x, short, 0, x), 'xt must be an array of length 4, set by x0'],
    [() => samplePosterior(linear, x, x, 0, short), 'z must be an array of length 4, set by x0'],
  ])('%s', (call, message) => {
    expect(thrownBy(call).message).toBe(`${message}, but it is an array of length 3.`);
  });
});
