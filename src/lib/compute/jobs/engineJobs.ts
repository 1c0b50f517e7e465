/** The jobs that need an engine, with the worker's own: loaded only when the first of them is asked for. */
import { makeBackend, startTfjs } from '../backend.ts';
import type { JobHandler, JobName } from '../protocol.ts';
import { makeClassifierJobs } from './classifier.ts';
import { makeDrawingJobs } from './drawing.ts';
import { makeMeasureJobs } from './measure.ts';
import { makeModelJobs } from './model.ts';
import { makeOpenModels } from './openModels.ts';
import { makeTrainJobs } from './train.ts';
import { browserStorage } from './trainStorage.ts';

const backend = makeBackend(startTfjs);
const models = makeOpenModels({ backend });

/** The jobs that need an engine. */
export type EngineJobName =
  | 'backendInfo'
  | Extract<JobName, `model${string}` | `classifier${string}` | 'realMeasure' | `train${string}`>;

/** Their handlers. */
export const engineJobs: { readonly [J in EngineJobName]: JobHandler<J> } = {
  ...makeModelJobs(models),
  ...makeDrawingJobs(models),
  ...makeClassifierJobs(models),
  ...makeMeasureJobs(models),
  ...makeTrainJobs({ backend, ...browserStorage(), now: Date.now }),
};
