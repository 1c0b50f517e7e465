/** A training run as one safetensors file, and its weights alone as PyTorch loads them with strict=True. */
import type { Parameters, TrainingState } from '../engines/engine.ts';
import type { Graph } from '../nets/graph.ts';
import {
  checkParameters,
  type NamedTensor,
  readSafetensors,
  SafetensorsError,
  type StoredType,
  writeSafetensors,
} from '../nets/safetensors.ts';
import type { StoredLossHistory } from './lossHistory.ts';
import { networkOf, networkSettings } from './network.ts';
import type { FilmFrame } from './progress.ts';
import { checkSettings, SettingsError, type TrainingSettings } from './settings.ts';
import { parseHistory, parseSettings } from './storedJson.ts';

/** Everything that a run goes on from. */
export interface Checkpoint {
  readonly settings: TrainingSettings;
  readonly state: TrainingState;
  readonly history: StoredLossHistory;
  readonly film: readonly FilmFrame[];
}

/** A file that is no checkpoint of this course; the message is a sentence for the reader. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

const format = 'from-noise-checkpoint';
const weightsFormat = 'from-noise-weights';
const version = '1';

/** The prefix of each group of tensors, by its part of the state. */
const groups = {
  model: 'model.',
  ema: 'ema.',
  adamMean: 'adam_mean.',
  adamSquare: 'adam_square.',
} as const;
type Group = keyof typeof groups;
const groupNames = Object.keys(groups) as Group[];

const describe = (settings: TrainingSettings, step: number) => ({
  version,
  settings: JSON.stringify(settings),
  network: JSON.stringify(networkSettings(settings)),
  step: String(step),
});

/**
 * The file of a run: float32 tensors `model.*`, `ema.*`, `adam_mean.*`, `adam_square.*` with the state
 * dict's names, and `film.0`, `film.1`, … [count, size, size]; the metadata holds the format and its
 * version, and as JSON the settings, the network's settings, the step, the losses and the film's steps.
 */
export function writeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { settings, state, history, film } = checkpoint;
  const { size } = networkSettings(settings);
  const tensors = new Map<string, NamedTensor>();
  for (const group of groupNames) {
    for (const [name, tensor] of state[group]) tensors.set(groups[group] + name, tensor);
  }
  for (const [i, { images }] of film.entries()) {
    tensors.set(`film.${i}`, { shape: [images.length / size ** 2, size, size], values: images });
  }
  const metadata = {
    format,
    ...describe(settings, state.step),
    history: JSON.stringify(history),
    filmSteps: JSON.stringify(film.map(({ step }) => step)),
  };
  return writeSafetensors(tensors, { metadata });
}

/**
 * The file of a run's weights alone: the state dict, with the format, version, settings, network's
 * settings, step and kind of weights in its metadata.
 */
export function writeWeights(
  settings: TrainingSettings,
  weights: { readonly kind: 'ema' | 'model'; readonly step: number; readonly values: Parameters },
  dtype: StoredType,
): Uint8Array<ArrayBuffer> {
  const metadata = {
    format: weightsFormat,
    ...describe(settings, weights.step),
    weights: weights.kind,
  };
  return writeSafetensors(weights.values, { dtype, metadata });
}

type Tensors = ReadonlyMap<string, NamedTensor>;

/** The tensors under a prefix, without it. */
function withPrefix(tensors: Tensors, prefix: string): Map<string, NamedTensor> {
  return new Map(
    [...tensors]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
  );
}

function readGroup(tensors: Tensors, group: Group, graph: Graph): Parameters {
  const found = withPrefix(tensors, groups[group]);
  checkParameters(found, graph.parameters);
  return found;
}

function readFilm(tensors: Tensors, text: string | undefined, size: number): FilmFrame[] {
  const steps: unknown = JSON.parse(text ?? 'null');
  if (!Array.isArray(steps) || !steps.every((step) => Number.isSafeInteger(step) && step >= 0)) {
    throw new CheckpointError('The steps of its filmstrip are not whole numbers.');
  }
  const film = withPrefix(tensors, 'film.');
  return (steps as number[]).map((step, i) => {
    const frame = film.get(String(i));
    const [, height, width, ...rest] = frame?.shape ?? [];
    if (!frame || height !== size || width !== size || rest.length > 0) {
      throw new CheckpointError(`Picture ${i} of its filmstrip is missing or has another shape.`);
    }
    return { step, images: frame.values };
  });
}

function checkFormat(metadata: Readonly<Record<string, string>>): void {
  if (metadata['format'] === weightsFormat) {
    const text =
      'This file holds weights alone. To go on training, choose a checkpoint, which also holds the optimizer’s averages.';
    throw new CheckpointError(text);
  }
  if (metadata['format'] !== format) {
    throw new CheckpointError('This file is no checkpoint of a training run of this course.');
  }
  if (metadata['version'] !== version) {
    const text = `This checkpoint has the format ${metadata['version']}; this page reads ${version}. Reload the page.`;
    throw new CheckpointError(text);
  }
}

function readChecked(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = readSafetensors(bytes);
  checkFormat(metadata);
  const settings = checkSettings(parseSettings(metadata['settings']));
  const graph = networkOf(settings);
  const step = Number(metadata['step']);
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new CheckpointError(`Its step is "${metadata['step']}", which is no whole number.`);
  }
  const [model, ema, adamMean, adamSquare] = groupNames.map((group) =>
    readGroup(tensors, group, graph),
  );
  return {
    settings,
    state: { step, model: model!, ema: ema!, adamMean: adamMean!, adamSquare: adamSquare! },
    history: parseHistory(metadata['history'], settings.T, step),
    film: readFilm(tensors, metadata['filmSteps'], networkSettings(settings).size),
  };
}

/**
 * Reads what writeCheckpoint wrote, and checks all of it.
 *
 * @throws CheckpointError with a sentence: a foreign file, weights alone, another network, a cut-off
 */
export function readCheckpoint(bytes: Uint8Array): Checkpoint {
  try {
    return readChecked(bytes);
  } catch (error) {
    if (error instanceof CheckpointError) throw error;
    const known = error instanceof SafetensorsError || error instanceof SettingsError;
    const reason = known ? error.message : 'Its description is damaged.';
    throw new CheckpointError(`This file cannot be read as a checkpoint. ${reason}`);
  }
}
