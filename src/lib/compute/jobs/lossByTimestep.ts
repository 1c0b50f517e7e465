/** Monte Carlo measurement of a denoiser's loss at each t (Ho et al. 2020, eq. 12 to 14). */
import {
  convertPrediction,
  decoderTermBits,
  fork,
  forwardSample,
  makeCustomSchedule,
  type Rng,
  type Schedule,
  sampleNormals,
  transitionWeight,
} from '../../diffusion/index.ts';
import type { LossAtTimestep, LossMeasurement } from '../protocol.ts';

/** Predicts the clean batch from a noisy one, `[draws, dim]` both. */
export type CleanPredictor = (schedule: Schedule, xt: Float32Array, t: number) => Float32Array;

/** What the measuring jobs need of their context. */
export interface LossContext {
  readonly report: (loss: LossAtTimestep) => void;
  readonly breathe: () => Promise<void>;
}

/**
 * Measures each timestep in turn, and reports it. Every timestep has its own generator, made from
 * seed and t: two denoisers that are measured with one seed meet the same noisy pictures.
 */
export async function measureLoss(
  request: LossMeasurement,
  predictX0: CleanPredictor,
  { report, breathe }: LossContext,
): Promise<LossAtTimestep[]> {
  const schedule = makeCustomSchedule({ betas: request.betas });
  const losses: LossAtTimestep[] = [];
  for (const t of request.timesteps) {
    const loss = lossAt(schedule, request, t, predictX0);
    losses.push(loss);
    report(loss);
    await breathe();
  }
  return losses;
}

function lossAt(
  schedule: Schedule,
  request: LossMeasurement,
  t: number,
  predictX0: CleanPredictor,
): LossAtTimestep {
  const { dim, bins, seed } = request;
  const rng = fork(seed, `loss at ${t}`);
  const x0 = drawClean(request, rng);
  const xt = forwardSample(schedule, x0, t, sampleNormals(rng, x0.length));
  const x0Pred = predictX0(schedule, xt, t);
  const { mean, spread } = meanSquares(x0, x0Pred, dim);
  const boundBits =
    t === 0
      ? decoderTermBits(schedule, { x0, x0Pred, bins })
      : (transitionWeight(schedule, t) * mean) / Math.LN2;
  const snr = schedule.snr[t]!;
  // ‖ε − ε̂‖² = SNR ‖x0 − x̂0‖² and ‖v − v̂‖² = (SNR + 1) ‖x0 − x̂0‖², example by example.
  return { t, x0: mean, eps: mean * snr, v: mean * (snr + 1), spread, boundBits };
}

function drawClean({ clean, dim, draws }: LossMeasurement, rng: Rng): Float32Array {
  const rows = clean.length / dim;
  const x0 = new Float32Array(draws * dim);
  for (let i = 0; i < draws; i++) {
    const row = rng.integer(rows);
    x0.set(clean.subarray(row * dim, (row + 1) * dim), i * dim);
  }
  return x0;
}

/** Mean squared error over all draws, and the relative standard error of that mean. */
function meanSquares(x0: Float32Array, x0Pred: Float32Array, dim: number) {
  const draws = x0.length / dim;
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < draws; row++) {
    let error = 0;
    for (let i = row * dim; i < (row + 1) * dim; i++) error += (x0[i]! - x0Pred[i]!) ** 2;
    error /= dim;
    sum += error;
    squares += error * error;
  }
  const mean = sum / draws;
  const variance = draws > 1 ? Math.max(0, squares / draws - mean * mean) / (draws - 1) : 0;
  return { mean, spread: mean > 0 ? Math.sqrt(variance) / mean : 0 };
}

/** The clean batch that goes with a prediction of the noise. */
export function cleanFromEps(
  schedule: Schedule,
  xt: Float32Array,
  t: number,
  epsPred: Float32Array,
): Float32Array {
  return convertPrediction(schedule, { from: 'eps', to: 'x0', xt, t, value: epsPred });
}
