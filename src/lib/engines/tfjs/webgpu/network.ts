/** Networks on WebGPU: all parameters lie in one buffer, and so do their gradients. */
import type { Graph } from '../../../nets/graph.ts';
import type { Network, Parameters } from '../../engine.ts';
import type { Device } from '../device.ts';
import type { GradientCollector } from '../gradientCollector.ts';
import { makeProgram } from '../interpreter.ts';
import { deviceShape, type FlatLayout, flatLayout } from '../layout.ts';
import { makeNetwork } from '../network.ts';
import { flatten, type ParameterSet, unflatten } from '../parameters.ts';
import { webGpuKernels } from './kernels.ts';
import { type FlatBuffer, makeFlatBuffer } from './places.ts';
import { webGpuWalkKernels } from './walkKernels.ts';

/** Parameters as places in a buffer, from `start` on. */
export function placedParameters(
  graph: Graph,
  layout: FlatLayout,
  buffer: FlatBuffer,
  start = 0,
): ParameterSet {
  const tensors = new Map(
    graph.parameters.map(({ name, shape }) => {
      const offset = start + layout.offsets.get(name)!;
      return [name, buffer.place(offset, deviceShape(shape))];
    }),
  );
  return { tensor: (name) => tensors.get(name)!, dispose: () => {} };
}

/** A place for every parameter's gradient; a weight's place takes its bias's in. */
export function makeGradientPlaces(
  device: Device,
  graph: Graph,
  layout: FlatLayout,
): GradientCollector & { readonly buffer: FlatBuffer } {
  const buffer = makeFlatBuffer(device, layout.total);
  const places = new Map(
    graph.nodes
      .filter(({ parameters }) => parameters.length > 0)
      .map(({ parameters: [first, second] }) => {
        const offset = layout.offsets.get(first!)!;
        const secondAt = second ? layout.offsets.get(second)! - offset : 0;
        const count = second ? secondAt + layout.sizes.get(second)! : layout.sizes.get(first!)!;
        return [first!, { tensor: buffer.place(offset, [count]), secondAt }];
      }),
  );
  return {
    buffer,
    sink: {
      place: (name) => places.get(name)!,
      put: (name) => {
        throw new Error(`The gradient of "${name}" was not written to its place.`);
      },
    },
    read: async () => unflatten(graph, layout, await buffer.read()),
    dispose: buffer.dispose,
  };
}

/** A network whose parameters lie in a buffer that somebody else owns. */
export function networkOn(
  device: Device,
  graph: Graph,
  layout: FlatLayout,
  parameters: ParameterSet,
  onDispose: () => void,
): Network {
  return makeNetwork({
    device,
    graph,
    program: makeProgram(graph, webGpuKernels),
    plainProgram: makeProgram(graph, webGpuKernels, false),
    parameters,
    makeCollector: () => makeGradientPlaces(device, graph, layout),
    walkKernels: webGpuWalkKernels,
    inputGradientAlone: false,
    onDispose,
  });
}

/** Puts a network on the device. */
export function loadOnWebGpu(device: Device, graph: Graph, parameters: Parameters): Network {
  const layout = flatLayout(graph.parameters);
  const buffer = makeFlatBuffer(device, layout.total);
  buffer.write(flatten(graph, layout, parameters));
  const placed = placedParameters(graph, layout, buffer);
  return networkOn(device, graph, layout, placed, buffer.dispose);
}
