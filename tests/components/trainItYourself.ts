/** A compute client for the training lesson's tests: its jobs answer at once and do what a test tells them. */
import { type ComputeClient, JobCancelled } from '../../src/lib/compute/client.ts';
import type { JobName, Jobs, TrainingSettings } from '../../src/lib/compute/protocol.ts';

type Progress<J extends JobName> = (progress: Jobs[J]['progress']) => void;

/** How a stretch of training goes: reports, then ends, or waits until it is cancelled. */
export type Stretch = (
  request: Jobs['trainRun']['request'],
  report: Progress<'trainRun'>,
  cancelled: Promise<never>,
) => Promise<Jobs['trainRun']['result']>;

/** A history with one point a step, falling from 2; by noise level, 1 to 10 hundredths. */
export function historyUpTo(step: number): Jobs['trainOpen']['result']['history'] {
  const steps = Float64Array.from({ length: step }, (_, i) => i + 1);
  return {
    steps,
    losses: steps.map((at) => 2 / at),
    smoothed: steps.map((at) => 2 / Math.sqrt(at)),
    byNoise: Float64Array.from({ length: 10 }, (_, i) => (i + 1) / 100),
  };
}

/** A frame of twenty pictures, all of one grey. */
export const frameOf = (step: number, grey: number, size = 8) => ({
  step,
  images: new Float32Array(20 * size * size).fill(grey),
});

const card = { name: 'webgpu', adapter: 'test card', software: false, trains: true } as const;

/** What `trainOpen` answers for a run at a step. */
export function infoOf(settings: TrainingSettings, step = 0): Jobs['trainOpen']['result'] {
  return {
    settings,
    step,
    parameters: 543_409,
    backend: card,
    size: 8,
    examples: 1438,
    history: historyUpTo(step),
    film: step > 0 ? [frameOf(0, -1), frameOf(step, 0)] : [],
    filmClasses: Array.from({ length: 20 }, (_, i) => i % settings.classes.length),
    autosave: { state: 'on' },
  };
}

/** What a report of losses says at a step. */
export const lossesAt = (step: number): Jobs['trainRun']['progress'] => ({
  kind: 'losses',
  step,
  history: historyUpTo(step),
  stepsPerSecond: 40,
  examplesSeen: step * 64,
  secondsLeft: 20,
  memory: { tensors: 400, bytes: 12_000_000 },
});

/** Trains to the limit, or to the end of the settings, with a frame at its beginning and its end. */
export function trainsTo(end: number): Stretch {
  return async ({ limit }, report) => {
    const step = limit ?? end;
    report({ kind: 'samples', frame: frameOf(0, -1), milliseconds: 5 });
    report(lossesAt(step));
    report({ kind: 'samples', frame: frameOf(step, 0.5), milliseconds: 5 });
    return { kind: limit === null ? 'finished' : 'limit', step };
  };
}

/** Reports one state and then trains until it is cancelled. */
export function trainsOnAt(step: number): Stretch {
  return (_request, report, cancelled) => {
    report({ kind: 'samples', frame: frameOf(0, -1), milliseconds: 5 });
    report(lossesAt(step));
    return cancelled;
  };
}

/** A client with its record of what was asked, and what it answers. */
export interface FakeCompute extends ComputeClient {
  readonly asked: { readonly job: JobName; readonly request: unknown }[];
  /** Names of the jobs asked, in order. */
  jobs(): JobName[];
  stretch: Stretch;
  saved: Jobs['trainSaved']['result'];
  /** Jobs that fail, with their sentence. */
  readonly failing: Map<JobName, string>;
  backend: Jobs['backendInfo']['result'];
  open(request: Jobs['trainOpen']['request']): Jobs['trainOpen']['result'];
}

export function makeFakeCompute(): FakeCompute {
  const asked: FakeCompute['asked'] = [];
  const fake: FakeCompute = {
    asked,
    jobs: () => asked.map(({ job }) => job),
    stretch: trainsTo(1000),
    saved: null,
    failing: new Map(),
    backend: card,
    open: ({ settings }) => infoOf(settings),
    dispose: () => {},
    async run(job, request, { onProgress, signal } = {}) {
      // Every opening asks which backend there is; only what follows is told apart.
      if (job !== 'backendInfo') asked.push({ job, request });
      await Promise.resolve();
      if (signal?.aborted) throw new JobCancelled();
      const sentence = fake.failing.get(job);
      if (sentence) throw new Error(sentence);
      return answer(fake, job, request, onProgress as Progress<never>, signal) as never;
    },
  };
  return fake;
}

async function answer(
  fake: FakeCompute,
  job: JobName,
  request: unknown,
  report: Progress<never> = () => {},
  signal?: AbortSignal,
): Promise<unknown> {
  switch (job) {
    case 'backendInfo':
      return fake.backend;
    case 'trainSaved':
      return fake.saved;
    case 'trainOpen':
      return fake.open(request as Jobs['trainOpen']['request']);
    case 'trainRun': {
      const cancelled = new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(new JobCancelled()), { once: true });
      });
      cancelled.catch(() => {});
      return fake.stretch(request as Jobs['trainRun']['request'], report as never, cancelled);
    }
    case 'trainSave':
      return { step: 340 };
    case 'trainSample': {
      const { classes, weights } = request as Jobs['trainSample']['request'];
      const images = new Float32Array(classes.length * 64).fill(weights === 'ema' ? 0.5 : 0);
      return { images, milliseconds: 500 };
    }
    case 'trainWeights':
    case 'trainCheckpoint':
      return { bytes: Uint8Array.of(1, 2, 3), step: 340 };
    default:
      return null;
  }
}
