/** What holds for every schedule and every setting, and each against 50-digit arithmetic. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  makeSchedule,
  rescaleToZeroTerminalSnr,
  type ScheduleName,
  schedules,
} from '../../../../src/lib/diffusion/index.ts';
import fixture from '../../../fixtures/diffusion/schedules.json' with { type: 'json' };
import { anySchedule, optionsOf } from '../arbitraries.ts';
import { largestRelativeError, relativeError, thrownBy } from '../closeness.ts';

describe('every schedule', () => {
  it.each(fixture.cases)('$name $options, zero terminal SNR $zeroTerminalSnr (mpmath)', (row) => {
    const made = schedules[row.name as ScheduleName].make(row.options);
    const schedule = row.zeroTerminalSnr ? rescaleToZeroTerminalSnr(made) : made;
    for (const { t, beta, alphaBar, oneMinusAlphaBar, snr, logSnr } of row.rows) {
      const actual = [
        schedule.betas[t]!,
        schedule.alphasCumprod[t]!,
        schedule.oneMinusAlphasCumprod[t]!,
        schedule.snr[t]!,
      ];
      expect(largestRelativeError(actual, [beta, alphaBar, oneMinusAlphaBar, snr])).toBeLessThan(
        1e-12,
      );
      const expectedLog = logSnr ?? Number.NEGATIVE_INFINITY;
      expect(Math.abs(Math.exp(schedule.logSnr[t]! - expectedLog) - 1) || 0).toBeLessThan(1e-12);
    }
  });

  it.each(Object.values(schedules))('$name keeps its promises for any setting', (entry) => {
    fc.assert(
      fc.property(optionsOf(entry), (options) => {
        const schedule = entry.make(options);
        expect(schedule.name).toBe(entry.name);
        expect(schedule.T).toBe(options.T);
        expectConsistent(schedule);
      }),
      { numRuns: 60 },
    );
  });

  it('has the SNR identities: snr (1 − ᾱ) = ᾱ, σ(log SNR) = ᾱ and σ(−log SNR) = 1 − ᾱ', () => {
    fc.assert(
      fc.property(anySchedule(), (schedule) => {
        const { alphasCumprod, oneMinusAlphasCumprod, snr, logSnr } = schedule;
        const products = snr.map((value, t) => value * oneMinusAlphasCumprod[t]!);
        expect(largestRelativeError(products, alphasCumprod)).toBeLessThan(1e-15);
        const signal = logSnr.map((value) => 1 / (1 + Math.exp(-value)));
        const noise = logSnr.map((value) => 1 / (1 + Math.exp(value)));
        expect(largestRelativeError(signal, alphasCumprod)).toBeLessThan(1e-12);
        expect(largestRelativeError(noise, oneMinusAlphasCumprod)).toBeLessThan(1e-12);
      }),
      { numRuns: 40 },
    );
  });
});

function expectConsistent(schedule: ReturnType<typeof makeSchedule>): void {
  const { T, betas, alphas, alphasCumprod, oneMinusAlphasCumprod, snr } = schedule;
  let product = 1;
  let logProduct = 0;
  for (let t = 0; t < T; t++) {
    const beta = betas[t]!;
    if (!(beta > 0 && beta < 1)) throw new Error(`β_${t} = ${beta}`);
    product *= alphas[t]!;
    logProduct += beta < 0.5 ? Math.log1p(-beta) : Math.log(alphas[t]!);
    if (Math.abs(alphas[t]! - (1 - beta)) > 2 ** -52) throw new Error(`α_${t} is not 1 − β_${t}`);
    if (t > 0 && !(snr[t]! < snr[t - 1]!)) throw new Error(`the SNR does not fall at ${t}`);
    if (t > 0 && alphasCumprod[t]! > alphasCumprod[t - 1]!) throw new Error(`ᾱ rises at ${t}`);
    expectNear(alphasCumprod[t]!, product, 1e-12);
    expectNear(alphasCumprod[t]!, Math.exp(logProduct), 1e-12);
    expectNear(oneMinusAlphasCumprod[t]!, -Math.expm1(logProduct), 1e-12);
  }
}

function expectNear(actual: number, expected: number, tolerance: number): void {
  const error = relativeError(actual, expected);
  if (!(error < tolerance)) throw new Error(`${actual} is not ${expected}: off by ${error}`);
}

describe('makeSchedule', () => {
  it('copies the betas', () => {
    const betas = [0.1, 0.2];
    const schedule = makeSchedule('mine', betas);
    betas[0] = 0.9;
    expect([...schedule.betas]).toEqual([0.1, 0.2]);
    expect(schedule.alphasCumprod[0]).toBe(1 - 0.1);
  });

  it('allows β = 1 at the last step only, and only when told', () => {
    const ending = makeSchedule('mine', [0.5, 1], { zeroTerminalSnr: true });
    expect([ending.alphasCumprod[1], ending.snr[1], ending.oneMinusAlphasCumprod[1]]).toEqual([
      0, 0, 1,
    ]);
    expect(ending.logSnr[1]).toBe(Number.NEGATIVE_INFINITY);
    expect(() => makeSchedule('mine', [0.5, 1])).toThrow(
      'betas[1] must be a number between 0 and 1, both excluded, but it is 1.',
    );
    expect(() => makeSchedule('mine', [1, 0.5], { zeroTerminalSnr: true })).toThrow('betas[0]');
  });

  it.each([0, 1, -0.1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses β = %s', (beta) => {
    expect(thrownBy(() => makeSchedule('mine', [0.1, beta, 0.1])).message).toBe(
      `betas[1] must be a number between 0 and 1, both excluded, but it is ${beta}.`,
    );
  });

  it('refuses no betas', () => {
    expect(thrownBy(() => makeSchedule('mine', [])).message).toBe(
      'betas must be an array with at least one number, but it is an array of length 0.',
    );
  });
});
