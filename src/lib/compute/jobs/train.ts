/** Jobs that train a network: one run at a time, kept in the worker between jobs. */
import type { DataCache, Fetch, LoadProgress } from '../../datasets/index.ts';
import { loadModel } from '../../models/loadModel.ts';
import {
  type Checkpoint,
  readCheckpoint,
  writeCheckpoint,
  writeWeights,
} from '../../training/checkpoint.ts';
import { networkSettings } from '../../training/network.ts';
import { freshCheckpoint, SessionClosedError, TrainingSession } from '../../training/session.ts';
import { checkSettings } from '../../training/settings.ts';
import { weightsFromShipped } from '../../training/shippedStart.ts';
import { Autosaver, type RunLock, type RunStorage } from '../../training/storage.ts';
import type { Backend } from '../backend.ts';
import {
  JobCancelled,
  type JobContext,
  type JobHandler,
  type Jobs,
  type TrainingInfo,
} from '../protocol.ts';
import { cancellable } from './cancellable.ts';
import { loadTrainingData } from './trainData.ts';

/** What the jobs need from the worker. */
export interface TrainEnvironment {
  readonly backend: Backend;
  /** Null where the browser has none. */
  readonly storage: RunStorage | null;
  readonly lock: RunLock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly fetch?: Fetch;
  readonly cache?: DataCache | null;
}

/** A run that is open. */
interface OpenRun {
  readonly session: TrainingSession;
  readonly autosaver: Autosaver;
}

type OpenRequest = Jobs['trainOpen']['request'];
type OpenContext = JobContext<'trainOpen'>;

/** The shipped model of a start, as the first checkpoint of a run. */
async function startFromShipped(
  id: string,
  { settings, weightsUrl }: OpenRequest,
  { report, breathe }: OpenContext,
  { fetch, cache }: TrainEnvironment,
): Promise<Checkpoint> {
  const onProgress = ({ loadedBytes, totalBytes }: LoadProgress) =>
    report({ stage: 'weights', done: loadedBytes, total: totalBytes });
  const { manifest, parameters } = await cancellable(breathe, (signal) =>
    loadModel({
      id,
      baseUrl: weightsUrl,
      onProgress,
      signal,
      fetch,
      cache,
    }),
  );
  const { architecture, prediction } = manifest;
  if (architecture.kind !== 'unet' || !prediction) {
    throw new Error(`The model “${id}” is no denoiser: a run cannot go on from it.`);
  }
  return freshCheckpoint(
    settings,
    weightsFromShipped(settings, { id, architecture, prediction, parameters }),
  );
}

/** Where a run starts. */
async function startOf(
  request: OpenRequest,
  context: OpenContext,
  environment: TrainEnvironment,
  lastGood: Checkpoint | null,
): Promise<Checkpoint> {
  const { start } = request;
  if (start.kind === 'file') return readCheckpoint(start.bytes);
  if (start.kind === 'lastGood') {
    if (lastGood) return lastGood;
    throw new Error('There is no checkpoint in memory to go on from.');
  }
  if (start.kind === 'saved') {
    const file = await environment.storage?.read();
    if (file) return readCheckpoint(file);
    throw new Error('This browser keeps no run to go on from.');
  }
  checkSettings(request.settings);
  return start.kind === 'shipped'
    ? startFromShipped(start.id, request, context, environment)
    : freshCheckpoint(request.settings);
}

/** Data, engine and session of a run, with progress. */
async function openSession(
  start: Checkpoint,
  request: OpenRequest,
  { report, breathe }: OpenContext,
  { backend, fetch, cache }: TrainEnvironment,
) {
  const data = await cancellable(breathe, (signal) =>
    loadTrainingData(start.settings, {
      dataUrl: request.dataUrl,
      own: request.own,
      onProgress: ({ loadedBytes, totalBytes }) =>
        report({ stage: 'data', done: loadedBytes, total: totalBytes }),
      signal,
      fetch,
      cache,
    }),
  );
  report({ stage: 'backend', done: 0, total: 1 });
  const engine = await backend.engine({ trains: true });
  report({ stage: 'backend', done: 1, total: 1 });
  await breathe();
  const session = new TrainingSession({ engine, data, start, filmCount: request.filmCount });
  try {
    await session.warmUp((done, total) => report({ stage: 'shaders', done, total }));
    await breathe();
  } catch (error) {
    await session.close();
    throw error;
  }
  return { session, engine, examples: data.count };
}

/** The handlers, with their own run. */
export function makeTrainJobs(environment: TrainEnvironment) {
  const { storage, lock, now } = environment;
  let open: OpenRun | null = null;
  let lastGood: Checkpoint | null = null;

  const theRun = (): OpenRun => {
    if (!open) throw new Error('No training run is open. Start one first.');
    return open;
  };
  const closeRun = async (): Promise<void> => {
    if (!open) return;
    const { session, autosaver } = open;
    open = null;
    lastGood = session.lastGood;
    await autosaver.close();
    await session.close();
  };

  const trainSaved: JobHandler<'trainSaved'> = async () => {
    const kept = await storage?.describe().catch(() => null);
    if (!kept) return null;
    return { ...kept, inUse: await lock.heldElsewhere() };
  };

  const trainForget: JobHandler<'trainForget'> = async () => {
    await storage?.remove();
    return null;
  };

  const trainInspect: JobHandler<'trainInspect'> = async ({ bytes }) => {
    const { settings, state } = readCheckpoint(bytes);
    return { settings, step: state.step };
  };

  const trainOpen: JobHandler<'trainOpen'> = async (request, context) => {
    const readFirst = ['file', 'shipped', 'fresh'].includes(request.start.kind);
    // A start that cannot be read must not cost the run that is open; the others need it closed.
    const known = readFirst ? await startOf(request, context, environment, null) : null;
    await closeRun();
    const start = known ?? (await startOf(request, context, environment, lastGood));
    const { session, engine, examples } = await openSession(start, request, context, environment);
    await closeRun();
    const autosaver = new Autosaver(request.keep === false ? null : storage, lock, now);
    await autosaver.open();
    open = { session, autosaver };
    const info: TrainingInfo = {
      settings: session.settings,
      step: session.step,
      parameters: session.parameters,
      backend: engine.backend,
      size: networkSettings(session.settings).size,
      examples,
      history: session.history,
      film: session.film,
      filmClasses: session.filmClasses,
      autosave: autosaver.state,
    };
    // What is sent may be handed over with its memory; the run keeps its own.
    return structuredClone(info);
  };

  const trainRun: JobHandler<'trainRun'> = async (request, { report, breathe }) => {
    const { session, autosaver } = theRun();
    autosaver.listen({
      onChange: (autosave) => report({ kind: 'autosave', autosave }),
      onSaved: (step) => report({ kind: 'saved', step }),
    });
    try {
      const keep = (checkpoint: Checkpoint) => autosaver.keep(checkpoint);
      const end = await session.run(request, { report, breathe, keep });
      await autosaver.settled();
      if (end.kind === 'deviceLost') await closeRun();
      return end;
    } catch (error) {
      await autosaver.settled();
      throw error instanceof SessionClosedError ? new JobCancelled() : error;
    } finally {
      autosaver.listen(null);
    }
  };

  const trainExtend: JobHandler<'trainExtend'> = async ({ steps }) => {
    theRun().session.extend(steps);
    return null;
  };

  const trainSample: JobHandler<'trainSample'> = async (request, { report, breathe }) => {
    const started = performance.now();
    const images = await theRun().session.sample(request, async (step) => {
      report({ step });
      await breathe();
    });
    return { images, milliseconds: performance.now() - started };
  };

  const trainSave: JobHandler<'trainSave'> = async () => {
    const { session, autosaver } = theRun();
    const checkpoint = await session.checkpoint();
    await autosaver.save(checkpoint);
    return { step: checkpoint.state.step };
  };

  const trainCheckpoint: JobHandler<'trainCheckpoint'> = async () => {
    const checkpoint = await theRun().session.checkpoint();
    return { bytes: writeCheckpoint(checkpoint), step: checkpoint.state.step };
  };

  const trainWeights: JobHandler<'trainWeights'> = async ({ weights: kind, type }) => {
    const { settings, state } = await theRun().session.checkpoint();
    const values = state[kind];
    return {
      bytes: writeWeights(settings, { kind, step: state.step, values }, type),
      step: state.step,
    };
  };

  const trainClose: JobHandler<'trainClose'> = async () => {
    await closeRun();
    return null;
  };

  return {
    trainSaved,
    trainForget,
    trainInspect,
    trainOpen,
    trainRun,
    trainExtend,
    trainSample,
    trainSave,
    trainCheckpoint,
    trainWeights,
    trainClose,
  };
}
