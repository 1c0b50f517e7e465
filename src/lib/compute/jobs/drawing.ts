/** Draws images step by step and sends each step to the page. */
import { makeRng, sampleNormals } from '../../diffusion/index.ts';
import { type DrawStep, drawImages } from '../../sampling/draw.ts';
import type { DrawSettings } from '../../sampling/settings.ts';
import type { DrawnFrame, JobHandler, Jobs } from '../protocol.ts';
import { denoiserOn, type OpenModels } from './openModels.ts';

type Request = Jobs['modelDraw']['request'];

/** What the walk starts from: what was given, or the seed's noise. */
function startOf({ start, seed, classes }: Request, size: number): Float32Array {
  const length = classes.length * size * size;
  if (!start) return sampleNormals(makeRng(seed), length);
  if (start.length === length) return start;
  throw new Error(`start holds ${start.length} numbers; ${classes.length} images have ${length}.`);
}

/**
 * Sends frames one step behind, so that reading one does not hold up the next step.
 *
 * @param every report every so many rows, the first and the last always; 0 for none
 */
function frameSender(every: number, send: (frame: DrawnFrame) => void) {
  const started = performance.now();
  let waiting: Promise<void> = Promise.resolve();
  return {
    async step({ row, rows, t, calls, look }: DrawStep): Promise<void> {
      const wanted = every > 0 && (row === 0 || row === rows - 1 || (row + 1) % every === 0);
      const looking = wanted ? look() : null;
      await waiting;
      if (!looking) return;
      waiting = looking.then((read) => {
        send({ row, rows, t, calls, milliseconds: performance.now() - started, ...read });
      });
      // A failure is heard when the next step, or the end, waits for it.
      waiting.catch(() => {});
      if (row === 0) await waiting;
    },
    end: () => waiting,
  };
}

/** The networks that a request's settings need. */
function classifierOf({ shelf }: OpenModels, { classifier }: DrawSettings) {
  return classifier && classifier.scale !== 0 ? shelf.classifier(classifier.id) : null;
}

/** Settings without a classifier that does nothing. */
function effective(settings: DrawSettings): DrawSettings {
  return settings.classifier?.scale === 0 ? { ...settings, classifier: null } : settings;
}

/** The handler. */
export function makeDrawingJobs(models: OpenModels) {
  const { shelf, withEngine } = models;
  const modelDraw: JobHandler<'modelDraw'> = async (request, { report, breathe }) => {
    const { id, classes, seed, direction, frameEvery } = request;
    const settings = effective(request.settings);
    const model = shelf.denoiser(id);
    const classifier = classifierOf(models, settings);
    const start = startOf(request, model.architecture.size);
    const started = performance.now();
    const frames = frameSender(frameEvery, report);
    const drawn = await withEngine(async (engine) => {
      const result = await drawImages(denoiserOn(models, engine, model), {
        settings,
        classes,
        start,
        seed,
        direction,
        ...(classifier ? { classifier: shelf.network(engine, classifier) } : {}),
        onStep: async (step) => {
          await frames.step(step);
          await breathe();
        },
      });
      await frames.end();
      return result;
    });
    return { ...drawn, milliseconds: performance.now() - started };
  };
  return { modelDraw };
}
