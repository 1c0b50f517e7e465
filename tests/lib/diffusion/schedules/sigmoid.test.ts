/** The sigmoid schedule against the formula as the paper prints it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSigmoidSchedule } from '../../../../src/lib/diffusion/index.ts';
import { relativeError, thrownBy } from '../closeness.ts';

/** Chen 2023 (arXiv 2301.10972), algorithm 1, before its clipping. */
function alphaBarAsPrinted(p: number, start: number, end: number, tau: number): number {
  const logistic = (x: number) => 1 / (1 + Math.exp(-x));
  const [low, high] = [logistic(start / tau), logistic(end / tau)];
  return (high - logistic((p * (end - start) + start) / tau)) / (high - low);
}

describe('makeSigmoidSchedule', () => {
  it('follows the printed formula until β is clipped', () => {
    const settings = fc.record({
      T: fc.integer({ min: 2, max: 500 }),
      start: fc.double({ min: -4, max: 0, noNaN: true }),
      end: fc.double({ min: 0.5, max: 4, noNaN: true }),
      tau: fc.double({ min: 0.3, max: 3, noNaN: true }),
    });
    fc.assert(
      fc.property(settings, ({ T, start, end, tau }) => {
        const { betas, alphasCumprod } = makeSigmoidSchedule({ T, start, end, tau });
        for (let t = 0; t < T && betas[t]! < 0.999; t++) {
          const printed = alphaBarAsPrinted((t + 1) / T, start, end, tau);
          expect(Math.abs(alphasCumprod[t]! - printed)).toBeLessThan(1e-12);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is symmetric about its middle when start = −end', () => {
    const { alphasCumprod } = makeSigmoidSchedule({ T: 1000 });
    expect(relativeError(alphasCumprod[499]!, 0.5)).toBeLessThan(1e-12);
    for (const t of [0, 100, 400]) {
      expect(relativeError(alphasCumprod[t]! + alphasCumprod[998 - t]!, 1)).toBeLessThan(1e-12);
    }
  });

  it('ends at the clipped β', () => {
    expect(makeSigmoidSchedule({ T: 10 }).betas[9]).toBe(0.999);
    expect([...makeSigmoidSchedule({ T: 1, betaMax: 0.5 }).betas]).toEqual([0.5]);
  });

  it.each([
    [{ T: 10, start: 3, end: 3 }, 'end must be a finite number above start, 3, but it is 3.'],
    [
      { T: 10, start: Number.NEGATIVE_INFINITY },
      'start must be a finite number, but it is -Infinity.',
    ],
    [{ T: 10, tau: 0 }, 'tau must be a finite positive number, 0.01 or more, but it is 0.'],
    [{ T: 10, tau: 0.001 }, 'tau must be a finite positive number, 0.01 or more, but it is 0.001.'],
    [
      { T: 10, betaMax: 1 },
      'betaMax must be a number between 0 and 1, both excluded, but it is 1.',
    ],
  ])('refuses %o', (options, message) => {
    expect(thrownBy(() => makeSigmoidSchedule(options)).message).toBe(message);
  });
});
