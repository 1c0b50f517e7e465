/** Whether a run is still well, and what to say when its loss is no number any more. */
import type { Parameters, StepLosses, TrainingState } from '../engines/engine.ts';
import type { LossHistory } from './progress.ts';
import { defaultSettings, type TrainingSettings } from './settings.ts';

/** So many times its lowest value, the smoothed loss counts as running away. */
const runaway = 10;

/** Whether a step's losses are all numbers. */
export const lossesAreFinite = ({ errors }: StepLosses): boolean => errors.every(Number.isFinite);

/** 0 times a number is 0; 0 times infinity or NaN is NaN, and stays it in a sum. */
function areFinite(parameters: Parameters): boolean {
  let zero = 0;
  for (const { values } of parameters.values()) {
    for (let i = 0; i < values.length; i++) zero += 0 * values[i]!;
  }
  return zero === 0;
}

/** Whether the weights, raw and averaged, are all numbers. */
export const weightsAreFinite = ({ model, ema }: TrainingState): boolean =>
  areFinite(model) && areFinite(ema);

/** Whether the loss is near what it has been, so that these weights are worth going back to. */
export function isSteady({ smoothed }: LossHistory): boolean {
  const last = smoothed.at(-1);
  return last === undefined || last <= runaway * smoothed.reduce((a, b) => Math.min(a, b));
}

/** What most likely made the loss no number, and what to change; one sentence or two. */
function likelyCause({ learningRate, weighting, prediction, warmup }: TrainingSettings): string {
  const usual = defaultSettings.learningRate;
  if (learningRate > 2 * usual) {
    return `The likely cause is the learning rate, ${learningRate}: try ${usual} or less.`;
  }
  if (weighting === 'snr' && prediction === 'x0') {
    return 'The likely cause is the loss weight SNR with the prediction x₀, which counts nearly clean pictures many thousand times: choose min-SNR, or predict ε.';
  }
  if (warmup === 0) return 'The likely cause is the missing warm-up: try 50 steps of it.';
  return `The likely cause is too large a step: halve the learning rate to ${learningRate / 2}, or lengthen the warm-up.`;
}

/** The sentences for the reader when a run diverged at one step and was set back to another. */
export function divergenceMessage(settings: TrainingSettings, at: number, step: number): string {
  const kept =
    step === 0
      ? 'The run was set back to its first weights'
      : `The run was set back to the last good weights, those of step ${step}`;
  return `At step ${at} the loss stopped being a number. ${kept}. ${likelyCause(settings)}`;
}
