/** The engine on TensorFlow.js: WebGPU, else WebGL; WASM and the plain CPU where only forward runs are asked. */
import type { BackendName, Engine } from '../engine.ts';
import { type BackendOptions, startBackend } from './backends.ts';
import { type Device, makeDevice } from './device.ts';
import { loadPortable } from './portable/network.ts';
import { makePortableTrainer } from './portable/trainer.ts';
import { loadOnWebGpu } from './webgpu/network.ts';
import { makeWebGpuTrainer } from './webgpu/trainer.ts';

/** Which backends to try, in order. */
export interface TfjsEngineOptions extends BackendOptions {
  readonly backends?: readonly BackendName[];
  /** Which shaders to use: `shared` memory suits graphics cards, `direct` ones software; by the adapter if left out. */
  readonly shaders?: 'shared' | 'direct';
}

const inOrder: readonly BackendName[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

/**
 * Starts the engine on the first backend that works.
 *
 * @throws Error with each backend's reason when none does
 */
export async function makeTfjsEngine(options: TfjsEngineOptions = {}): Promise<Engine> {
  const started = await startBackend(options.backends ?? inOrder, options);
  const { backend, info } = started;
  const direct = (options.shaders ?? (info.software ? 'direct' : 'shared')) === 'direct';
  const device = makeDevice(info.name, backend, direct);
  const fast = device.webgpu !== null;
  return {
    backend: info,
    lost: started.lost,
    load: fast
      ? (graph, parameters) => loadOnWebGpu(device, graph, parameters)
      : (graph, parameters) => loadPortable(device, graph, parameters),
    makeTrainer(request) {
      if (!info.trains) {
        throw new Error(`The ${info.name} backend cannot train; it only runs trained networks.`);
      }
      return fast ? makeWebGpuTrainer(device, request) : makePortableTrainer(device, request);
    },
    memory: () => ({ tensors: backend.numDataIds(), bytes: bytesHeld(device) }),
    dispose: () => backend.dispose(),
  };
}

/** Bytes that the backend has taken, those it keeps for later included; 0 where it does not tell. */
function bytesHeld({ backend }: Device): number {
  const { numBytesAllocatedInGPU = 0 } = backend.memory() as { numBytesAllocatedInGPU?: number };
  return numBytesAllocatedInGPU;
}
