/** Memory on WebGPU: it stays as it is from step 100 to step 1,000, and disposing gives it back. */
import { expect, test } from 'vitest';
import { unet } from '../../../src/lib/nets/index.ts';
import { initialParameters, initialState } from '../../../src/lib/training/network.ts';
import { holdEngine } from './checkParity.ts';
import { fixture, trainingData } from './trainingCase.ts';

const graph = unet({
  size: fixture.size,
  channelsIn: 1,
  channelsOut: 1,
  base: 8,
  embedding: 16,
  classes: 3,
});

const held = holdEngine('webgpu');

test('no tensor and no byte is added from step 100 to step 1,000', async () => {
  const { engine } = held;
  const trainer = engine.makeTrainer({
    graph,
    batchSize: 1,
    data: trainingData(),
    adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    state: initialState(graph, initialParameters(graph, 1)),
  });
  const one = (value: number) => Int32Array.of(value);
  const trainTo = async (end: number, from: number) => {
    for (let step = from; step < end; step++) {
      trainer.step({
        step,
        seed: 1,
        indices: one(step % fixture.images),
        timesteps: one(step % fixture.T),
        classes: one(step % 4),
        learningRate: 1e-3,
        emaDecay: 0.99,
      });
      if (step % 50 === 49) await trainer.losses();
    }
  };
  await trainTo(100, 0);
  const early = engine.memory();
  await trainTo(1000, 100);
  expect(engine.memory()).toEqual(early);
  expect(early.bytes).toBeGreaterThan(4 * 4 * 100_000);
  trainer.dispose();
  expect(engine.memory().tensors).toBe(0);
});
