/** Takes a shipped model's weights as the start of a run, with only the classes that the run learns. */
import type { Parameters } from '../engines/engine.ts';
import type { NamedTensor } from '../nets/safetensors.ts';
import type { UNetSettings } from '../nets/unet.ts';
import { networkSettings } from './network.ts';
import { SettingsError, type TrainingSettings } from './settings.ts';

/** A shipped denoiser as far as a run must agree with it. */
export interface ShippedDenoiser {
  readonly id: string;
  readonly architecture: UNetSettings;
  readonly prediction: string;
  readonly parameters: Parameters;
}

const table = 'class_embedding.weight';

/** Why a run cannot start from a model, as a sentence; null when it can. */
function misfit(settings: TrainingSettings, model: ShippedDenoiser): string | null {
  const { id, architecture, prediction } = model;
  const wanted = networkSettings(settings);
  if (wanted.size !== architecture.size || settings.data !== id) {
    return `The model “${id}” draws other pictures than these settings learn: choose its pictures to go on from it.`;
  }
  if (wanted.base !== architecture.base) {
    return `The model “${id}” has base width ${architecture.base}: choose it to go on from this model.`;
  }
  if (settings.prediction !== prediction) {
    return `The model “${id}” predicts ${prediction}: choose that prediction to go on from it.`;
  }
  const known = settings.classes.every((label) => label < architecture.classes);
  return known ? null : `The model “${id}” does not know all of these classes.`;
}

/** The rows of the chosen labels, and the null class's row after them. */
function chooseRows({ shape, values }: NamedTensor, labels: readonly number[]): NamedTensor {
  const [rows, width] = shape as [number, number];
  const chosen = [...labels, rows - 1];
  const picked = new Float32Array(chosen.length * width);
  for (const [i, row] of chosen.entries()) {
    picked.set(values.subarray(row * width, (row + 1) * width), i * width);
  }
  return { shape: [chosen.length, width], values: picked };
}

/**
 * A shipped model's weights for the network of a run.
 *
 * @throws SettingsError that says which setting does not fit the model
 */
export function weightsFromShipped(settings: TrainingSettings, model: ShippedDenoiser): Parameters {
  const fault = misfit(settings, model);
  if (fault) throw new SettingsError(fault);
  const rows = chooseRows(model.parameters.get(table)!, settings.classes);
  return new Map(model.parameters).set(table, rows);
}
