/**
 * Gradients of convolutions and linear layers as one product of matrices: rows are the filter's taps and input channels
 * (and one more for the bias), columns its output channels, summed over all pixels; large sums are split and added up.
 */
import { countOf, type TensorInfo } from '../device.ts';
import { type BackwardCall, type Call, type Kernel, placeOf } from '../kernel.ts';
import { convolve, convolveBackwardInput } from '../portable/kernels.ts';
import {
  type ConvolutionSizes,
  directForward,
  directInputGradient,
  directParameterGradients,
} from './directConvolution.ts';
import { forEach, runShader, type Shader } from './program.ts';

interface Sizes {
  readonly pixels: number;
  readonly height: number;
  readonly width: number;
  readonly kernel: number;
  readonly channelsIn: number;
  readonly channelsOut: number;
}

const tile = 16;

/** How often a sum over pixels is split, so that there is work for a whole graphics card. */
function splitsOf({ pixels, kernel, channelsIn, channelsOut }: Sizes): number {
  const rows = kernel * kernel * channelsIn + 1;
  const tiles = Math.ceil(rows / tile) * Math.ceil(channelsOut / tile);
  return Math.max(1, Math.min(Math.ceil(256 / tiles), Math.floor(pixels / 128)));
}

/** Filter and bias gradients of one part of the pixels; with one part, at their places. */
function gradientShader(sizes: Sizes, splits: number, secondAt: number): Shader {
  const { pixels, height, width, kernel, channelsIn, channelsOut } = sizes;
  const rows = kernel * kernel * channelsIn;
  const columnTiles = Math.ceil(channelsOut / tile);
  const tiles = Math.ceil((rows + 1) / tile) * columnTiles;
  const chunk = Math.ceil(pixels / splits / tile) * tile;
  const reach = (kernel - 1) / 2;
  const code = `
var<workgroup> left : array<f32, ${tile * tile}>;
var<workgroup> right : array<f32, ${tile * tile}>;

fn inputAt(pixel : i32, row : i32) -> f32 {
  if (pixel >= ${pixels} || row > ${rows}) { return 0.0; }
  if (row == ${rows}) { return 1.0; }
  let tap = row / ${channelsIn};
  let h = (pixel / ${width}) % ${height} + tap / ${kernel} - ${reach};
  let w = pixel % ${width} + tap % ${kernel} - ${reach};
  if (h < 0 || h >= ${height} || w < 0 || w >= ${width}) { return 0.0; }
  let image = pixel / ${height * width};
  return x[((image * ${height} + h) * ${width} + w) * ${channelsIn} + row % ${channelsIn}];
}

fn main(thread : i32) {
  let group = i32(workgroupId.x);
  let split = group / ${tiles};
  let firstRow = ((group % ${tiles}) / ${columnTiles}) * ${tile};
  let firstColumn = (group % ${columnTiles}) * ${tile};
  let across = i32(localIndex) % ${tile};
  let down = i32(localIndex) / ${tile};
  var total = 0.0;
  for (var k = 0; k < ${chunk}; k = k + ${tile}) {
    let pixel = split * ${chunk} + k + down;
    left[localIndex] = inputAt(pixel, firstRow + across);
    let column = firstColumn + across;
    let inside = pixel < ${pixels} && column < ${channelsOut};
    right[localIndex] = select(0.0, dy[select(0, pixel * ${channelsOut} + column, inside)], inside);
    workgroupBarrier();
    for (var i = 0; i < ${tile}; i = i + 1) {
      total = total + left[i * ${tile} + down] * right[i * ${tile} + across];
    }
    workgroupBarrier();
  }
  let row = firstRow + down;
  let column = firstColumn + across;
  if (row > ${rows} || column >= ${channelsOut}) { return; }
  ${
    splits === 1
      ? `result[select(row * ${channelsOut}, ${secondAt}, row == ${rows}) + column] = total;`
      : `result[split * ${(rows + 1) * channelsOut} + row * ${channelsOut} + column] = total;`
  }
}`;
  return {
    key: `convolution.gradient.${[...Object.values(sizes), splits].join('x')}`,
    inputs: ['x', 'dy'],
    code,
    size: { workgroups: tiles * splits },
    workgroupSize: tile * tile,
  };
}

/** Adds the parts up. */
function sumShader(count: number, filterCount: number, splits: number, secondAt: number): Shader {
  const code = forEach(
    count,
    `var total = 0.0;
  for (var s = 0; s < ${splits}; s = s + 1) { total = total + parts[s * ${count} + index]; }
  result[select(index, index - ${filterCount} + ${secondAt}, index >= ${filterCount})] = total;`,
  );
  return {
    key: `convolution.sum.${count}.${filterCount}.${splits}`,
    inputs: ['parts'],
    code,
    size: { threads: count },
    workgroupSize: 64,
  };
}

/** Writes the gradients of weight and bias to their places. */
function parameterGradients(call: BackwardCall, sizes: Sizes): void {
  const { device, inputs, gradient, step, sink } = call;
  const { tensor, secondAt } = placeOf(sink, step.parameters[0]!);
  const splits = splitsOf(sizes);
  const shader = gradientShader(sizes, splits, secondAt);
  const buffers = [inputs[0]!, gradient];
  if (splits === 1) {
    runShader(device, shader, buffers, tensor);
    return;
  }
  const filterCount = sizes.kernel ** 2 * sizes.channelsIn * sizes.channelsOut;
  const count = filterCount + sizes.channelsOut;
  const parts = runShader(device, shader, buffers, splits * count);
  runShader(device, sumShader(count, filterCount, splits, secondAt), [parts], tensor);
  device.free(parts);
}

function convolutionSizes({ inputs, parameters }: Call): ConvolutionSizes {
  const [batch, height, width, channelsIn] = inputs[0]!.shape as [number, number, number, number];
  const [kernel, , , channelsOut] = parameters[0]!.shape as [number, number, number, number];
  return { batch, height, width, kernel, channelsIn, channelsOut };
}

function directBackward(call: BackwardCall, sizes: ConvolutionSizes): TensorInfo | null {
  const { device, inputs, parameters, gradient, step, wanted, sink } = call;
  const place = placeOf(sink, step.parameters[0]!);
  directParameterGradients(device, sizes, inputs[0]!, gradient, place);
  return wanted[0] ? directInputGradient(device, sizes, gradient, parameters[0]!) : null;
}

export const conv2d: Kernel = {
  forward(call) {
    const { device, inputs, parameters } = call;
    const [x, filter, bias] = [inputs[0]!, parameters[0]!, parameters[1]!];
    if (device.direct) return directForward(device, convolutionSizes(call), x, filter, bias);
    return convolve(device, x, filter, bias);
  },
  backward(call) {
    const { device, inputs, parameters, gradient, wanted } = call;
    const { batch, ...sizes } = convolutionSizes(call);
    if (device.direct) return [directBackward(call, { batch, ...sizes })];
    parameterGradients(call, { pixels: batch * sizes.height * sizes.width, ...sizes });
    if (!wanted[0]) return [null];
    return [convolveBackwardInput(device, gradient, parameters[0]!, inputs[0]!.shape)];
  },
};

/** Weight [out, in] and bias gradients: a thread for each number, summed over the batch. */
function linearShader(batch: number, from: number, to: number, secondAt: number): Shader {
  const code = forEach(
    to * (from + 1),
    `let isBias = index >= ${to * from};
  let row = select(index / ${from}, index - ${to * from}, isBias);
  let column = select(index % ${from}, 0, isBias);
  var total = 0.0;
  for (var b = 0; b < ${batch}; b = b + 1) {
    total = total + dy[b * ${to} + row] * select(x[b * ${from} + column], 1.0, isBias);
  }
  result[select(index, ${secondAt} + row, isBias)] = total;`,
  );
  return {
    key: `linear.gradient.${batch}.${from}.${to}`,
    inputs: ['x', 'dy'],
    code,
    size: { threads: to * (from + 1) },
    workgroupSize: 64,
  };
}

/** y = x Wᵀ + b, a thread for each number of y. */
function linearForward(batch: number, from: number, to: number): Shader {
  const code = forEach(
    batch * to,
    `let row = index / ${to};
  let column = index % ${to};
  var total = bias[column];
  for (var i = 0; i < ${from}; i = i + 1) {
    total = total + x[row * ${from} + i] * weight[column * ${from} + i];
  }
  result[index] = total;`,
  );
  return {
    key: `linear.forward.${batch}.${from}.${to}`,
    inputs: ['x', 'weight', 'bias'],
    code,
    size: { threads: batch * to },
    workgroupSize: 64,
  };
}

/** dx = dy W, a thread for each number of x. */
function linearBackward(batch: number, from: number, to: number): Shader {
  const code = forEach(
    batch * from,
    `let row = index / ${from};
  let column = index % ${from};
  var total = 0.0;
  for (var i = 0; i < ${to}; i = i + 1) {
    total = total + dy[row * ${to} + i] * weight[i * ${from} + column];
  }
  result[index] = total;`,
  );
  return {
    key: `linear.backward.${batch}.${from}.${to}`,
    inputs: ['dy', 'weight'],
    code,
    size: { threads: batch * from },
    workgroupSize: 64,
  };
}

const shaped = (tensor: TensorInfo, shape: number[]): TensorInfo => ({ ...tensor, shape });

export const linear: Kernel = {
  forward({ device, inputs, parameters }) {
    const [batch, from] = inputs[0]!.shape as [number, number];
    const to = parameters[0]!.shape[0]!;
    const buffers = [inputs[0]!, ...parameters];
    return shaped(runShader(device, linearForward(batch, from, to), buffers, batch * to), [
      batch,
      to,
    ]);
  },
  backward({ device, step, inputs, parameters, gradient, wanted, sink }) {
    const [batch, from] = inputs[0]!.shape as [number, number];
    const to = parameters[0]!.shape[0]!;
    const { tensor, secondAt } = placeOf(sink, step.parameters[0]!);
    runShader(device, linearShader(batch, from, to, secondAt), [inputs[0]!, gradient], tensor);
    if (!wanted[0]) return [null];
    const shader = linearBackward(batch, from, to);
    const dx = runShader(device, shader, [gradient, parameters[0]!], batch * from);
    return [shaped(dx, [batch, from])];
  },
};

/** Rows of an embedding's gradient: a thread for each number, which adds up the examples of its class. */
export function embeddingGradient(call: BackwardCall): void {
  const { device, step, inputs, gradient, sink } = call;
  const [batch, width] = gradient.shape as [number, number];
  const count = countOf(call.parameters[0]!.shape);
  const code = forEach(
    count,
    `let row = index / ${width};
  var total = 0.0;
  for (var b = 0; b < ${batch}; b = b + 1) {
    total = total + select(0.0, dy[b * ${width} + index % ${width}], y[b] == row);
  }
  result[index] = total;`,
  );
  const shader: Shader = {
    key: `embedding.gradient.${batch}.${width}.${count}`,
    inputs: ['y', 'dy'],
    code,
    size: { threads: count },
    workgroupSize: 64,
  };
  const { tensor } = placeOf(sink, step.parameters[0]!);
  runShader(device, shader, [inputs[0]!, gradient], tensor);
}
