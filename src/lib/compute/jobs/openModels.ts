/** What the jobs with shipped models share: opening one, and working with networks on the engine of the moment. */
import type { DataCache, Fetch } from '../../datasets/index.ts';
import { type ScheduleName, schedules } from '../../diffusion/index.ts';
import type { Engine } from '../../engines/engine.ts';
import { loadModel, type ShippedModel } from '../../models/loadModel.ts';
import type { Denoiser } from '../../sampling/draw.ts';
import { untilLost } from '../../training/deviceLoss.ts';
import type { Backend } from '../backend.ts';
import type { JobContext } from '../protocol.ts';
import { cancellable } from './cancellable.ts';
import { makeShelf, type OpenClassifier, type OpenDenoiser, type Shelf } from './shelf.ts';

/** What the jobs need from the worker. */
export interface ModelEnvironment {
  readonly backend: Backend;
  readonly fetch?: Fetch;
  readonly cache?: DataCache | null;
}

/** What a download tells, and how it is stopped. */
type LoadContext = Pick<JobContext<'modelOpen'>, 'report' | 'breathe'>;

/** The worker's open models. */
export interface OpenModels {
  readonly environment: ModelEnvironment;
  readonly shelf: Shelf;
  load(
    request: { readonly id: string; readonly weightsUrl: string },
    context: LoadContext,
  ): Promise<ShippedModel>;
  /** Runs work with the engine; ends with a sentence when its device is lost. */
  withEngine<T>(work: (engine: Engine) => Promise<T>): Promise<T>;
}

/** A shelf with the ways to fill and use it. */
export function makeOpenModels(environment: ModelEnvironment): OpenModels {
  const { fetch, cache, backend } = environment;
  return {
    environment,
    shelf: makeShelf(),
    load: ({ id, weightsUrl }, { report, breathe }) =>
      cancellable(breathe, (signal) =>
        loadModel({ id, baseUrl: weightsUrl, onProgress: report, signal, fetch, cache }),
      ),
    async withEngine(work) {
      const engine = await backend.engine();
      return untilLost(engine, () => work(engine));
    },
  };
}

/** A loaded model as a denoiser. */
export function asDenoiser(model: ShippedModel): OpenDenoiser {
  const { id, architecture, prediction, schedule, T } = model.manifest;
  const known = schedule !== null && Object.hasOwn(schedules, schedule);
  if (architecture.kind !== 'unet' || !prediction || T === null || !known) {
    throw new Error(`The model “${id}” is no denoiser that this page can run.`);
  }
  return { ...model, architecture, prediction, schedule: schedule as ScheduleName, T };
}

/** A loaded model as a classifier. */
export function asClassifier(model: ShippedModel): OpenClassifier {
  const { id, architecture } = model.manifest;
  if (architecture.kind !== 'classifier') throw new Error(`The model “${id}” is no classifier.`);
  return { ...model, architecture };
}

/** An open denoiser with its network on the engine, as the sampling library takes it. */
export function denoiserOn(
  { shelf }: OpenModels,
  engine: Engine,
  model: OpenDenoiser,
  silenced: readonly string[] = [],
): Denoiser {
  return {
    network: shelf.network(engine, model, silenced),
    schedule: schedules[model.schedule].make({ T: model.T }),
    prediction: model.prediction,
    classes: model.architecture.classes,
  };
}
