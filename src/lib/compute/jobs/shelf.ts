/** Keeps open networks and their numbers, and puts them on the engine of the moment. */
import type { ScheduleName } from '../../diffusion/index.ts';
import type { Engine, Network } from '../../engines/engine.ts';
import type { ShippedModel } from '../../models/loadModel.ts';
import type { Architecture } from '../../models/manifest.ts';
import { silenceInputs } from '../../nets/silence.ts';

/** An open denoiser. */
export interface OpenDenoiser extends ShippedModel {
  readonly architecture: Extract<Architecture, { kind: 'unet' }>;
  readonly prediction: 'eps' | 'x0' | 'v';
  readonly schedule: ScheduleName;
  readonly T: number;
}

/** An open classifier. */
export interface OpenClassifier extends ShippedModel {
  readonly architecture: Extract<Architecture, { kind: 'classifier' }>;
}

/** Networks kept on the device: three connections can be cut in eight ways. */
const mostNetworks = 10;

/** The shelf of a worker. */
export interface Shelf {
  put(id: string, model: OpenDenoiser | OpenClassifier): void;
  /** @throws Error when it is not open or no denoiser */
  denoiser(id: string): OpenDenoiser;
  /** @throws Error when it is not open or no classifier */
  classifier(id: string): OpenClassifier;
  /** The model's network with some connections cut, on the device; made when first asked for. */
  network(engine: Engine, model: ShippedModel, silenced?: readonly string[]): Network;
}

/** An empty shelf. */
export function makeShelf(): Shelf {
  const models = new Map<string, OpenDenoiser | OpenClassifier>();
  const networks = new Map<string, { readonly engine: Engine; readonly network: Network }>();

  const dropOldest = () => {
    const [key, oldest] = networks.entries().next().value!;
    networks.delete(key);
    oldest.network.dispose();
  };
  const get = (id: string, kind: Architecture['kind']) => {
    const model = models.get(id);
    if (model?.architecture.kind !== kind) throw new Error(`The model “${id}” is not open.`);
    return model;
  };
  return {
    put: (id, model) => models.set(id, model),
    denoiser: (id) => get(id, 'unet') as OpenDenoiser,
    classifier: (id) => get(id, 'classifier') as OpenClassifier,
    network(engine, model, silenced = []) {
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
