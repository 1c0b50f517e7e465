/** The same network and step as anyone would first write them in tfjs: the baseline of the training bench. */
import * as tf from '@tensorflow/tfjs-core';
import { timestepEmbedding } from '../src/lib/diffusion/index.ts';
import type { Parameters, TrainingData } from '../src/lib/engines/engine.ts';
import type { Graph, GraphNode } from '../src/lib/nets/index.ts';

type Variables = ReadonlyMap<string, tf.Variable>;
type Run = (
  node: GraphNode,
  inputs: readonly tf.Tensor[],
  parameters: readonly tf.Variable[],
) => tf.Tensor;

/** Group normalisation by `tf.moments`. */
const groupNorm: Run = (node, [x], [weight, bias]) => {
  const [batch, height, width, channels] = x!.shape as [number, number, number, number];
  const groups = node.settings.groups!;
  const grouped = x!.reshape([batch, height * width, groups, channels / groups]);
  const { mean, variance } = tf.moments(grouped, [1, 3], true);
  const normed = grouped.sub(mean).div(variance.add(1e-5).sqrt());
  return normed.reshape(x!.shape).mul(weight!).add(bias!);
};

const operations: Readonly<Partial<Record<GraphNode['operation'], Run>>> = {
  conv2d: (_, [x], [weight, bias]) =>
    tf.conv2d(x as tf.Tensor4D, weight as unknown as tf.Tensor4D, 1, 'same').add(bias!),
  groupNorm,
  silu: (_, [x]) => x!.mul(x!.sigmoid()),
  linear: (_, [x], [weight, bias]) =>
    tf.matMul(x as tf.Tensor2D, weight as unknown as tf.Tensor2D, false, true).add(bias!),
  maxPool2d: (_, [x]) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'),
  upsample2d: (_, [x]) => {
    const size: [number, number] = [2 * x!.shape[1]!, 2 * x!.shape[2]!];
    return tf.image.resizeBilinear(x as tf.Tensor4D, size, true);
  },
  concat: (_, inputs) => tf.concat([...inputs], 3),
  add: (_, [a, b]) => a!.add(b!.rank === a!.rank ? b! : b!.expandDims(1).expandDims(1)),
  timestepEmbedding: (_, [x]) => x!,
  embedding: (_, [y], [weight]) => tf.gather(weight!, y as tf.Tensor1D),
};

/** The network's answer, with tfjs's tape watching. */
function forward(graph: Graph, variables: Variables, feeds: Map<string, tf.Tensor>): tf.Tensor {
  const values = new Map(feeds);
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => values.get(name)!);
    const parameters = node.parameters.map((name) => variables.get(name)!);
    values.set(node.name, operations[node.operation]!(node, inputs, parameters));
  }
  return values.get(graph.output)!;
}

/** A variable for each parameter, filters with their channels last. */
function makeVariables(graph: Graph, parameters: Parameters): Variables {
  return new Map(
    graph.parameters.map(({ name, shape }) => {
      const plain = tf.tensor(parameters.get(name)!.values, [...shape]);
      const value = shape.length === 4 ? plain.transpose([2, 3, 1, 0]) : plain;
      return [name, tf.variable(value, true)];
    }),
  );
}

/** A training loop with `optimizer.minimize` and one Adam slot a variable. */
export function makePlainLoop(options: {
  readonly graph: Graph;
  readonly parameters: Parameters;
  readonly data: TrainingData;
  readonly labels: Int32Array;
  readonly batchSize: number;
}) {
  const { graph, data, batchSize } = options;
  const variables = makeVariables(graph, options.parameters);
  const optimizer = tf.train.adam(2e-3);
  const shape = graph.inputs.find(({ name }) => name === 'x')!.shape as [number, number, number];
  const images = tf.tensor(data.images, [data.count, ...shape]);
  const labels = tf.tensor1d(options.labels, 'int32');
  const width = graph.nodes.find(({ operation }) => operation === 'timestepEmbedding')!.settings
    .width!;
  const T = data.signal.length;
  const table = tf.tensor2d(
    Float32Array.from(
      { length: T * width },
      (_, i) => timestepEmbedding(Math.floor(i / width), width)[i % width]!,
    ),
    [T, width],
  );
  const column = (values: Float32Array, t: tf.Tensor1D) =>
    tf.gather(tf.tensor1d(values), t).reshape([batchSize, 1, 1, 1]);
  const loss = () => {
    const index = tf.randomUniformInt([batchSize], 0, data.count) as tf.Tensor1D;
    const t = tf.randomUniformInt([batchSize], 0, T) as tf.Tensor1D;
    const eps = tf.randomNormal([batchSize, ...shape]);
    const x0 = tf.gather(images, index);
    const xt = x0.mul(column(data.signal, t)).add(eps.mul(column(data.noise, t)));
    const feeds = new Map<string, tf.Tensor>([
      ['x', xt],
      ['t', tf.gather(table, t)],
      ['y', tf.gather(labels, index)],
    ]);
    return tf.losses.meanSquaredError(eps, forward(graph, variables, feeds)) as tf.Scalar;
  };
  return {
    step: () => optimizer.minimize(loss, true, [...variables.values()])!,
    dispose() {
      optimizer.dispose();
      tf.dispose([images, labels, table, ...variables.values()]);
    },
  };
}
