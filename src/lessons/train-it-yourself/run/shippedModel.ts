/** What a run must have in common with a shipped model to go on from its weights: read from the model's manifest. */
import { type ScheduleName, schedules } from '../../../lib/diffusion/index.ts';
import type { TrainingSettings } from '../../../lib/training/settings.ts';

interface Manifest {
  readonly architecture: { readonly base: number; readonly classes: number };
  readonly prediction: string;
  readonly training: { readonly T: number; readonly schedule: string };
}

/**
 * The settings that fit the shipped model of a data set.
 *
 * @throws Error with a sentence when there is no such model, or it cannot be read
 */
export async function shippedSettings(
  weightsUrl: string,
  data: TrainingSettings['data'],
  fetchFile: typeof fetch = fetch,
): Promise<Partial<TrainingSettings>> {
  const response = await fetchFile(`${weightsUrl}${data}/manifest.json`).catch(() => null);
  if (!response)
    throw new Error('The model could not be reached. Check the connection, then choose it again.');
  if (!response.ok)
    throw new Error(`The server has no trained model of these pictures (${response.status}).`);
  const { architecture, prediction, training } = (await response.json()) as Manifest;
  if (prediction !== 'eps' && prediction !== 'x0' && prediction !== 'v') {
    throw new Error(`The model predicts “${prediction}”, which cannot be trained here.`);
  }
  if (!(training.schedule in schedules)) {
    throw new Error(`The model’s schedule “${training.schedule}” is not known here.`);
  }
  return {
    classes: Array.from({ length: architecture.classes }, (_, label) => label),
    base: architecture.base,
    T: training.T,
    schedule: training.schedule as ScheduleName,
    prediction,
  };
}
