/** Jobs with shipped classifiers: open one, and read images with it. */
import { countParameters } from '../../nets/graph.ts';
import { readNoisy } from '../../sampling/classifierGradient.ts';
import type { JobHandler } from '../protocol.ts';
import { asClassifier, type OpenModels } from './openModels.ts';

/** The handlers. */
export function makeClassifierJobs(models: OpenModels) {
  const { shelf, withEngine } = models;

  const classifierOpen: JobHandler<'classifierOpen'> = async (request, context) => {
    const model = asClassifier(await models.load(request, context));
    shelf.put(request.id, model);
    const { size, classes, embedding } = model.architecture;
    return withEngine(async (engine) => {
      shelf.network(engine, model);
      const parameters = countParameters(model.graph);
      return { parameters, backend: engine.backend, size, classes, noisy: embedding > 0 };
    });
  };

  const classifierLook: JobHandler<'classifierLook'> = async ({ id, xt, t, classes }) => {
    const model = shelf.classifier(id);
    const count = xt.length / model.architecture.size ** 2;
    const started = performance.now();
    const read = await withEngine((engine) =>
      readNoisy(shelf.network(engine, model), xt, t, count, classes),
    );
    return { ...read, milliseconds: performance.now() - started };
  };

  return { classifierOpen, classifierLook };
}
