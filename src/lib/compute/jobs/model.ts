/** Jobs with shipped denoisers: open one, look into it, draw images. */
import { makeRng, sampleNormals } from '../../diffusion/index.ts';
import { countParameters } from '../../nets/graph.ts';
import { drawImages } from '../../sampling/draw.ts';
import { plainSettings } from '../../sampling/settings.ts';
import type { JobHandler } from '../protocol.ts';
import { asDenoiser, denoiserOn, type OpenModels } from './openModels.ts';

/** The handlers. */
export function makeModelJobs(models: OpenModels) {
  const { shelf, withEngine, environment } = models;

  const backendInfo: JobHandler<'backendInfo'> = async () =>
    (await environment.backend.engine()).backend;

  const modelOpen: JobHandler<'modelOpen'> = async (request, context) => {
    const model = asDenoiser(await models.load(request, context));
    shelf.put(request.id, model);
    const { size, base, embedding, classes } = model.architecture;
    const { T, schedule, prediction } = model;
    return withEngine(async (engine) => {
      shelf.network(engine, model);
      const parameters = countParameters(model.graph);
      const { data } = model.manifest;
      const { backend } = engine;
      return { parameters, backend, size, base, embedding, classes, T, schedule, prediction, data };
    });
  };

  const modelLook: JobHandler<'modelLook'> = async ({ id, xt, t, y, nodes, silenced }) => {
    const model = shelf.denoiser(id);
    const started = performance.now();
    const labels = typeof y === 'number' ? [y] : y;
    const classes = model.architecture.classes > 0 ? { y: labels } : {};
    const names = [...new Set([...nodes, model.graph.output])];
    const inputs = { x: xt, t: labels.map(() => t), ...classes };
    const found = await withEngine((engine) =>
      shelf.network(engine, model, silenced).activations(inputs, names),
    );
    return {
      epsPred: found.get(model.graph.output)!,
      activations: Object.fromEntries(nodes.map((name) => [name, found.get(name)!])),
      milliseconds: performance.now() - started,
    };
  };

  const modelSample: JobHandler<'modelSample'> = async (request, { report, breathe }) => {
    const { id, classes, guidanceScale, steps, seed, silenced } = request;
    const model = shelf.denoiser(id);
    const started = performance.now();
    const { images } = await withEngine((engine) =>
      drawImages(denoiserOn(models, engine, model, silenced), {
        settings: { ...plainSettings(Math.min(steps, model.T)), guidanceScale },
        start: sampleNormals(makeRng(seed), classes.length * model.architecture.size ** 2),
        classes,
        seed,
        onStep: async ({ row }) => {
          report({ step: row });
          await breathe();
        },
      }),
    );
    return { images, milliseconds: performance.now() - started };
  };

  return { backendInfo, modelOpen, modelLook, modelSample };
}
