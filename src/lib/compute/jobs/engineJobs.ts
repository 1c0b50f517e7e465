/** The jobs that need an engine, with the worker's own: loaded only when the first of them is asked for. */
import { makeBackend, startTfjs } from '../backend.ts';
import type { JobHandler, JobName } from '../protocol.ts';
import { makeModelJobs } from './model.ts';
import { makeTrainJobs } from './train.ts';
import { browserStorage } from './trainStorage.ts';

const backend = makeBackend(startTfjs);

/** The jobs that need an engine. */
export type EngineJobName = 'backendInfo' | Extract<JobName, `model${string}` | `train${string}`>;

/** Their handlers. */
export const engineJobs: { readonly [J in EngineJobName]: JobHandler<J> } = {
  ...makeModelJobs({ backend }),
  ...makeTrainJobs({ backend, ...browserStorage(), now: Date.now }),
};
