/**
 * Training on WebGPU. A step uploads its examples' numbers and a few uniforms and reads nothing: noise is drawn, pictures
 * are gathered, losses gathered and all parameters updated by a handful of shaders.
 */

import { sizeOf } from '../../../nets/shapes.ts';
import type { StepLosses, StepRequest, Trainer, TrainingState } from '../../engine.ts';
import { type Device, reshaped, type TensorInfo } from '../device.ts';
import {
  makeProgram,
  type RunContext,
  runBackward,
  runForward,
  type Values,
} from '../interpreter.ts';
import { aligned, flatLayout } from '../layout.ts';
import { embeddingWidthOf, embedTimesteps } from '../network.ts';
import { flatten, unflatten } from '../parameters.ts';
import { adamStep, checkStep, firstStep, type TrainerRequest } from '../training.ts';
import { webGpuKernels } from './kernels.ts';
import { makeGradientPlaces, networkOn, placedParameters } from './network.ts';
import { makeFlatBuffer, submit } from './places.ts';
import { compileAhead, runShader, summingOn } from './program.ts';
import {
  type BatchSizes,
  errorShader,
  gatherShader,
  lossGradientShader,
  noisyShader,
  optimizerShader,
} from './trainingShaders.ts';

/** How many steps' losses can wait on the device. */
const ringSlots = 256;

/** The parts of the state in their order in the buffer. */
const parts = ['model', 'adamMean', 'adamSquare', 'ema'] as const;

/** A trainer on WebGPU. */
export function makeWebGpuTrainer(device: Device, request: TrainerRequest): Trainer {
  const { graph, batchSize, adam } = request;
  const layout = flatLayout(graph.parameters);
  const program = makeProgram(graph, webGpuKernels);
  const state = makeFlatBuffer(device, parts.length * layout.total);
  const whole = state.place(0, [state.count]);
  const gradients = makeGradientPlaces(device, graph, layout);
  const gradient = gradients.buffer.place(0, [layout.total]);
  const start = (part: (typeof parts)[number]) => parts.indexOf(part) * layout.total;
  const model = placedParameters(graph, layout, state, start('model'));
  const averaged = placedParameters(graph, layout, state, start('ema'));
  const context: RunContext = { device, batch: batchSize, parameter: model.tensor };
  const batch = makeBatchSource(device, request);
  let done = 0;
  let waiting: { step: number; timesteps: Int32Array }[] = [];

  const load = (from: TrainingState) => {
    for (const part of parts) state.write(flatten(graph, layout, from[part]), start(part));
    done = from.step;
  };
  load(request.state);

  const update = ({ learningRate, emaDecay }: StepRequest, number: number) => {
    const { rate, epsilon } = adamStep(adam, number, learningRate);
    const values = { rate, epsilon, beta1: adam.beta1, beta2: adam.beta2, emaDecay };
    const uniforms = Object.entries(values).map(([name, value]) => ({
      name,
      type: 'f32' as const,
      value,
    }));
    runShader(device, optimizerShader(layout.total), [gradient], whole, uniforms);
  };

  const enqueue = (asked: StepRequest) => {
    const feeds = batch.draw(asked);
    const values = runForward(program, context, feeds, true);
    const output = values.get(graph.output)!;
    batch.keepErrors(output, waiting.length);
    const start = {
      feeds,
      values,
      gradient: batch.lossGradient(output),
      sink: gradients.sink,
      inputs: [],
    };
    runBackward(program, context, start);
    device.free(...feeds.values());
    update(asked, done + 1);
  };

  const step = (asked: StepRequest) => {
    checkStep(asked, request);
    if (waiting.length === ringSlots) throw new Error('Read the losses before taking more steps.');
    enqueue(asked);
    done++;
    submit(device);
    waiting.push({ step: asked.step, timesteps: asked.timesteps });
  };

  const losses = async (): Promise<readonly StepLosses[]> => {
    const taken = waiting;
    waiting = [];
    if (taken.length === 0) return [];
    const errors = await batch.readErrors(taken.length);
    return taken.map((entry, i) => ({
      ...entry,
      errors: errors.slice(i * batchSize, (i + 1) * batchSize),
    }));
  };

  return {
    warmUp: (onProgress) => compileAhead(device, () => enqueue(firstStep(request)), onProgress),
    step,
    losses,
    async state() {
      const all = await state.read();
      const part = (name: (typeof parts)[number]) =>
        unflatten(graph, layout, all.subarray(start(name), start(name) + layout.total));
      const [model, adamMean, adamSquare, ema] = parts.map(part);
      return { step: done, model: model!, adamMean: adamMean!, adamSquare: adamSquare!, ema: ema! };
    },
    load,
    network: (weights) =>
      networkOn(device, graph, layout, weights === 'ema' ? averaged : model, () => {}),
    dispose() {
      batch.dispose();
      gradients.dispose();
      state.dispose();
    },
  };
}

/** Makes batches on the device and compares the network's answers with their targets. */
function makeBatchSource(device: Device, request: TrainerRequest) {
  const { graph, batchSize, data } = request;
  const xShape = graph.inputs.find(({ name }) => name === 'x')!.shape;
  const width = embeddingWidthOf(graph);
  const T = data.signal.length;
  const sizes: BatchSizes = { batch: batchSize, dim: sizeOf(xShape), T };
  const images = device.upload(data.images, [data.images.length]);
  const rows = embedTimesteps(
    Array.from({ length: T }, (_, t) => t),
    width,
  );
  const table = device.upload(rows, [T * width]);
  const { signal, noise, targetX0, targetEps, weight } = data;
  const tables = new Float32Array(5 * T);
  for (const [i, part] of [signal, noise, targetX0, targetEps, weight].entries()) {
    tables.set(part, i * T);
  }
  const factors = device.upload(tables, [5 * T]);
  const ring = makeFlatBuffer(device, ringSlots * aligned(batchSize));
  const ringTensor = ring.place(0, [ring.count]);
  const draws = makeDraws(device, batchSize);
  let noiseKey = [0, 0] as [number, number];
  const seeds = () => [
    { name: 'seed', type: 'u32' as const, value: noiseKey[0] },
    { name: 'stepNumber', type: 'u32' as const, value: noiseKey[1] },
  ];
  return {
    /** Uploads what the step asks for and draws the noisy batch: the network's inputs, the caller's to free. */
    draw(asked: StepRequest): Values {
      noiseKey = [asked.seed, asked.step];
      draws.write(asked);
      const noisy = noisyShader(sizes);
      const xt = runShader(
        device,
        noisy,
        [images, draws.tensor, factors],
        sizes.batch * sizes.dim,
        seeds(),
      );
      const gather = gatherShader(batchSize, width);
      const t = runShader(device, gather, [table, draws.tensor], batchSize * width);
      const feeds: Values = new Map([
        ['x', reshaped(xt, [batchSize, ...xShape])],
        ['t', reshaped(t, [batchSize, width])],
      ]);
      if (asked.classes) feeds.set('y', device.share(draws.classes));
      return feeds;
    },
    keepErrors(output: TensorInfo, slot: number): void {
      const uniforms = [...seeds(), { name: 'slot', type: 'u32' as const, value: slot }];
      const buffers = [output, images, draws.tensor, factors];
      runShader(device, errorShader(sizes, summingOn(device)), buffers, ringTensor, uniforms);
    },
    lossGradient(output: TensorInfo): TensorInfo {
      const buffers = [output, images, draws.tensor, factors];
      const result = runShader(
        device,
        lossGradientShader(sizes),
        buffers,
        sizes.batch * sizes.dim,
        seeds(),
      );
      return reshaped(result, output.shape);
    },
    readErrors: (count: number) => ring.read(0, count * batchSize),
    dispose() {
      device.free(images, table, factors);
      draws.dispose();
      ring.dispose();
    },
  };
}

/** The examples' indices and timesteps, and their classes, in buffers that every step writes anew. */
function makeDraws(device: Device, batchSize: number) {
  const { queue } = device.webgpu!.device;
  const at = aligned(2 * batchSize);
  const buffer = makeFlatBuffer(device, at + batchSize);
  const asIntegers = (tensor: TensorInfo): TensorInfo => {
    device.webgpu!.tensorMap.get(tensor.dataId).dtype = 'int32';
    return { ...tensor, dtype: 'int32' };
  };
  return {
    tensor: asIntegers(buffer.place(0, [2 * batchSize])),
    classes: asIntegers(buffer.place(at, [batchSize])),
    write({ indices, timesteps, classes }: StepRequest): void {
      const numbers = new Int32Array(at + batchSize);
      numbers.set(indices);
      numbers.set(timesteps, batchSize);
      if (classes) numbers.set(classes, at);
      queue.writeBuffer(buffer.buffer, 0, numbers);
    },
    dispose: buffer.dispose,
  };
}
