/** A network's parameters as device tensors: one by one, or as places in one buffer where the backend can bind those. */
import type { Graph } from '../../nets/graph.ts';
import { checkParameters } from '../../nets/safetensors.ts';
import type { Parameters } from '../engine.ts';
import type { Device, TensorInfo } from './device.ts';
import { deviceShape, type FlatLayout, flatLayout, fromDevice, toDevice } from './layout.ts';

/** Parameters on the device. */
export interface ParameterSet {
  readonly tensor: (name: string) => TensorInfo;
  readonly dispose: () => void;
}

/** All parameters in one flat array, in the device's order. */
export function flatten(graph: Graph, layout: FlatLayout, parameters: Parameters): Float32Array {
  checkParameters(parameters, graph.parameters);
  const flat = new Float32Array(layout.total);
  for (const { name, shape } of graph.parameters) {
    const at = layout.offsets.get(name)!;
    const place = flat.subarray(at, at + layout.sizes.get(name)!);
    toDevice(parameters.get(name)!.values, shape, place);
  }
  return flat;
}

/** The parameters of a flat array, in PyTorch's order. */
export function unflatten(graph: Graph, layout: FlatLayout, flat: Float32Array): Parameters {
  return new Map(
    graph.parameters.map(({ name, shape }) => {
      const at = layout.offsets.get(name)!;
      const place = flat.subarray(at, at + layout.sizes.get(name)!);
      return [name, { shape, values: fromDevice(place, shape) }];
    }),
  );
}

/** Each parameter as a tensor of its own. */
export function separateParameters(
  device: Device,
  graph: Graph,
  flat: Float32Array,
  layout = flatLayout(graph.parameters),
): ParameterSet {
  const tensors = new Map(
    graph.parameters.map(({ name, shape }) => {
      const at = layout.offsets.get(name)!;
      const values = flat.slice(at, at + layout.sizes.get(name)!);
      return [name, device.upload(values, deviceShape(shape))];
    }),
  );
  return {
    tensor: (name) => tensors.get(name)!,
    dispose: () => device.free(...tensors.values()),
  };
}
