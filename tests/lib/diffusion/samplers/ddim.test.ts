/** DDIM's table against eq. 12 written out, DDPM, diffusers' code path and the exact score of a Gaussian. */
import { describe, expect, it } from 'vitest';
import {
  makeCosineSchedule,
  makeDdimTable,
  makeLinearSchedule,
  posteriorCoefficients,
  rescaleToZeroTerminalSnr,
  type SamplerTable,
  type Schedule,
  schedules,
  timestepSpacings,
} from '../../../../src/lib/diffusion/index.ts';
import { relativeError, thrownBy } from '../closeness.ts';

const linear = makeLinearSchedule({ T: 1000 });

/** One step as diffusers' DDIMScheduler computes it from its published formulas (12) and (16), x0 already predicted. */
function publishedStep(
  { alphasCumprod }: Schedule,
  { t, prev, eta, xt, x0, z }: Record<'t' | 'prev' | 'eta' | 'xt' | 'x0' | 'z', number>,
): number {
  const now = alphasCumprod[t]!;
  const before = prev >= 0 ? alphasCumprod[prev]! : 1;
  const eps = (xt - Math.sqrt(now) * x0) / Math.sqrt(1 - now);
  const sigma = eta * Math.sqrt(((1 - before) / (1 - now)) * (1 - now / before));
  const direction = Math.sqrt(1 - before - sigma * sigma) * eps;
  return Math.sqrt(before) * x0 + direction + sigma * z;
}

/** The variance that a walk from N(0, 1) ends with, when x0 is the exact posterior mean of N(0, variance). */
function finalVariance(schedule: Schedule, table: SamplerTable, variance: number): number {
  let reached = 1;
  for (const { t, xt, x0, noise } of table) {
    const alphaBar = schedule.alphasCumprod[t]!;
    const mean = (variance * Math.sqrt(alphaBar)) / (variance * alphaBar + 1 - alphaBar);
    reached = reached * (xt + x0 * mean) ** 2 + noise * noise;
  }
  return reached;
}

describe('makeDdimTable', () => {
  it.each(
    Object.values(schedules).flatMap((entry) => [0, 0.3, 1].map((eta) => [entry, eta] as const)),
  )('makes the published step: $0.name, eta $1', ({ make }, eta) => {
    const schedule = make({ T: 1000 });
    const table = makeDdimTable(schedule, { steps: 50, eta });
    for (const [i, step] of table.entries()) {
      const prev = table[i + 1]?.t ?? -1;
      const [xt, x0, z] = [0.7 + i / 50, -0.4, 1.3];
      const next = step.xt * xt + step.x0 * x0 + step.noise * z;
      const published = publishedStep(schedule, { t: step.t, prev, eta, xt, x0, z });
      expect(Math.abs(next - published)).toBeLessThan(1e-11);
    }
  });

  it('is DDPM with eta 1 on all steps, to the last digits', () => {
    for (const schedule of [linear, makeCosineSchedule({ T: 200 })]) {
      const table = makeDdimTable(schedule, { steps: schedule.T, eta: 1 });
      for (const { t, xt, x0, noise } of table) {
        const posterior = posteriorCoefficients(schedule, t);
        expect(relativeError(xt, posterior.xt)).toBeLessThan(1e-12);
        expect(relativeError(x0, posterior.x0)).toBeLessThan(1e-12);
        expect(relativeError(noise, Math.sqrt(posterior.variance))).toBeLessThan(1e-12);
      }
    }
  });

  it('ends on the predicted x0, or where it is told', () => {
    const last = makeDdimTable(linear, { steps: 10, spacing: 'leading' }).at(-1)!;
    expect(last).toMatchObject({ t: 0, xt: 0, x0: 1, noise: 0 });
    const finalAlphaBar = linear.alphasCumprod[0]!;
    const stay = makeDdimTable(linear, { steps: 10, spacing: 'leading', finalAlphaBar }).at(-1)!;
    expect(stay.xt).toBeCloseTo(1, 12);
    expect(stay.x0).toBeCloseTo(0, 12);
  });

  it('keeps an exact x_t exact: signal and noise go on as the forward process has them', () => {
    const schedule = makeCosineSchedule({ T: 1000 });
    const table = makeDdimTable(schedule, { steps: 7 });
    let [signal, noise] = [
      Math.sqrt(schedule.alphasCumprod[999]!),
      Math.sqrt(schedule.oneMinusAlphasCumprod[999]!),
    ];
    for (const [i, { xt, x0 }] of table.entries()) {
      [signal, noise] = [xt * signal + x0, xt * noise];
      const t = table[i + 1]?.t;
      expect(signal).toBeCloseTo(t === undefined ? 1 : Math.sqrt(schedule.alphasCumprod[t]!), 12);
      expect(noise).toBeCloseTo(
        t === undefined ? 0 : Math.sqrt(1 - schedule.alphasCumprod[t]!),
        12,
      );
    }
  });

  it.each(timestepSpacings)(
    'reaches the variance of a Gaussian with its exact score: %s',
    (spacing) => {
      const table = makeDdimTable(linear, { steps: 1000, spacing });
      expect(relativeError(finalVariance(linear, table, 0.25), 0.25)).toBeLessThan(0.02);
      const noisy = makeDdimTable(linear, { steps: 1000, spacing, eta: 1 });
      expect(relativeError(finalVariance(linear, noisy, 0.25), 0.25)).toBeLessThan(0.02);
      const few = makeDdimTable(linear, { steps: 20, spacing });
      const error = relativeError(finalVariance(linear, few, 0.25), 0.25);
      expect(error).toBeGreaterThan(relativeError(finalVariance(linear, table, 0.25), 0.25));
    },
  );

  it('starts from no signal at all where the schedule ends without any', () => {
    const schedule = rescaleToZeroTerminalSnr(linear);
    const [first] = makeDdimTable(schedule, { steps: 4 });
    expect(first!.x0).toBeCloseTo(Math.sqrt(schedule.alphasCumprod[749]!), 12);
    expect(first!.xt).toBeCloseTo(Math.sqrt(schedule.oneMinusAlphasCumprod[749]!), 12);
  });

  it('walks a schedule of one step', () => {
    expect(makeDdimTable(makeLinearSchedule({ T: 1 }), { steps: 1, eta: 1 })).toMatchObject([
      { t: 0, xt: 0, x0: 1, noise: 0 },
    ]);
  });

  it('says what is not allowed', () => {
    const message = (options: Parameters<typeof makeDdimTable>[1]) =>
      thrownBy(() => makeDdimTable(linear, options)).message;
    expect(message({ steps: 1001 })).toBe(
      'steps must be an integer from 1 to T = 1000, but it is 1001.',
    );
    expect(message({ steps: 2.5 })).toContain('steps must be');
    expect(message({ steps: 10, eta: 1.1 })).toBe(
      'eta must be a number from 0 to 1, but it is 1.1.',
    );
    expect(message({ steps: 10, eta: Number.NaN })).toContain('eta must be');
    expect(message({ steps: 10, finalAlphaBar: 0.5 })).toMatch(
      /^finalAlphaBar must be a number from/,
    );
    expect(message({ steps: 10, spacing: 'even' as never })).toBe(
      'spacing must be one of trailing, leading, linspace, but it is "even".',
    );
  });
});
