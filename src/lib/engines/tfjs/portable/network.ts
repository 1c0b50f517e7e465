/** Networks with tfjs's own kernels. */
import type { Graph } from '../../../nets/graph.ts';
import type { Network, Parameters } from '../../engine.ts';
import type { Device } from '../device.ts';
import { separateGradients } from '../gradientCollector.ts';
import { makeProgram } from '../interpreter.ts';
import { flatLayout } from '../layout.ts';
import { makeNetwork } from '../network.ts';
import { flatten, type ParameterSet, separateParameters } from '../parameters.ts';
import { portableWalkKernels } from '../walk.ts';
import { portableKernels } from './kernels.ts';

/** Prepares a graph once; makes a network of it for any parameters on the device. */
export function portableNetworks(
  device: Device,
  graph: Graph,
): (parameters: ParameterSet) => Network {
  const program = makeProgram(graph, portableKernels);
  const plainProgram = makeProgram(graph, portableKernels, false);
  return (parameters) =>
    makeNetwork({
      device,
      graph,
      program,
      plainProgram,
      parameters,
      makeCollector: () => separateGradients(device, graph),
      walkKernels: portableWalkKernels,
      inputGradientAlone: true,
      onDispose: () => {},
    });
}

/** Puts a network on the device. */
export function loadPortable(device: Device, graph: Graph, parameters: Parameters): Network {
  const flat = flatten(graph, flatLayout(graph.parameters), parameters);
  return portableNetworks(device, graph)(separateParameters(device, graph, flat));
}
