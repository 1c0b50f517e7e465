/** A network on a tfjs backend: forward, activations, gradients, and the walk from noise to images. */
import { timestepEmbedding } from '../../diffusion/index.ts';
import type { Graph } from '../../nets/graph.ts';
import { sizeOf } from '../../nets/shapes.ts';
import type { Gradients, Inputs, Network, Walk } from '../engine.ts';
import type { Device, TensorInfo } from './device.ts';
import type { GradientCollector } from './gradientCollector.ts';
import {
  type Program,
  type RunContext,
  runBackward,
  runForward,
  type Values,
} from './interpreter.ts';
import type { ParameterSet } from './parameters.ts';
import { makeWalker, type WalkKernels } from './walk.ts';

/** What a network is made of. */
export interface NetworkParts {
  readonly device: Device;
  readonly graph: Graph;
  /** With neighbours joined. */
  readonly program: Program;
  /** Node by node. */
  readonly plainProgram: Program;
  readonly parameters: ParameterSet;
  readonly makeCollector: () => GradientCollector;
  /** The arithmetic of a walk's steps. */
  readonly walkKernels: WalkKernels;
  /** Whether gradients by x can be had without those of the parameters. */
  readonly inputGradientAlone: boolean;
  readonly onDispose: () => void;
}

/** The batch size that the inputs have. */
function batchOf(graph: Graph, inputs: Inputs): number {
  const sizes = graph.inputs.map(({ name, shape }) => {
    const values = inputs[name];
    if (!values) throw new Error(`The input "${name}" is missing.`);
    const batch = values.length / sizeOf(shape);
    if (Number.isInteger(batch) && batch > 0) return { name, batch };
    throw new Error(
      `The input "${name}" has ${values.length} numbers: no whole batch of [${shape}].`,
    );
  });
  const odd = sizes.find(({ batch }) => batch !== sizes[0]!.batch);
  if (!odd) return sizes[0]!.batch;
  throw new Error(`The input "${odd.name}" is a batch of ${odd.batch}, not of ${sizes[0]!.batch}.`);
}

/** Sinusoids of every t: [batch, width]; sines and cosines are exact only on the CPU. */
export function embedTimesteps(timesteps: ArrayLike<number>, width: number): Float32Array {
  const rows = new Float32Array(timesteps.length * width);
  let last = Number.NaN;
  for (let i = 0; i < timesteps.length; i++) {
    const t = timesteps[i]!;
    if (t === last) rows.copyWithin(i * width, (i - 1) * width, i * width);
    else rows.set(timestepEmbedding(t, width), i * width);
    last = t;
  }
  return rows;
}

/** Width of a graph's timestep embedding, or 0. */
export function embeddingWidthOf(graph: Graph): number {
  const node = graph.nodes.find(({ operation }) => operation === 'timestepEmbedding');
  return node?.settings.width ?? 0;
}

/** The inputs on the device: t as its embedding, classes as whole numbers. */
export function uploadInputs(device: Device, graph: Graph, inputs: Inputs, batch: number): Values {
  const width = embeddingWidthOf(graph);
  return new Map(
    graph.inputs.map(({ name, shape, kind }): [string, TensorInfo] => {
      const values = inputs[name]!;
      if (kind === 'number')
        return [name, device.upload(Float32Array.from(values), [batch, ...shape])];
      if (name === 't') return [name, device.upload(embedTimesteps(values, width), [batch, width])];
      return [name, device.upload(Int32Array.from(values), [batch])];
    }),
  );
}

/** Makes the network of its parts. */
export function makeNetwork(parts: NetworkParts): Network {
  const { device, graph, program, parameters } = parts;
  const contextOf = (batch: number): RunContext => ({
    device,
    batch,
    parameter: parameters.tensor,
  });
  const withInputs = async <Result>(
    inputs: Inputs,
    use: (feeds: Values, batch: number) => Promise<Result>,
  ): Promise<Result> => {
    const batch = batchOf(graph, inputs);
    const feeds = uploadInputs(device, graph, inputs, batch);
    try {
      return await use(feeds, batch);
    } finally {
      device.free(...feeds.values());
    }
  };
  const readAndFree = async (tensor: TensorInfo) => {
    try {
      return await device.read(tensor);
    } finally {
      device.free(tensor);
    }
  };
  return {
    graph,
    forward: (inputs) =>
      withInputs(inputs, (feeds, batch) => {
        const values = runForward(program, contextOf(batch), feeds, false);
        return readAndFree(values.get(graph.output)!);
      }),
    activations: (inputs, names) =>
      withInputs(inputs, async (feeds, batch) => {
        const values = runForward(parts.plainProgram, contextOf(batch), feeds, true);
        const found = new Map<string, Float32Array<ArrayBuffer>>();
        try {
          for (const name of names) {
            const value = values.get(name);
            if (!value) throw new Error(`The network has no node "${name}".`);
            found.set(name, await device.read(value));
          }
        } finally {
          device.free(...values.values());
        }
        return found;
      }),
    gradients: (inputs, outputGradient) =>
      withInputs(inputs, (feeds, batch) =>
        gradientsOf(parts, contextOf(batch), feeds, outputGradient),
      ),
    inputGradient: (inputs, outputGradient) =>
      withInputs(inputs, (feeds, batch) =>
        inputGradientOf(parts, contextOf(batch), feeds, outputGradient),
      ),
    walk: (walk: Walk) => makeWalker(parts, contextOf)(walk),
    dispose: () => {
      parameters.dispose();
      parts.onDispose();
    },
  };
}

async function inputGradientOf(
  parts: NetworkParts,
  context: RunContext,
  feeds: Values,
  outputGradient: (output: Float32Array) => Float32Array,
) {
  const { device, graph, program } = parts;
  const values = runForward(program, context, feeds, true);
  const outputTensor = values.get(graph.output)!;
  const output = await device.read(outputTensor);
  const gradient = device.upload(outputGradient(output), outputTensor.shape);
  const collector = parts.inputGradientAlone ? null : parts.makeCollector();
  const start = { feeds, values, gradient, sink: collector?.sink ?? null, inputs: ['x'] };
  const found = runBackward(program, context, start);
  try {
    return { output, x: await device.read(found.get('x')!) };
  } finally {
    device.free(...found.values());
    collector?.dispose();
  }
}

async function gradientsOf(
  parts: NetworkParts,
  context: RunContext,
  feeds: Values,
  outputGradient: Float32Array,
): Promise<Gradients> {
  const { device, graph, program } = parts;
  const values = runForward(program, context, feeds, true);
  const outputTensor = device.share(values.get(graph.output)!);
  const gradient = device.upload(outputGradient, outputTensor.shape);
  const collector = parts.makeCollector();
  const start = { feeds, values, gradient, sink: collector.sink, inputs: ['x'] };
  const found = runBackward(program, context, start);
  const x = await device.read(found.get('x')!);
  const output = await device.read(outputTensor);
  device.free(outputTensor, ...found.values());
  const parameters = await collector.read();
  collector.dispose();
  return { output, x, parameters };
}
