/** Zero terminal SNR: the first ᾱ stays, the last is 0, and in between the paper's algorithm holds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  makeLinearSchedule,
  rescaleToZeroTerminalSnr,
} from '../../../../src/lib/diffusion/index.ts';
import { anySchedule } from '../arbitraries.ts';
import { largestError, thrownBy } from '../closeness.ts';

/** Lin et al. 2024, algorithm 1: shift √ᾱ so that it ends at 0, scale so that it starts as before. */
function asPrinted(alphasCumprod: Float64Array): Float64Array {
  const roots = alphasCumprod.map(Math.sqrt);
  const [first, last] = [roots[0]!, roots[roots.length - 1]!];
  return roots.map((root) => (((root - last) * first) / (first - last)) ** 2);
}

describe('rescaleToZeroTerminalSnr', () => {
  it('keeps ᾱ_0 exactly, ends at 0 exactly, and follows the algorithm between', () => {
    fc.assert(
      fc.property(anySchedule(2, 1000), (schedule) => {
        const { T, betas, alphasCumprod, snr, logSnr } = rescaleToZeroTerminalSnr(schedule);
        expect(alphasCumprod[0]).toBe(schedule.alphasCumprod[0]);
        expect([betas[T - 1], alphasCumprod[T - 1], snr[T - 1]]).toEqual([1, 0, 0]);
        expect(logSnr[T - 1]).toBe(Number.NEGATIVE_INFINITY);
        expect(largestError(alphasCumprod, asPrinted(schedule.alphasCumprod))).toBeLessThan(1e-12);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves a schedule that already ends in pure noise as it is', () => {
    const once = rescaleToZeroTerminalSnr(makeLinearSchedule({ T: 100, rescaled: true }));
    const twice = rescaleToZeroTerminalSnr(once);
    expect(largestError(twice.alphasCumprod, once.alphasCumprod)).toBeLessThan(1e-14);
    expect(twice.name).toBe('linear');
  });

  it('refuses a schedule of one step', () => {
    const single = makeLinearSchedule({ T: 1 });
    expect(thrownBy(() => rescaleToZeroTerminalSnr(single)).message).toBe(
      'schedule.T must be an integer of 2 or more, but it is 1.',
    );
  });
});
