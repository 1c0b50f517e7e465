/** Keeps the gradients of a backward run until somebody reads them or an optimizer uses them. */
import type { Graph } from '../../nets/graph.ts';
import type { Parameters } from '../engine.ts';
import type { Device, TensorInfo } from './device.ts';
import type { GradientSink } from './kernel.ts';
import { deviceShape, fromDevice } from './layout.ts';

/** A sink whose gradients can be read. */
export interface GradientCollector {
  readonly sink: GradientSink;
  /** In PyTorch's order. */
  readonly read: () => Promise<Parameters>;
  readonly dispose: () => void;
}

/** A sink that keeps one tensor a parameter. */
export function separateGradients(
  device: Device,
  graph: Graph,
): GradientCollector & { readonly tensors: ReadonlyMap<string, TensorInfo> } {
  const tensors = new Map<string, TensorInfo>();
  const shapes = new Map(graph.parameters.map(({ name, shape }) => [name, shape]));
  return {
    tensors,
    sink: {
      put: (name, gradient) =>
        tensors.set(name, { ...gradient, shape: [...deviceShape(shapes.get(name)!)] }),
      place: (name) => {
        throw new Error(`The gradient of "${name}" has no place in a buffer on this backend.`);
      },
    },
    async read() {
      const entries = graph.parameters.map(async ({ name, shape }) => {
        const values = await device.read(tensors.get(name)!);
        return [name, { shape, values: fromDevice(values, shape) }] as const;
      });
      return new Map(await Promise.all(entries));
    },
    dispose: () => device.free(...tensors.values()),
  };
}
