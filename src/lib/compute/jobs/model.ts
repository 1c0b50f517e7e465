/** Jobs with shipped models: open one, look into it, draw samples. */
import type { DataCache, Fetch } from '../../datasets/index.ts';
import { makeRng, type ScheduleName, sampleNormals, schedules } from '../../diffusion/index.ts';
import type { Engine, Network } from '../../engines/engine.ts';
import { loadModel, type ShippedModel } from '../../models/loadModel.ts';
import type { Architecture } from '../../models/manifest.ts';
import { countParameters } from '../../nets/graph.ts';
import { silenceInputs } from '../../nets/silence.ts';
import { untilLost } from '../../training/deviceLoss.ts';
import { sampleImages } from '../../training/sampling.ts';
import type { Backend } from '../backend.ts';
import type { JobHandler } from '../protocol.ts';
import { cancellable } from './cancellable.ts';

/** What the jobs need from the worker. */
export interface ModelEnvironment {
  readonly backend: Backend;
  readonly fetch?: Fetch;
  readonly cache?: DataCache | null;
}

/** An open denoiser. */
interface Denoiser extends ShippedModel {
  readonly architecture: Extract<Architecture, { kind: 'unet' }>;
  readonly prediction: 'eps' | 'x0' | 'v';
  readonly schedule: ScheduleName;
  readonly T: number;
}

/** Networks kept on the device: three connections can be cut in eight ways. */
const mostNetworks = 10;

function asDenoiser(model: ShippedModel): Denoiser {
  const { id, architecture, prediction, schedule, T } = model.manifest;
  const known = schedule !== null && Object.hasOwn(schedules, schedule);
  if (architecture.kind !== 'unet' || !prediction || T === null || !known) {
    throw new Error(`The model “${id}” is no denoiser that this page can run.`);
  }
  return { ...model, architecture, prediction, schedule: schedule as ScheduleName, T };
}

/** Keeps open models, and their networks on the engine of the moment. */
function makeShelf() {
  const models = new Map<string, Denoiser>();
  const networks = new Map<string, { readonly engine: Engine; readonly network: Network }>();

  const dropOldest = () => {
    const [key, oldest] = networks.entries().next().value!;
    networks.delete(key);
    oldest.network.dispose();
  };
  return {
    put: (id: string, model: Denoiser) => models.set(id, model),
    get(id: string): Denoiser {
      const model = models.get(id);
      if (!model) throw new Error(`The model “${id}” is not open.`);
      return model;
    },
    /** The model's network with some connections cut, on the device; made when first asked for. */
    network(engine: Engine, model: Denoiser, silenced: readonly string[]): Network {
      // An engine that is gone took its networks with it.
      for (const [key, kept] of networks) if (kept.engine !== engine) networks.delete(key);
      const key = [model.manifest.id, ...[...silenced].sort()].join(' ');
      const known = networks.get(key);
      if (!known && networks.size >= mostNetworks) dropOldest();
      const graph = silenceInputs(model.graph, silenced, 1);
      networks.delete(key);
      networks.set(key, known ?? { engine, network: engine.load(graph, model.parameters) });
      return networks.get(key)!.network;
    },
  };
}

/** The handlers, with their own open models. */
export function makeModelJobs(environment: ModelEnvironment) {
  const { backend } = environment;
  const shelf = makeShelf();
  /** Runs work with a model's network. */
  const withNetwork = async <T>(
    model: Denoiser,
    silenced: readonly string[],
    work: (network: Network) => Promise<T>,
  ): Promise<T> => {
    const engine = await backend.engine();
    return untilLost(engine, () => work(shelf.network(engine, model, silenced)));
  };

  const backendInfo: JobHandler<'backendInfo'> = async () => (await backend.engine()).backend;

  const modelOpen: JobHandler<'modelOpen'> = async ({ id, weightsUrl }, { report, breathe }) => {
    const { fetch, cache } = environment;
    const loaded = await cancellable(breathe, (signal) =>
      loadModel({ id, baseUrl: weightsUrl, onProgress: report, signal, fetch, cache }),
    );
    const model = asDenoiser(loaded);
    shelf.put(id, model);
    await withNetwork(model, [], async () => {});
    const { size, base, embedding, classes } = model.architecture;
    return {
      parameters: countParameters(model.graph),
      backend: (await backend.engine()).backend,
      size,
      base,
      embedding,
      classes,
      T: model.T,
      schedule: model.schedule,
    };
  };

  const modelLook: JobHandler<'modelLook'> = async ({ id, xt, t, y, nodes, silenced }) => {
    const model = shelf.get(id);
    const started = performance.now();
    const labels = typeof y === 'number' ? [y] : y;
    const classes = model.architecture.classes > 0 ? { y: labels } : {};
    const names = [...new Set([...nodes, model.graph.output])];
    const found = await withNetwork(model, silenced, (network) =>
      network.activations({ x: xt, t: labels.map(() => t), ...classes }, names),
    );
    return {
      epsPred: found.get(model.graph.output)!,
      activations: Object.fromEntries(nodes.map((name) => [name, found.get(name)!])),
      milliseconds: performance.now() - started,
    };
  };

  const modelSample: JobHandler<'modelSample'> = async (request, { report, breathe }) => {
    const { id, classes, guidanceScale, steps, seed, silenced } = request;
    const model = shelf.get(id);
    const { architecture, prediction } = model;
    const started = performance.now();
    const images = await withNetwork(model, silenced, (network) =>
      sampleImages(network, {
        schedule: schedules[model.schedule].make({ T: model.T }),
        prediction,
        start: sampleNormals(makeRng(seed), classes.length * architecture.size ** 2),
        classes: architecture.classes > 0 ? classes : null,
        nullClass: architecture.classes,
        guidanceScale,
        steps,
        onStep: async (step) => {
          report({ step });
          await breathe();
        },
      }),
    );
    return { images, milliseconds: performance.now() - started };
  };

  return { backendInfo, modelOpen, modelLook, modelSample };
}
