/** Measures sets of images, drawn by a model or real, with a classifier of clean images. */
import { type ImageDatasetId, loadImages } from '../../datasets/index.ts';
import type { Engine } from '../../engines/engine.ts';
import { drawSet } from '../../sampling/drawSet.ts';
import { type HeldOut, measureSet, readHeldOut } from '../../sampling/quality.ts';
import type { JobContext, JobHandler } from '../protocol.ts';
import { cancellable } from './cancellable.ts';
import { denoiserOn, type OpenModels } from './openModels.ts';

const shownImages = 10;

interface Which {
  readonly id: string;
  readonly classifierId: string;
  readonly dataUrl: string;
}

/** Loads images of the data set that a model learnt. */
function loadSplit(
  { shelf, environment }: OpenModels,
  { id, dataUrl }: Which,
  split: 'train' | 'test',
  breathe: () => Promise<void>,
) {
  const data = shelf.denoiser(id).manifest.data as ImageDatasetId;
  const { fetch, cache } = environment;
  return cancellable(breathe, (signal) =>
    loadImages({ id: data, split, baseUrl: dataUrl, signal, fetch, cache }),
  );
}

/** The handlers, which read the held-out images of a classifier once. */
export function makeMeasureJobs(models: OpenModels) {
  const { shelf, withEngine } = models;
  const known = new Map<string, HeldOut>();

  const heldOutOf = async (engine: Engine, which: Which, breathe: () => Promise<void>) => {
    const { classifierId } = which;
    const found = known.get(classifierId);
    if (found) return found;
    const { images, labels } = await loadSplit(models, which, 'test', breathe);
    const classifier = shelf.network(engine, shelf.classifier(classifierId));
    const read = await readHeldOut(classifier, images, labels);
    known.set(classifierId, read);
    return read;
  };

  const modelMeasure: JobHandler<'modelMeasure'> = async (request, { report, breathe }) => {
    const { id, classifierId, settings, count, seed } = request;
    const model = shelf.denoiser(id);
    const pixels = model.architecture.size ** 2;
    return withEngine(async (engine) => {
      const heldOut = await heldOutOf(engine, request, breathe);
      const steering = settings.classifier && shelf.classifier(settings.classifier.id);
      const started = performance.now();
      const drawn = await drawSet(denoiserOn(models, engine, model), {
        settings,
        count,
        pixels,
        seed,
        ...(steering ? { classifier: shelf.network(engine, steering) } : {}),
        onProgress: progressOf({ report, breathe }),
      });
      const milliseconds = performance.now() - started;
      const classifier = shelf.network(engine, shelf.classifier(classifierId));
      const quality = await measureSet(classifier, drawn.images, drawn.classes, heldOut);
      const images = drawn.images.slice(0, shownImages * pixels);
      return { ...quality, calls: drawn.calls, milliseconds, images };
    });
  };

  const realMeasure: JobHandler<'realMeasure'> = async (request, { breathe }) =>
    withEngine(async (engine) => {
      const heldOut = await heldOutOf(engine, request, breathe);
      const { images, labels } = await loadSplit(models, request, 'train', breathe);
      const count = Math.min(request.count, labels.length);
      const classifier = shelf.network(engine, shelf.classifier(request.classifierId));
      const part = images.subarray(0, count * (images.length / labels.length));
      return measureSet(classifier, part, labels.subarray(0, count), heldOut);
    });

  return { modelMeasure, realMeasure };
}

function progressOf({ report, breathe }: JobContext<'modelMeasure'>) {
  return async (done: number, total: number) => {
    report({ done, total });
    await breathe();
  };
}
