/** From pure noise back to data with the exact posterior mean of a finite data set (Ho et al. 2020, Algorithm 2). */
import {
  makeCustomSchedule,
  makeIdealDenoiser,
  makeRng,
  sampleNormals,
  samplePosterior,
} from '../../diffusion/index.ts';
import type { JobHandler } from '../protocol.ts';

export const idealReverse: JobHandler<'idealReverse'> = async (request, { report, breathe }) => {
  const { data, count, dim, betas, samples, seed, frames } = request;
  const schedule = makeCustomSchedule({ betas });
  const denoiser = makeIdealDenoiser({ data, count, dim });
  const rng = makeRng(seed);
  const every = Math.max(1, Math.floor(schedule.T / Math.max(1, frames)));
  let xt = sampleNormals(rng, samples * dim);
  for (let t = schedule.T - 1; t >= 0; t--) {
    const x0Pred = denoiser.posteriorMean(xt, schedule.alphasCumprod[t]!);
    if (t % every === 0) report({ t, xt, x0Pred });
    xt = samplePosterior(schedule, x0Pred, xt, t, sampleNormals(rng, samples * dim));
    await breathe();
  }
  return { samples: xt };
};
