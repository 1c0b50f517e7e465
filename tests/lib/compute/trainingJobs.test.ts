/** The jobs that train, predict and sample, run directly: same seed same result, losses that fall, cancels that stop. */
import { describe, expect, test } from 'vitest';
import {
  denoiserPredict,
  denoiserStart,
  denoiserTrain,
  denoiserUpdate,
} from '../../../src/lib/compute/jobs/denoiser.ts';
import { idealReverse } from '../../../src/lib/compute/jobs/idealReverse.ts';
import { type DenoiserState, JobCancelled } from '../../../src/lib/compute/protocol.ts';
import {
  makeLinearSchedule,
  makeRng,
  sampleNormals,
  simpleLoss,
} from '../../../src/lib/diffusion/index.ts';
import { largestError } from '../diffusion/closeness.ts';
import { torch } from '../nets/fixture.ts';
import { corners, makeContext } from './support.ts';

const schedule = makeLinearSchedule({ T: 1000 });
const shape = { pixels: 4, embedding: 8, hidden: 24 };
const start = (): Promise<DenoiserState> => denoiserStart({ shape, seed: 1 }, makeContext());

const training = {
  ...corners,
  betas: schedule.betas,
  steps: 60,
  batchSize: 16,
  learningRate: 0.005,
  seed: 5,
};

describe('denoiserTrain', () => {
  test('lowers the loss from that of no prediction', async () => {
    const network = await start();
    const { losses } = await denoiserTrain({ ...training, steps: 600, network }, makeContext());
    const mean = (part: Float64Array) => part.reduce((sum, loss) => sum + loss, 0) / part.length;
    expect(mean(losses.subarray(0, 5))).toBeGreaterThan(0.8);
    // The coin of the ideal denoiser's test, averaged over all t, costs about 0.1.
    expect(mean(losses.subarray(500))).toBeLessThan(0.3);
  });

  test('is the same for the same seed, and reports every tenth step', async () => {
    const context = makeContext<{ step: number; loss: number }>();
    const one = await denoiserTrain({ ...training, network: await start() }, context);
    const two = await denoiserTrain({ ...training, network: await start() }, makeContext());
    expect(two.losses).toEqual(one.losses);
    expect(two.network.parameters).toEqual(one.network.parameters);
    expect(context.reports.map(({ step }) => step)).toEqual([10, 20, 30, 40, 50, 60]);
    expect(context.reports.map(({ loss }) => loss)).toEqual(
      [9, 19, 29, 39, 49, 59].map((i) => one.losses[i]),
    );
    expect(one.network.adam.step).toBe(60);
    expect(context.breaths).toBe(60);
  });

  test('goes on where it stopped: two halves are not one, since their batches differ', async () => {
    const half = { ...training, steps: 30 };
    const first = await denoiserTrain({ ...half, network: await start() }, makeContext());
    const second = await denoiserTrain({ ...half, network: first.network }, makeContext());
    expect(second.network.adam.step).toBe(60);
  });

  test('stops when cancelled', async () => {
    const context = makeContext<{ step: number; loss: number }>(15);
    const run = denoiserTrain({ ...training, network: await start() }, context);
    await expect(run).rejects.toBeInstanceOf(JobCancelled);
    expect(context.reports).toHaveLength(1);
  });
});

describe('one step', () => {
  const asState = (): DenoiserState => {
    const length = torch.parameters.length;
    const adam = { mean: new Float32Array(length), square: new Float32Array(length), step: 0 };
    return { shape: torch.shape, parameters: Float32Array.from(torch.parameters), adam };
  };
  const batch = {
    xt: Float32Array.from(torch.xt),
    eps: Float32Array.from(torch.eps),
    timesteps: torch.timesteps,
  };
  const first = torch.steps[0]!;

  test('predicts as PyTorch does', async () => {
    const { epsPred } = await denoiserPredict({ network: asState(), ...batch }, makeContext());
    expect(largestError(epsPred, first.epsPred)).toBeLessThan(2e-6);
  });

  test('updates as PyTorch does, and counts', async () => {
    const request = { network: asState(), ...batch, learningRate: torch.learningRate };
    const { network, loss, gradientNorm } = await denoiserUpdate(request, makeContext());
    expect(loss).toBeCloseTo(first.loss, 5);
    expect(gradientNorm).toBeCloseTo(Math.hypot(...first.gradients), 5);
    expect(largestError(network.parameters, first.parametersAfter)).toBeLessThan(1e-5);
    expect(network.adam.step).toBe(1);
    const again = await denoiserPredict({ network, ...batch }, makeContext());
    expect(simpleLoss(batch.eps, again.epsPred)).toBeLessThan(loss);
  });
});

describe('idealReverse', () => {
  const request = { ...corners, betas: schedule.betas, samples: 40, seed: 2, frames: 10 };

  test('ends on points of the data, more than one of them', async () => {
    const { samples } = await idealReverse(request, makeContext());
    const reached = new Set<number>();
    for (let row = 0; row < 40; row++) {
      const point = samples.subarray(row * 4, (row + 1) * 4);
      const errors = Array.from({ length: 8 }, (_, i) =>
        largestError(point, corners.data.subarray(i * 4, (i + 1) * 4)),
      );
      const nearest = errors.indexOf(Math.min(...errors));
      reached.add(nearest);
      expect(errors[nearest]).toBeLessThan(1e-6);
    }
    expect(reached.size).toBeGreaterThanOrEqual(6);
  });

  test('reports frames on the way and stops when cancelled', async () => {
    const context = makeContext<{ t: number; xt: Float32Array }>();
    await idealReverse(request, context);
    expect(context.reports.map(({ t }) => t)).toEqual([
      900, 800, 700, 600, 500, 400, 300, 200, 100, 0,
    ]);
    expect(context.reports[0]!.xt).toHaveLength(160);
    const cancelled = makeContext<{ t: number; xt: Float32Array }>(3);
    await expect(idealReverse(request, cancelled)).rejects.toBeInstanceOf(JobCancelled);
  });

  test('starts from standard normal noise of the seed', async () => {
    const context = makeContext<{ t: number; xt: Float32Array }>();
    const single = { ...request, betas: Float64Array.of(0.5), frames: 1 };
    await idealReverse(single, context);
    expect(context.reports[0]!.xt).toEqual(sampleNormals(makeRng(2), 160));
  });
});
