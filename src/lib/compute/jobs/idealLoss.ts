/** The loss by t of the ideal denoiser: what even the best possible network cannot avoid. */
import {
  convertPrediction,
  forwardSample,
  makeCustomSchedule,
  makeIdealDenoiser,
  makeRng,
  type Rng,
  type Schedule,
  sampleNormals,
  simpleLoss,
  transitionWeight,
} from '../../diffusion/index.ts';
import type { JobHandler, LossAtTimestep } from '../protocol.ts';

type Denoiser = ReturnType<typeof makeIdealDenoiser>;

export const idealLoss: JobHandler<'idealLoss'> = async (request, { report, breathe }) => {
  const { data, count, dim, betas, timesteps, clean, draws, seed } = request;
  const schedule = makeCustomSchedule({ betas });
  const denoiser = makeIdealDenoiser({ data, count, dim });
  const rng = makeRng(seed);
  const losses: LossAtTimestep[] = [];
  for (const t of timesteps) {
    const loss = lossAt(schedule, denoiser, { t, clean, dim, draws, rng });
    losses.push(loss);
    report(loss);
    await breathe();
  }
  return losses;
};

interface Draws {
  readonly t: number;
  readonly clean: Float32Array;
  readonly dim: number;
  readonly draws: number;
  readonly rng: Rng;
}

function lossAt(schedule: Schedule, denoiser: Denoiser, draw: Draws): LossAtTimestep {
  const { t, clean, dim, draws, rng } = draw;
  const rows = clean.length / dim;
  const x0 = new Float32Array(draws * dim);
  for (let i = 0; i < draws; i++) {
    const row = rng.integer(rows);
    x0.set(clean.subarray(row * dim, (row + 1) * dim), i * dim);
  }
  const eps = sampleNormals(rng, x0.length);
  const xt = forwardSample(schedule, x0, t, eps);
  const x0Pred = denoiser.posteriorMean(xt, schedule.alphasCumprod[t]!);
  const as = (to: 'eps' | 'v', value: Float32Array) =>
    convertPrediction(schedule, { from: 'x0', to, xt, t, value }) as Float32Array;
  const x0Loss = simpleLoss(x0, x0Pred);
  const boundNats = t === 0 ? Number.NaN : transitionWeight(schedule, t) * x0Loss;
  return {
    t,
    x0: x0Loss,
    eps: simpleLoss(eps, as('eps', x0Pred)),
    v: simpleLoss(as('v', x0), as('v', x0Pred)),
    boundBits: boundNats / Math.LN2,
  };
}
