/** Training with tfjs's own kernels, for WebGL and the plain CPU: the optimizer works on all parameters as one vector. */
import { sizeOf } from '../../../nets/shapes.ts';
import type { Network, StepLosses, StepRequest, Trainer, TrainingState } from '../../engine.ts';
import { type Device, reshaped, type TensorInfo } from '../device.ts';
import { separateGradients } from '../gradientCollector.ts';
import { makeProgram, runBackward, runForward, type Values } from '../interpreter.ts';
import { deviceShape, type FlatLayout, flatLayout } from '../layout.ts';
import { embeddingWidthOf, embedTimesteps } from '../network.ts';
import { flatten, type ParameterSet, unflatten } from '../parameters.ts';
import { adamStep, checkStep, firstStep, type TrainerRequest } from '../training.ts';
import { add, multiply, scaled, shifted, subtract, using } from './arithmetic.ts';
import { portableKernels } from './kernels.ts';
import { portableNetworks } from './network.ts';
import { drawNoise } from './noise.ts';

const vectors = ['model', 'adamMean', 'adamSquare', 'ema'] as const;
type Vectors = Record<(typeof vectors)[number], TensorInfo>;

/** A trainer on tfjs's own kernels. */
export function makePortableTrainer(device: Device, request: TrainerRequest): Trainer {
  const { graph, batchSize, data, adam } = request;
  const layout = flatLayout(graph.parameters, 1);
  const program = makeProgram(graph, portableKernels);
  const xShape = graph.inputs.find(({ name }) => name === 'x')!.shape;
  const dim = sizeOf(xShape);
  const width = embeddingWidthOf(graph);
  const T = data.signal.length;
  const images = device.upload(data.images, [data.count, dim]);
  const table = device.upload(
    embedTimesteps(
      Array.from({ length: T }, (_, t) => t),
      width,
    ),
    [T, width],
  );
  let done = 0;
  let state: Vectors | null = null;
  let waiting: { step: number; errors: TensorInfo; timesteps: Int32Array }[] = [];

  const load = (from: TrainingState) => {
    if (state) device.free(...Object.values(state));
    const upload = (name: (typeof vectors)[number]) =>
      device.upload(flatten(graph, layout, from[name]), [layout.total]);
    state = Object.fromEntries(vectors.map((name) => [name, upload(name)])) as Vectors;
    done = from.step;
  };
  load(request.state);

  const step = (asked: StepRequest) => {
    checkStep(asked, request);
    const parameters = slicesOf(device, request, layout, state!.model);
    const batch = drawExamples(device, request, asked, { images, table, dim, xShape });
    const context = { device, batch: batchSize, parameter: parameters.tensor };
    const values = runForward(program, context, batch.feeds, true);
    const output = reshaped(values.get(graph.output)!, [batchSize, dim]);
    const { errors, gradient } = compare(device, output, batch);
    const collector = separateGradients(device, graph);
    const start = {
      feeds: batch.feeds,
      values,
      gradient: reshaped(gradient, [batchSize, ...xShape]),
      sink: collector.sink,
      inputs: [],
    };
    runBackward(program, context, start);
    done++;
    const flat = joinFlat(device, request, collector.tensors);
    state = updateState(device, state!, flat, adamStep(adam, done, asked.learningRate), {
      ...adam,
      emaDecay: asked.emaDecay,
    });
    device.free(flat, ...batch.feeds.values(), batch.target, batch.factors);
    collector.dispose();
    parameters.dispose();
    waiting.push({ step: asked.step, errors, timesteps: asked.timesteps });
  };

  const losses = async (): Promise<readonly StepLosses[]> => {
    const taken = waiting;
    waiting = [];
    const read = taken.map(async ({ step: of, errors, timesteps }) => {
      const values = await device.read(errors);
      device.free(errors);
      return { step: of, errors: values, timesteps };
    });
    return Promise.all(read);
  };

  return {
    async warmUp(onProgress) {
      onProgress(0, 1);
      const before = state!;
      const kept = Object.fromEntries(
        vectors.map((name) => [name, device.share(before[name])]),
      ) as Vectors;
      const seen = done;
      step(firstStep(request));
      await losses();
      device.free(...Object.values(state!));
      state = kept;
      done = seen;
      onProgress(1, 1);
    },
    step,
    losses,
    async state() {
      const read = async (name: (typeof vectors)[number]) =>
        unflatten(graph, layout, await device.read(state![name]));
      const [model, adamMean, adamSquare, ema] = await Promise.all(vectors.map(read));
      return { step: done, model: model!, adamMean: adamMean!, adamSquare: adamSquare!, ema: ema! };
    },
    load,
    network: (weights) => followingNetwork(device, request, layout, () => state![weights]),
    dispose() {
      device.free(images, table, ...waiting.map(({ errors }) => errors));
      if (state) device.free(...Object.values(state));
      state = null;
    },
  };
}

/** Each parameter cut out of the vector. */
function slicesOf(
  device: Device,
  { graph }: TrainerRequest,
  layout: FlatLayout,
  vector: TensorInfo,
): ParameterSet {
  const tensors = new Map(
    graph.parameters.map(({ name, shape }) => {
      const window = { begin: [layout.offsets.get(name)!], size: [layout.sizes.get(name)!] };
      const cut = device.run('Slice', { x: vector }, window);
      return [name, reshaped(cut, deviceShape(shape))];
    }),
  );
  return {
    tensor: (name) => tensors.get(name)!,
    dispose: () => device.free(...tensors.values()),
  };
}

interface Examples {
  readonly feeds: Values;
  /** [B, dim]. */
  readonly target: TensorInfo;
  /** weight[t] of each example times 2 / (B dim), [B, 1]. */
  readonly factors: TensorInfo;
}

/** Noises a batch (Ho et al. 2020, algorithm 1, lines 2 to 5). */
function drawExamples(
  d: Device,
  { batchSize, data }: TrainerRequest,
  asked: StepRequest,
  fixed: {
    readonly images: TensorInfo;
    readonly table: TensorInfo;
    readonly dim: number;
    readonly xShape: readonly number[];
  },
): Examples {
  const { dim } = fixed;
  const column = (values: Float32Array, factor = 1) =>
    d.upload(
      Float32Array.from(asked.timesteps, (t) => factor * values[t]!),
      [batchSize, 1],
    );
  const pick = (x: TensorInfo, indices: Int32Array) =>
    using(d, [d.upload(indices, [batchSize])], (rows) =>
      d.run('GatherV2', { x, indices: rows! }, { axis: 0, batchDims: 0 }),
    );
  const x0 = pick(fixed.images, asked.indices);
  const drawn = drawNoise(d, asked.seed, asked.step, batchSize * dim);
  const eps = reshaped(drawn, [batchSize, dim]);
  const mixed = (forX0: Float32Array, forEps: Float32Array) =>
    using(d, [column(forX0), column(forEps)], (a, b) =>
      using(d, [multiply(d, x0, a!), multiply(d, eps, b!)], (left, right) => add(d, left!, right!)),
    );
  const xt = mixed(data.signal, data.noise);
  const target = mixed(data.targetX0, data.targetEps);
  const feeds: Values = new Map([
    ['x', reshaped(xt, [batchSize, ...fixed.xShape])],
    ['t', pick(fixed.table, asked.timesteps)],
  ]);
  if (asked.classes) feeds.set('y', d.upload(new Int32Array(asked.classes), [batchSize]));
  d.free(x0, drawn);
  return { feeds, target, factors: column(data.weight, 2 / (batchSize * dim)) };
}

/** The errors of each example and the gradient of the weighted loss. */
function compare(d: Device, output: TensorInfo, { target, factors }: Examples) {
  const difference = subtract(d, output, target);
  const errors = using(d, [multiply(d, difference, difference)], (square) =>
    d.run('Mean', { x: square! }, { axis: [1], keepDims: false }),
  );
  const gradient = using(d, [difference], (part) => multiply(d, part!, factors));
  return { errors, gradient };
}

/** All gradients as one vector. */
function joinFlat(
  d: Device,
  { graph }: TrainerRequest,
  tensors: ReadonlyMap<string, TensorInfo>,
): TensorInfo {
  const parts = graph.parameters.map(({ name, shape }) =>
    reshaped(tensors.get(name)!, [sizeOf(shape)]),
  );
  return d.run('Concat', parts as unknown as Record<string, TensorInfo>, { axis: 0 });
}

/** a + (b − a) · share. */
function lean(d: Device, a: TensorInfo, b: TensorInfo, share: number): TensorInfo {
  const part = using(d, [subtract(d, b, a)], (difference) => scaled(d, difference!, share));
  return using(d, [part], (p) => add(d, a, p!));
}

/** Adam (Kingma and Ba 2015, algorithm 1) and the exponential mean of the weights. */
function updateState(
  d: Device,
  state: Vectors,
  gradient: TensorInfo,
  { rate, epsilon }: { readonly rate: number; readonly epsilon: number },
  settings: { readonly beta1: number; readonly beta2: number; readonly emaDecay: number },
): Vectors {
  const adamMean = lean(d, state.adamMean, gradient, 1 - settings.beta1);
  const adamSquare = using(d, [multiply(d, gradient, gradient)], (square) =>
    lean(d, state.adamSquare, square!, 1 - settings.beta2),
  );
  const spread = using(d, [d.run('Sqrt', { x: adamSquare })], (root) => shifted(d, root!, epsilon));
  const move = using(d, [spread], (s) =>
    using(d, [d.run('RealDiv', { a: adamMean, b: s! })], (ratio) => scaled(d, ratio!, -rate)),
  );
  const model = using(d, [move], (m) => add(d, state.model, m!));
  const ema = lean(d, state.ema, model, 1 - settings.emaDecay);
  d.free(...Object.values(state));
  return { model, adamMean, adamSquare, ema };
}

/** A network whose parameters are cut out anew for each call, from where training stands. */
function followingNetwork(
  device: Device,
  request: TrainerRequest,
  layout: FlatLayout,
  vector: () => TensorInfo,
): Network {
  const { graph } = request;
  const on = portableNetworks(device, graph);
  const whileCut = async <Result>(use: (network: Network) => Promise<Result>) => {
    const network = on(slicesOf(device, request, layout, vector()));
    try {
      return await use(network);
    } finally {
      network.dispose();
    }
  };
  return {
    graph,
    forward: (inputs) => whileCut((network) => network.forward(inputs)),
    activations: (inputs, names) => whileCut((network) => network.activations(inputs, names)),
    gradients: (inputs, gradient) => whileCut((network) => network.gradients(inputs, gradient)),
    inputGradient: (inputs, outputGradient) =>
      whileCut((network) => network.inputGradient(inputs, outputGradient)),
    walk: (walk) => whileCut((network) => network.walk(walk)),
    dispose: () => {},
  };
}
