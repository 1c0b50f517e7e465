/** The small denoiser: against PyTorch, its gradients against central differences, and that it learns. */
import { describe, expect, test } from 'vitest';
import {
  fillNormals,
  makeRng,
  sampleNormals,
  simpleLoss,
} from '../../../src/lib/diffusion/index.ts';
import {
  countParameters,
  lossAndGradients,
  makeAdamState,
  makePixelDenoiser,
  predictEps,
  trainStep,
} from '../../../src/lib/nets/pixelDenoiser.ts';
import { largestError, largestSize } from '../diffusion/closeness.ts';
import { gradientError } from './finiteDifferences.ts';
import { torch } from './fixture.ts';

const { shape, timesteps } = torch;
const doubles = {
  net: { shape, parameters: Float64Array.from(torch.parameters) },
  batch: { xt: Float64Array.from(torch.xt), eps: Float64Array.from(torch.eps), timesteps },
};
const singles = {
  net: { shape, parameters: Float32Array.from(torch.parameters) },
  batch: { xt: Float32Array.from(torch.xt), eps: Float32Array.from(torch.eps), timesteps },
};
const first = torch.steps[0]!;

describe('against PyTorch', () => {
  test('predicts the same in double precision', () => {
    const { net, batch } = doubles;
    const epsPred = predictEps(net, batch.xt, timesteps);
    expect(largestError(epsPred, first.epsPred)).toBeLessThan(1e-13);
  });

  test('has the same loss and gradients in double precision', () => {
    const { loss, gradients } = lossAndGradients(doubles.net, doubles.batch);
    expect(Math.abs(loss - first.loss)).toBeLessThan(1e-14);
    expect(largestError(gradients, first.gradients)).toBeLessThan(1e-14);
  });

  test('stays within single precision, where it trains', () => {
    const { net, batch } = singles;
    const scale = largestSize(first.gradients);
    const { loss, gradients } = lossAndGradients(net, batch);
    expect(largestError(predictEps(net, batch.xt, timesteps), first.epsPred)).toBeLessThan(2e-6);
    expect(Math.abs(loss - first.loss)).toBeLessThan(2e-6);
    expect(largestError(gradients, first.gradients) / scale).toBeLessThan(5e-6);
  });

  test('takes the same three training steps', () => {
    const net = { shape, parameters: Float32Array.from(torch.parameters) };
    const adam = makeAdamState(net.parameters.length);
    for (const { loss, gradients, parametersAfter } of torch.steps) {
      const step = trainStep(net, adam, singles.batch, torch.learningRate);
      expect(Math.abs(step.loss - loss)).toBeLessThan(1e-5);
      const norm = Math.hypot(...gradients);
      expect(Math.abs(step.gradientNorm - norm) / norm).toBeLessThan(1e-4);
      expect(largestError(net.parameters, parametersAfter)).toBeLessThan(2e-5);
    }
  });
});

test('every gradient agrees with central differences, in double precision', () => {
  const small = { pixels: 5, embedding: 4, hidden: 7 };
  const parameters = fillNormals(makeRng(8), new Float64Array(countParameters(small)));
  const net = { shape: small, parameters: parameters.map((value) => value / 2) };
  const rows = [0, 1, 400, 700, 999, 12];
  const batch = {
    xt: fillNormals(makeRng(9), new Float64Array(5 * rows.length)),
    eps: fillNormals(makeRng(10), new Float64Array(5 * rows.length)),
    timesteps: rows,
  };
  const { gradients } = lossAndGradients(net, batch);
  const loss = () => lossAndGradients(net, batch).loss;
  expect(gradientError(loss, net.parameters, gradients)).toBeLessThan(1e-8);
});

describe('a new network', () => {
  const size = { pixels: 64, embedding: 32, hidden: 256 };

  test('has the parameters of its three layers', () => {
    // (96 + 1) · 256 + (256 + 1) · 256 + (256 + 1) · 64, as torch counts nn.Linear.
    expect(countParameters(size)).toBe(107_072);
    expect(countParameters(shape)).toBe(torch.parameters.length);
  });

  test('predicts nothing, so that its loss is the mean square of the noise', () => {
    const net = makePixelDenoiser(size, makeRng(1));
    const xt = sampleNormals(makeRng(2), 3 * 64);
    const eps = sampleNormals(makeRng(3), 3 * 64);
    expect(largestSize(predictEps(net, xt, [0, 500, 999]))).toBe(0);
    const { loss } = lossAndGradients(net, { xt, eps, timesteps: [0, 500, 999] });
    expect(loss).toBe(simpleLoss(eps, new Float32Array(eps.length)));
  });

  test('is the same for the same seed, and within ±1/√inputs', () => {
    const { parameters } = makePixelDenoiser(size, makeRng(1));
    expect(makePixelDenoiser(size, makeRng(1)).parameters).toEqual(parameters);
    expect(makePixelDenoiser(size, makeRng(2)).parameters).not.toEqual(parameters);
    const firstLayer = largestSize(parameters.subarray(0, 97 * 256));
    expect(firstLayer).toBeLessThanOrEqual(1 / Math.sqrt(96));
    expect(firstLayer).toBeGreaterThan(0.99 / Math.sqrt(96));
  });

  test('moves only its last layer at first, and everything from the second step on', () => {
    const net = makePixelDenoiser(size, makeRng(1));
    const adam = makeAdamState(net.parameters.length);
    const batch = {
      xt: sampleNormals(makeRng(2), 8 * 64),
      eps: sampleNormals(makeRng(3), 8 * 64),
      timesteps: [3, 50, 120, 300, 480, 610, 800, 950],
    };
    const changed = () => {
      const before = net.parameters.slice();
      trainStep(net, adam, batch, 0.001);
      return net.parameters.reduce((count, value, i) => count + Number(value !== before[i]), 0);
    };
    expect(changed()).toBe(257 * 64);
    expect(changed()).toBe(107_072);
  });
});

test('learns a batch by heart', () => {
  const size = { pixels: 8, embedding: 8, hidden: 32 };
  const net = makePixelDenoiser(size, makeRng(1));
  const adam = makeAdamState(net.parameters.length);
  const batch = {
    xt: sampleNormals(makeRng(2), 4 * 8),
    eps: sampleNormals(makeRng(3), 4 * 8),
    timesteps: [10, 200, 500, 900],
  };
  const start = trainStep(net, adam, batch, 0.01).loss;
  for (let step = 0; step < 400; step++) trainStep(net, adam, batch, 0.01);
  expect(lossAndGradients(net, batch).loss).toBeLessThan(start / 1e4);
});

test('says what is wrong with a batch that does not fit', () => {
  const { net, batch } = doubles;
  expect(() => predictEps(net, batch.xt, [1, 2])).toThrow(
    'xt must hold 6 numbers for each of the 2 timesteps, but it holds 30.',
  );
});
