/** Measures a step of training and of sampling here, on the engine that the figures use. */
import type { ComputeClient } from '../../lib/compute/client.ts';
import { plainSettings } from '../../lib/sampling/settings.ts';
import { defaultSettings } from '../../lib/training/settings.ts';
import { baseUrl, dataUrl } from '../figure/site.ts';

/** Pictures in a measured training step: few, so that the slowest machine is done soon. */
export const trainingBatch = 8;
const warmSteps = 1;
const timedSteps = 3;
const sampledRows = 8;
const weightsUrl = `${baseUrl}weights/`;

/** Milliseconds of a training step, on lesson 5's network with random weights. Keeps nothing. */
export async function measureTraining(
  compute: ComputeClient,
  signal: AbortSignal,
): Promise<number> {
  const settings = { ...defaultSettings, batchSize: trainingBatch };
  const options = { signal };
  await compute.run(
    'trainOpen',
    {
      settings,
      start: { kind: 'fresh' },
      dataUrl,
      weightsUrl,
      own: null,
      filmCount: 1,
      keep: false,
    },
    options,
  );
  try {
    await compute.run('trainRun', { limit: warmSteps, filmEvery: 0 }, options);
    const started = performance.now();
    await compute.run('trainRun', { limit: timedSteps, filmEvery: 0 }, options);
    return (performance.now() - started) / timedSteps;
  } finally {
    await compute.run('trainClose', {});
  }
}

/** Digits in a measured sampling step. */
export const sampledImages = 10;

/** Milliseconds of a guided sampling step, on the shipped network of digits. */
export async function measureSampling(
  compute: ComputeClient,
  signal: AbortSignal,
): Promise<number> {
  const options = { signal };
  await compute.run('modelOpen', { id: 'digits-8', weightsUrl }, options);
  const classes = Array.from({ length: sampledImages }, (_, i) => i);
  const draw = (rows: number) =>
    compute.run(
      'modelDraw',
      {
        id: 'digits-8',
        classes,
        settings: { ...plainSettings(rows), guidanceScale: 3 },
        seed: 1,
        start: null,
        direction: 'toImages',
        frameEvery: 0,
      },
      options,
    );
  await draw(1);
  return (await draw(sampledRows)).milliseconds / sampledRows;
}
