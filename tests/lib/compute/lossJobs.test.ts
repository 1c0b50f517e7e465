/** The jobs that measure losses: against known least errors, exact code lengths, and what no prediction at all costs. */
import { describe, expect, test } from 'vitest';
import { denoiserLoss, denoiserStart } from '../../../src/lib/compute/jobs/denoiser.ts';
import { idealLoss } from '../../../src/lib/compute/jobs/idealLoss.ts';
import { JobCancelled, type LossAtTimestep } from '../../../src/lib/compute/protocol.ts';
import { makeLinearSchedule, priorTermBits } from '../../../src/lib/diffusion/index.ts';
import { gaussian, integrate } from '../diffusion/closeness.ts';
import { corners, makeContext } from './support.ts';

const schedule = makeLinearSchedule({ T: 1000 });
const coin = { data: Float32Array.of(-1, 1), count: 2, dim: 1 };
const measure = { betas: schedule.betas, bins: 2, seed: 3 };

/** The least error of guessing ±1 through Gaussian noise (Guo, Shamai and Verdú 2005, eq. 17). */
function leastErrorOfCoin(snr: number): number {
  const guess = (z: number) => gaussian(z, 0, 1) * Math.tanh(snr - Math.sqrt(snr) * z);
  return 1 - integrate(guess, -12, 12);
}

describe('the ideal denoiser of a coin', () => {
  const request = { ...coin, ...measure, clean: coin.data, draws: 20_000 };
  const timesteps = [150, 250, 350, 500, 700];

  test('has the least error there is, in every view', async () => {
    const losses = await idealLoss({ ...request, timesteps }, makeContext());
    for (const { t, x0, eps, v, spread } of losses) {
      const snr = schedule.snr[t]!;
      const exact = leastErrorOfCoin(snr);
      expect(Math.abs(x0 / exact - 1)).toBeLessThan(5 * spread);
      expect(spread).toBeLessThan(0.05);
      expect(eps / (snr * exact)).toBeCloseTo(x0 / exact, 12);
      expect(v / ((snr + 1) * exact)).toBeCloseTo(x0 / exact, 12);
    }
  });

  test('reports each step as it is done, and stops when cancelled', async () => {
    const context = makeContext<LossAtTimestep>();
    const losses = await idealLoss({ ...request, draws: 10, timesteps }, context);
    expect(context.reports).toEqual(losses);
    const cancelled = makeContext<LossAtTimestep>(2);
    const run = idealLoss({ ...request, draws: 10, timesteps }, cancelled);
    await expect(run).rejects.toBeInstanceOf(JobCancelled);
    expect(cancelled.reports).toEqual(losses.slice(0, 2));
  });

  test('gives a timestep the same draws whichever others are measured', async () => {
    const alone = await idealLoss({ ...request, draws: 10, timesteps: [350] }, makeContext());
    const among = await idealLoss({ ...request, draws: 10, timesteps }, makeContext());
    expect(alone[0]).toEqual(among.find(({ t }) => t === 350));
  });

  test('has a spread that says how far repetitions lie apart', async () => {
    const values: number[] = [];
    let claimed = 0;
    for (let seed = 0; seed < 200; seed++) {
      const [loss] = await idealLoss(
        { ...request, seed, draws: 100, timesteps: [400] },
        makeContext(),
      );
      values.push(loss!.x0);
      claimed += (loss!.spread * loss!.x0) / 200;
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance =
      values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    expect(claimed / Math.sqrt(variance)).toBeGreaterThan(0.85);
    expect(claimed / Math.sqrt(variance)).toBeLessThan(1.18);
  });
});

test('the bound of the ideal denoiser is the cost of naming one of its points', async () => {
  // Each of 8 equally likely points has −log₂ p = 3 bits, ¾ a dimension; no bound can be lower.
  const timesteps = Array.from({ length: schedule.T }, (_, t) => t);
  const request = { ...corners, ...measure, clean: corners.data, draws: 500, timesteps };
  const losses = await idealLoss(request, makeContext());
  const terms = losses.reduce((sum, { boundBits }) => sum + boundBits, 0);
  const total = terms + priorTermBits(schedule, corners.data);
  expect(total).toBeGreaterThan(0.73);
  expect(total).toBeLessThan(0.8);
});

test('a network that predicts no noise is off by the noise itself', async () => {
  const shape = { pixels: 4, embedding: 8, hidden: 8 };
  const network = await denoiserStart({ shape, seed: 1 }, makeContext());
  const timesteps = [1, 300, 999];
  const request = { ...measure, clean: corners.data, dim: 4, draws: 5000, timesteps, network };
  for (const { t, eps, v, x0, spread } of await denoiserLoss(request, makeContext())) {
    const snr = schedule.snr[t]!;
    // The mean of 4 · 5000 squares of standard normal numbers, each of variance 2.
    expect(spread).toBeCloseTo(Math.sqrt(2 / (4 * 5000)), 3);
    expect(Math.abs(eps - 1)).toBeLessThan(5 * spread);
    expect(x0 * snr).toBeCloseTo(eps, 10);
    expect(v / eps).toBeCloseTo((snr + 1) / snr, 6);
  }
});

test('two denoisers that are measured with one seed meet the same noisy samples', async () => {
  // A data set said twice over has the same posterior mean: equal losses mean equal draws.
  const twice = { data: Float32Array.of(...corners.data, ...corners.data), count: 16, dim: 4 };
  const request = { ...measure, clean: corners.data, draws: 50, timesteps: [300, 400] };
  const once = await idealLoss({ ...corners, ...request }, makeContext());
  const again = await idealLoss({ ...twice, ...request }, makeContext());
  const other = await idealLoss({ ...corners, ...request, seed: 4 }, makeContext());
  for (const [i, { x0 }] of once.entries()) {
    expect(again[i]!.x0 / x0).toBeCloseTo(1, 6);
    expect(other[i]!.x0 / x0).not.toBeCloseTo(1, 2);
  }
});
