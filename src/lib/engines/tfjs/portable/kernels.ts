/** Every kind of step from tfjs's own kernels: runs on each backend, and is what the faster ones are checked against. */
import type { StepKind } from '../../plan.ts';
import { countOf, type Device, reshaped, type TensorInfo } from '../device.ts';
import type { BackwardCall, Call, Kernel } from '../kernel.ts';
import { add, matMul, multiply, sumRows, using } from './arithmetic.ts';
import { groupNorm } from './groupNorm.ts';
import { bilinear } from './resize.ts';
import { silu, siluBackward, siluForward } from './silu.ts';

const convolution = {
  strides: [1, 1],
  pad: 'same',
  dataFormat: 'NHWC',
  dimRoundingMode: undefined,
};
const pooling = { filterSize: [2, 2], strides: [2, 2], pad: 'valid', dimRoundingMode: undefined };

/** x [B, H, W, I] with a filter [k, k, I, O] and a bias [O]. */
export function convolve(
  d: Device,
  x: TensorInfo,
  filter: TensorInfo,
  bias: TensorInfo,
): TensorInfo {
  const attributes = { ...convolution, dilations: [1, 1], activation: 'linear' };
  return d.run('FusedConv2D', { x, filter, bias }, attributes);
}

/** The gradient of a convolution's input. */
export function convolveBackwardInput(
  d: Device,
  dy: TensorInfo,
  filter: TensorInfo,
  inputShape: readonly number[],
): TensorInfo {
  return d.run('Conv2DBackpropInput', { dy, filter }, { ...convolution, inputShape });
}

const conv2d: Kernel = {
  forward: ({ device, inputs, parameters }) =>
    convolve(device, inputs[0]!, parameters[0]!, parameters[1]!),
  backward({ device: d, step, inputs, parameters, gradient, wanted, sink }) {
    const [x, filter] = [inputs[0]!, parameters[0]!];
    if (sink) {
      const attributes = { ...convolution, filterShape: filter.shape };
      sink.put(step.parameters[0]!, d.run('Conv2DBackpropFilter', { x, dy: gradient }, attributes));
      sink.put(step.parameters[1]!, sumRows(d, gradient));
    }
    return [wanted[0] ? convolveBackwardInput(d, gradient, filter, x.shape) : null];
  },
};

const linear: Kernel = {
  forward({ device: d, inputs, parameters }) {
    const [weight, bias] = [parameters[0]!, parameters[1]!];
    return using(d, [matMul(d, inputs[0]!, weight, { transposeB: true })], (product) =>
      add(d, product!, bias),
    );
  },
  backward({ device: d, step, inputs, parameters, gradient, wanted, sink }) {
    if (sink) {
      sink.put(step.parameters[0]!, matMul(d, gradient, inputs[0]!, { transposeA: true }));
      sink.put(step.parameters[1]!, sumRows(d, gradient));
    }
    return [wanted[0] ? matMul(d, gradient, parameters[0]!) : null];
  },
};

/** Each value's gradient goes to the pixels that equal it: the WASM backend has no kernel for it. */
function spreadToMaxima({ device: d, inputs, output, gradient }: BackwardCall): TensorInfo {
  const x = inputs[0]!;
  const size = [x.shape[1]!, x.shape[2]!];
  const larger = (images: TensorInfo) =>
    d.run(
      'ResizeNearestNeighbor',
      { images },
      { alignCorners: false, halfPixelCenters: false, size },
    );
  const equal = using(d, [larger(output)], (maxima) => d.run('Equal', { a: x, b: maxima! }));
  const mask = using(d, [equal], (same) => d.run('Cast', { x: same! }, { dtype: 'float32' }));
  return using(d, [mask, larger(gradient)], (kept, dy) => multiply(d, kept!, dy!));
}

const maxPool2d: Kernel = {
  forward: ({ device, inputs }) => device.run('MaxPool', { x: inputs[0]! }, pooling),
  backward(call) {
    const { device, inputs, output, gradient } = call;
    if (device.name === 'wasm') return [spreadToMaxima(call)];
    return [device.run('MaxPoolGrad', { dy: gradient, input: inputs[0]!, output }, pooling)];
  },
};

const upsample2d: Kernel = {
  forward: ({ device, inputs }) => bilinear.forward(device, inputs[0]!),
  backward: ({ device, inputs, gradient }) => [bilinear.backward(device, inputs[0]!, gradient)],
};

/** Channels `from` to `from` + `count` of [B, H, W, C]. */
function channels(d: Device, x: TensorInfo, from: number, count: number): TensorInfo {
  const size = [...x.shape.slice(0, 3), count];
  return d.run('Slice', { x }, { begin: [0, 0, 0, from], size });
}

/** tfjs names the inputs of a concatenation by number. */
function join(d: Device, parts: readonly TensorInfo[]): TensorInfo {
  return d.run('Concat', parts as unknown as Record<string, TensorInfo>, { axis: 3 });
}

const concat: Kernel = {
  forward: ({ device, inputs }) => join(device, inputs),
  backward({ device, inputs, gradient, wanted }) {
    let from = 0;
    return inputs.map((input, i) => {
      const count = input.shape[3]!;
      from += count;
      return wanted[i] ? channels(device, gradient, from - count, count) : null;
    });
  },
};

const upsampleConcat: Kernel = {
  forward: ({ device: d, inputs }) =>
    using(d, [bilinear.forward(d, inputs[0]!)], (larger) => join(d, [larger!, inputs[1]!])),
  backward({ device: d, inputs, gradient, wanted }) {
    const below = inputs[0]!.shape[3]!;
    const lower = wanted[0]
      ? using(d, [channels(d, gradient, 0, below)], (part) =>
          bilinear.backward(d, inputs[0]!, part!),
        )
      : null;
    return [lower, wanted[1] ? channels(d, gradient, below, inputs[1]!.shape[3]!) : null];
  },
};

/** A vector [B, C] beside an image [B, H, W, C] is added at every pixel. */
function besideImage(image: TensorInfo, term: TensorInfo): TensorInfo {
  return term.shape.length === image.shape.length
    ? term
    : reshaped(term, [term.shape[0]!, 1, 1, term.shape[1]!]);
}

/** What a sum hands back to its second term. */
function termGradient({ device: d, inputs, gradient }: BackwardCall): TensorInfo {
  if (inputs[1]!.shape.length === gradient.shape.length) return d.share(gradient);
  const [batch, height, width, count] = gradient.shape as [number, number, number, number];
  return d.run(
    'Sum',
    { x: reshaped(gradient, [batch, height * width, count]) },
    { axis: [1], keepDims: false },
  );
}

const sumKernel: Kernel = {
  forward: ({ device, inputs }) => add(device, inputs[0]!, besideImage(inputs[0]!, inputs[1]!)),
  backward: (call) => [
    call.wanted[0] ? call.device.share(call.gradient) : null,
    call.wanted[1] ? termGradient(call) : null,
  ],
};

const groupNormSilu: Kernel = {
  forward(call) {
    const { device: d, inputs } = call;
    const active = using(d, [groupNorm.forward(call)], (normed) => siluForward(d, normed!));
    if (!inputs[1]) return active;
    return using(d, [active], (a) => add(d, a!, besideImage(a!, inputs[1]!)));
  },
  backward(call) {
    const { device: d, gradient, wanted } = call;
    const active = using(d, [groupNorm.forward(call)], (normed) =>
      siluBackward(d, normed!, gradient),
    );
    const [below] = using(d, [active], (a) => groupNorm.backward({ ...call, gradient: a! }));
    return [below!, wanted[1] ? termGradient(call) : null];
  },
};

/** Indices as one-hot rows. */
function oneHot({ device, inputs, parameters }: Call): TensorInfo {
  const attributes = { dtype: 'float32', depth: parameters[0]!.shape[0], onValue: 1, offValue: 0 };
  return device.run('OneHot', { indices: inputs[0]! }, attributes);
}

const embedding: Kernel = {
  forward: ({ device, inputs, parameters }) =>
    device.run('GatherV2', { x: parameters[0]!, indices: inputs[0]! }, { axis: 0, batchDims: 0 }),
  backward(call) {
    const { device: d, step, gradient, sink } = call;
    if (!sink) return [null];
    const rows = using(d, [oneHot(call)], (hot) => matMul(d, hot!, gradient, { transposeA: true }));
    sink.put(step.parameters[0]!, rows);
    return [null];
  },
};

const globalMean2d: Kernel = {
  forward: ({ device, inputs }) =>
    device.run('Mean', { x: inputs[0]! }, { axis: [1, 2], keepDims: false }),
  backward({ device: d, inputs, gradient }) {
    const { shape } = inputs[0]!;
    const share = new Float32Array(shape[1]! * shape[2]!).fill(1 / (shape[1]! * shape[2]!));
    const pixels = d.upload(share, [1, shape[1]!, shape[2]!, 1]);
    const vector = reshaped(gradient, [shape[0]!, 1, 1, shape[3]!]);
    return [using(d, [pixels], (p) => multiply(d, vector, p!))];
  },
};

const zeros: Kernel = {
  forward: ({ device, batch, step }) => {
    const shape = [batch, ...step.shape];
    return device.upload(new Float32Array(countOf(shape)), shape);
  },
  backward: () => [null],
};

/** The embedding of t is looked up before the first step: it comes as the step's only input already. */
const timestepEmbedding: Kernel = {
  forward: ({ device, inputs }) => device.share(inputs[0]!),
  backward: () => [null],
};

/** Every kind of step. */
export const portableKernels: Readonly<Record<StepKind, Kernel>> = {
  conv2d,
  groupNorm,
  silu,
  linear,
  maxPool2d,
  upsample2d,
  concat,
  add: sumKernel,
  timestepEmbedding,
  embedding,
  globalMean2d,
  zeros,
  groupNormSilu,
  upsampleConcat,
};
