/** The loss by t of the ideal denoiser: what even the best possible network cannot avoid. */
import { makeIdealDenoiser } from '../../diffusion/index.ts';
import type { JobHandler } from '../protocol.ts';
import { measureLoss } from './lossByTimestep.ts';

export const idealLoss: JobHandler<'idealLoss'> = (request, context) => {
  const denoiser = makeIdealDenoiser(request);
  return measureLoss(
    request,
    (schedule, xt, t) => denoiser.posteriorMean(xt, schedule.alphasCumprod[t]!),
    context,
  );
};
