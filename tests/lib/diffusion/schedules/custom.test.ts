/** A schedule from given betas. */
import { describe, expect, it } from 'vitest';
import { makeCustomSchedule } from '../../../../src/lib/diffusion/index.ts';
import { largestRelativeError, thrownBy } from '../closeness.ts';

describe('makeCustomSchedule', () => {
  it('multiplies what it is given', () => {
    const schedule = makeCustomSchedule({ betas: [0.5, 0.2, 0.75] });
    expect(schedule.name).toBe('custom');
    expect(largestRelativeError(schedule.alphasCumprod, [0.5, 0.4, 0.1])).toBeLessThan(1e-15);
    expect(largestRelativeError(schedule.snr, [1, 2 / 3, 1 / 9])).toBeLessThan(1e-15);
  });

  it('takes β = 1 at the end when told', () => {
    const betas = Float32Array.of(0.5, 1);
    expect(makeCustomSchedule({ betas, zeroTerminalSnr: true }).snr[1]).toBe(0);
    expect(thrownBy(() => makeCustomSchedule({ betas })).message).toBe(
      'betas[1] must be a number between 0 and 1, both excluded, but it is 1.',
    );
  });
});
