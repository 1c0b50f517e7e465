/** Prediction, training and measurement of the small fully connected denoiser. */
import {
  forwardSample,
  makeCustomSchedule,
  makeRng,
  type Rng,
  type Schedule,
  sampleNormals,
} from '../../diffusion/index.ts';
import {
  type DenoiserBatch,
  makeAdamState,
  makePixelDenoiser,
  predictEps,
  trainStep,
} from '../../nets/pixelDenoiser.ts';
import type { FiniteData, JobHandler } from '../protocol.ts';
import { cleanFromEps, measureLoss } from './lossByTimestep.ts';

const reportEvery = 10;

export const denoiserStart: JobHandler<'denoiserStart'> = async ({ shape, seed }) => {
  const { parameters } = makePixelDenoiser(shape, makeRng(seed));
  return { shape, parameters, adam: makeAdamState(parameters.length) };
};

export const denoiserPredict: JobHandler<'denoiserPredict'> = async (request) => ({
  epsPred: predictEps(request.network, request.xt, request.timesteps),
});

export const denoiserUpdate: JobHandler<'denoiserUpdate'> = async (request) => {
  const { network, learningRate } = request;
  const adam = { ...network.adam };
  const { loss, gradientNorm } = trainStep(network, adam, request, learningRate);
  return { network: { ...network, adam }, loss, gradientNorm };
};

export const denoiserTrain: JobHandler<'denoiserTrain'> = async (request, { report, breathe }) => {
  const { network, betas, steps, batchSize, learningRate, seed } = request;
  const schedule = makeCustomSchedule({ betas });
  const rng = makeRng(seed);
  const adam = { ...network.adam };
  const losses = new Float64Array(steps);
  for (let step = 0; step < steps; step++) {
    const batch = drawBatch(schedule, request, batchSize, rng);
    losses[step] = trainStep(network, adam, batch, learningRate).loss;
    if ((step + 1) % reportEvery === 0) report({ step: step + 1, loss: losses[step]! });
    await breathe();
  }
  return { network: { ...network, adam }, losses };
};

export const denoiserLoss: JobHandler<'denoiserLoss'> = (request, context) =>
  measureLoss(
    request,
    (schedule, xt, t) => {
      const timesteps = new Array<number>(xt.length / request.dim).fill(t);
      return cleanFromEps(schedule, xt, t, predictEps(request.network, xt, timesteps));
    },
    context,
  );

function drawBatch(schedule: Schedule, from: FiniteData, size: number, rng: Rng): DenoiserBatch {
  const { data, count, dim } = from;
  const xt = new Float32Array(size * dim);
  const eps = sampleNormals(rng, size * dim);
  const timesteps: number[] = [];
  for (let row = 0; row < size; row++) {
    const image = rng.integer(count);
    const t = rng.integer(schedule.T);
    timesteps.push(t);
    const x0 = data.subarray(image * dim, (image + 1) * dim);
    const noise = eps.subarray(row * dim, (row + 1) * dim);
    xt.set(forwardSample(schedule, x0, t, noise), row * dim);
  }
  return { xt, timesteps, eps };
}
