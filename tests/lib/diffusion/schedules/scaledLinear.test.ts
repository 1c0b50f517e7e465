/** The scaled-linear schedule: published values of Stable Diffusion. */
import { describe, expect, it } from 'vitest';
import { makeScaledLinearSchedule } from '../../../../src/lib/diffusion/index.ts';
import { relativeError, thrownBy } from '../closeness.ts';

describe('makeScaledLinearSchedule', () => {
  // Lin et al. 2024 (arXiv 2305.08891), table 1: SNR(T) 0.004682, √ᾱ_T 0.068265; ᾱ_T 0.004660.
  it('ends where the published table says', () => {
    const { snr, alphasCumprod } = makeScaledLinearSchedule({ T: 1000 });
    expect(Math.abs(snr[999]! - 0.004682)).toBeLessThan(5e-7);
    expect(Math.abs(Math.sqrt(alphasCumprod[999]!) - 0.068265)).toBeLessThan(5e-7);
    expect(Math.abs(alphasCumprod[999]! - 0.00466)).toBeLessThan(5e-7);
  });

  it('has square roots at equal distances', () => {
    const { betas } = makeScaledLinearSchedule({ T: 50, betaStart: 0.01, betaEnd: 0.2 });
    expect(relativeError(betas[0]!, 0.01)).toBeLessThan(1e-15);
    expect(relativeError(betas[49]!, 0.2)).toBeLessThan(1e-15);
    const roots = betas.map(Math.sqrt);
    const gap = (roots[49]! - roots[0]!) / 49;
    for (let t = 1; t < 50; t++) {
      expect(relativeError(roots[t]! - roots[t - 1]!, gap)).toBeLessThan(1e-12);
    }
  });

  it('refuses a β outside (0, 1)', () => {
    expect(thrownBy(() => makeScaledLinearSchedule({ T: 5, betaEnd: 1.2 })).message).toBe(
      'betaEnd must be a number between 0 and 1, both excluded, but it is 1.2.',
    );
  });
});
