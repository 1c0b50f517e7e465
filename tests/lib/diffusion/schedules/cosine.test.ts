/** The cosine schedule: published values and the formula it comes from. */
import { describe, expect, it } from 'vitest';
import { makeCosineSchedule } from '../../../../src/lib/diffusion/index.ts';
import { largestRelativeError, relativeError, thrownBy } from '../closeness.ts';

/** Nichol & Dhariwal 2021, eq. 17, as printed. */
function alphaBarAsPrinted(n: number, T: number, s: number): number {
  const f = (x: number) => Math.cos(((x / T + s) / (1 + s)) * (Math.PI / 2)) ** 2;
  return f(n) / f(0);
}

describe('makeCosineSchedule', () => {
  // Lin et al. 2024 (arXiv 2305.08891), table 1, computed there in single precision:
  // SNR(T) 2.428735e-09, √ᾱ_T 4.928220e-05.
  it('ends where the published table says', () => {
    const { snr, alphasCumprod } = makeCosineSchedule({ T: 1000 });
    expect(relativeError(snr[999]!, 2.428735e-9)).toBeLessThan(3e-5);
    expect(relativeError(Math.sqrt(alphasCumprod[999]!), 4.92822e-5)).toBeLessThan(2e-5);
  });

  // Nichol & Dhariwal 2021, section 3.2: s makes √β_0 slightly smaller than a pixel's bin, 1/127.5.
  it('starts with noise slightly smaller than a pixel step', () => {
    const first = Math.sqrt(makeCosineSchedule({ T: 1000 }).betas[0]!);
    expect(first).toBeLessThan(1 / 127.5);
    expect(first).toBeGreaterThan(0.5 / 127.5);
  });

  it('follows the printed formula until β is clipped', () => {
    for (const [T, s] of [
      [1000, 0.008],
      [40, 0.05],
    ] as const) {
      const { alphasCumprod } = makeCosineSchedule({ T, s });
      const unclipped = alphasCumprod.subarray(0, T - 1);
      const expected = unclipped.map((_, t) => alphaBarAsPrinted(t + 1, T, s));
      expect(largestRelativeError(unclipped, expected)).toBeLessThan(1e-9);
    }
  });

  it('holds β within the limits it is given', () => {
    const { betas } = makeCosineSchedule({ T: 1000, betaMin: 0.0001, betaMax: 0.9999 });
    expect(Math.min(...betas)).toBe(0.0001);
    expect(Math.max(...betas)).toBe(0.9999);
    expect(Math.max(...makeCosineSchedule({ T: 1000 }).betas)).toBe(0.999);
    expect([...makeCosineSchedule({ T: 1 }).betas]).toEqual([0.999]);
  });

  it.each([
    [{ T: 10, s: -1 }, 's must be a number from 0 to 100, but it is -1.'],
    [
      { T: 10, betaMax: 1 },
      'betaMax must be a number between 0 and 1, both excluded, but it is 1.',
    ],
    [
      { T: 10, betaMin: 0.5, betaMax: 0.4 },
      'betaMin must be a number from 0 to 0.4, but it is 0.5.',
    ],
  ])('refuses %o', (options, message) => {
    expect(thrownBy(() => makeCosineSchedule(options)).message).toBe(message);
  });
});
