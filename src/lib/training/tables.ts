/** What a trainer needs to know of each noise level, as tables by t: made in float64, cast last. */
import {
  forwardCoefficients,
  type LossWeighting,
  lossWeight,
  type Schedule,
} from '../diffusion/index.ts';
import type { TrainingData } from '../engines/engine.ts';
import type { TrainablePrediction } from './settings.ts';

/** The tables of a trainer's data, length T each. */
export type TrainingTables = Omit<TrainingData, 'images' | 'count'>;

/** The target as targetX0 · x0 + targetEps · ε (v: Salimans and Ho 2022, appendix D). */
function targetOf(prediction: TrainablePrediction, signal: number, noise: number) {
  if (prediction === 'eps') return { targetX0: 0, targetEps: 1 };
  if (prediction === 'x0') return { targetX0: 1, targetEps: 0 };
  return { targetX0: -noise, targetEps: signal };
}

/**
 * x_t = signal[t] x0 + noise[t] ε, the target by t, and the factor of an example's mean squared error.
 *
 * @throws InvalidArgumentError when the weighting or the prediction is unknown
 */
export function makeTrainingTables(
  schedule: Schedule,
  options: { readonly prediction: TrainablePrediction; readonly weighting: LossWeighting },
): TrainingTables {
  const { T } = schedule;
  const tables = {
    signal: new Float32Array(T),
    noise: new Float32Array(T),
    targetX0: new Float32Array(T),
    targetEps: new Float32Array(T),
    weight: new Float32Array(T),
  };
  for (let t = 0; t < T; t++) {
    const { signal, noise } = forwardCoefficients(schedule, t);
    const { targetX0, targetEps } = targetOf(options.prediction, signal, noise);
    tables.signal[t] = signal;
    tables.noise[t] = noise;
    tables.targetX0[t] = targetX0;
    tables.targetEps[t] = targetEps;
    tables.weight[t] = lossWeight(schedule, t, options);
  }
  return tables;
}
