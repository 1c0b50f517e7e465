/** The worker: receives jobs, runs their handlers, sends progress and results. */
import {
  denoiserLoss,
  denoiserPredict,
  denoiserStart,
  denoiserTrain,
  denoiserUpdate,
} from './jobs/denoiser.ts';
import type { EngineJobName } from './jobs/engineJobs.ts';
import { idealLoss } from './jobs/idealLoss.ts';
import { idealReverse } from './jobs/idealReverse.ts';
import {
  type FromWorker,
  JobCancelled,
  type JobContext,
  type JobHandler,
  type JobName,
  type ToWorker,
  transferablesOf,
} from './protocol.ts';

/** A handler that is loaded, with the session and its mathematics, when its job is first asked for. */
const later =
  <J extends EngineJobName>(job: J): JobHandler<J> =>
  async (request, context) => {
    const { engineJobs } = await import('./jobs/engineJobs.ts');
    return engineJobs[job](request, context);
  };

const handlers: { readonly [J in JobName]: JobHandler<J> } = {
  idealReverse,
  idealLoss,
  denoiserStart,
  denoiserLoss,
  denoiserPredict,
  denoiserUpdate,
  denoiserTrain,
  backendInfo: later('backendInfo'),
  modelOpen: later('modelOpen'),
  modelLook: later('modelLook'),
  modelSample: later('modelSample'),
  modelDraw: later('modelDraw'),
  modelMeasure: later('modelMeasure'),
  realMeasure: later('realMeasure'),
  classifierOpen: later('classifierOpen'),
  classifierLook: later('classifierLook'),
  trainSaved: later('trainSaved'),
  trainForget: later('trainForget'),
  trainInspect: later('trainInspect'),
  trainOpen: later('trainOpen'),
  trainRun: later('trainRun'),
  trainExtend: later('trainExtend'),
  trainSample: later('trainSample'),
  trainSave: later('trainSave'),
  trainCheckpoint: later('trainCheckpoint'),
  trainWeights: later('trainWeights'),
  trainClose: later('trainClose'),
};

/** The jobs under way, and whether the page has cancelled them. */
const jobs = new Map<number, { cancelled: boolean }>();
const scope = self as unknown as DedicatedWorkerGlobalScope;
const send = (message: FromWorker, transfer: Transferable[] = []) =>
  scope.postMessage(message, transfer);

/** Waits for the next turn of the event loop, so that a cancel can be heard. */
const nextTurn = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });

function contextOf<J extends JobName>(id: number): JobContext<J> {
  return {
    report: (progress) => send({ kind: 'progress', id, progress }),
    breathe: async () => {
      await nextTurn();
      if (jobs.get(id)?.cancelled) throw new JobCancelled();
    },
  };
}

async function run<J extends JobName>(id: number, job: J, request: unknown): Promise<void> {
  jobs.set(id, { cancelled: false });
  try {
    const handler = handlers[job] as JobHandler<J>;
    const result = await handler(request as never, contextOf<J>(id));
    send({ kind: 'done', id, result }, transferablesOf(result));
  } catch (error) {
    if (error instanceof JobCancelled) send({ kind: 'cancelled', id });
    else
      send({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) });
  } finally {
    jobs.delete(id);
  }
}

scope.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'cancel') {
    const job = jobs.get(data.id);
    if (job) job.cancelled = true;
  } else void run(data.id, data.job, data.request);
};
