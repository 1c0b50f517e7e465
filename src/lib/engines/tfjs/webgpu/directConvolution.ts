/**
 * Convolutions for software adapters, where threads that wait for each other are slow: each thread computes four
 * channels of four images (or of four input channels), so that a number that was read is used four times.
 */
import { type Device, reshaped, type TensorInfo } from '../device.ts';
import { forEach, runShader, type Shader } from './program.ts';

/** Sizes of a convolution. */
export interface ConvolutionSizes {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly kernel: number;
  readonly channelsIn: number;
  readonly channelsOut: number;
}

const block = 4;
const blocksOf = (count: number) => Math.ceil(count / block);
const lanes = [0, 1, 2, 3] as const;
const each = (line: (lane: number) => string) => lanes.map(line).join('\n');

function shader(
  name: string,
  sizes: ConvolutionSizes,
  inputs: readonly string[],
  threads: number,
  body: string,
): Shader {
  const key = `convolution.direct.${name}.${Object.values(sizes).join('x')}`;
  return { key, inputs, code: forEach(threads, body), size: { threads }, workgroupSize: 64 };
}

/**
 * WGSL of a convolution of `source` (`from` channels) to `to` channels: where a block of four images and four channels
 * lies, the walk over the taps that are inside, and the sums, as four vectors `sum0` to `sum3` of four channels.
 */
function blockSums(
  { batch, height, width, kernel }: ConvolutionSizes,
  {
    from,
    to,
    start,
    weight,
  }: Record<'start', string> &
    Record<'weight', (lane: number) => string> &
    Record<'from' | 'to', number>,
): string {
  const reach = (kernel - 1) / 2;
  return `
  // Zero, but not for the compiler, which would unroll the loops and take seconds for it.
  let never = select(0, 1, uniforms.outShape < 0);
  let c = (index % ${blocksOf(to)}) * ${block};
  let w = (index / ${blocksOf(to)}) % ${width};
  let h = (index / ${blocksOf(to) * width}) % ${height};
  let image = (index / ${blocksOf(to) * width * height}) * ${block};
  ${each((lane) => `let c${lane} = min(c + ${lane}, ${to - 1}); let image${lane} = min(image + ${lane}, ${batch - 1}) * ${height * width};`)}
  ${each((lane) => `var sum${lane} = ${start};`)}
  for (var i = 0; i < ${kernel} + never; i = i + 1) {
    let row = h + i - ${reach};
    if (row < 0 || row >= ${height}) { continue; }
    for (var j = 0; j < ${kernel} + never; j = j + 1) {
      let column = w + j - ${reach};
      if (column < 0 || column >= ${width}) { continue; }
      let tap = i * ${kernel} + j;
      let pixel = row * ${width} + column;
      ${each((lane) => `let start${lane} = (image${lane} + pixel) * ${from};`)}
      for (var k = 0; k < ${from} + never; k = k + 1) {
        let weights = vec4<f32>(${lanes.map((lane) => `filterOf[${weight(lane)}]`).join(', ')});
        ${each((lane) => `sum${lane} = sum${lane} + source[start${lane} + k] * weights;`)}
      }
    }
  }`;
}

/** WGSL that writes the four vectors where there are such images and channels. */
const writeBlock = ({ batch, height, width }: ConvolutionSizes, to: number) =>
  each(
    (lane) => `if (image + ${lane} < ${batch}) {
    let place${lane} = ((image + ${lane}) * ${height * width} + h * ${width} + w) * ${to} + c;
    ${each((channel) => `if (c + ${channel} < ${to}) { result[place${lane} + ${channel}] = sum${lane}[${channel}]; }`)}
  }`,
  );

/** x [B, H, W, I] with a filter [k, k, I, O] and a bias [O]: [B, H, W, O]. */
export function directForward(
  device: Device,
  sizes: ConvolutionSizes,
  x: TensorInfo,
  filter: TensorInfo,
  bias: TensorInfo,
): TensorInfo {
  const { batch, height, width, channelsIn, channelsOut } = sizes;
  const body = `${blockSums(sizes, {
    from: channelsIn,
    to: channelsOut,
    start: `vec4<f32>(${lanes.map((lane) => `bias[c${lane}]`).join(', ')})`,
    weight: (lane) => `(tap * ${channelsIn} + k) * ${channelsOut} + c${lane}`,
  })}
  ${writeBlock(sizes, channelsOut)}`;
  const threads = blocksOf(batch) * height * width * blocksOf(channelsOut);
  const made = shader('forward', sizes, ['source', 'filterOf', 'bias'], threads, body);
  const shape = [batch, height, width, channelsOut];
  const count = batch * height * width * channelsOut;
  return reshaped(runShader(device, made, [x, filter, bias], count), shape);
}

/** The gradient of the input: [B, H, W, I]. */
export function directInputGradient(
  device: Device,
  sizes: ConvolutionSizes,
  dy: TensorInfo,
  filter: TensorInfo,
): TensorInfo {
  const { batch, height, width, kernel, channelsIn, channelsOut } = sizes;
  const last = kernel * kernel - 1;
  const body = `${blockSums(sizes, {
    from: channelsOut,
    to: channelsIn,
    start: 'vec4<f32>(0.0, 0.0, 0.0, 0.0)',
    weight: (lane) => `((${last} - tap) * ${channelsIn} + c${lane}) * ${channelsOut} + k`,
  })}
  ${writeBlock(sizes, channelsIn)}`;
  const threads = blocksOf(batch) * height * width * blocksOf(channelsIn);
  const made = shader('input', sizes, ['source', 'filterOf'], threads, body);
  const shape = [batch, height, width, channelsIn];
  const count = batch * height * width * channelsIn;
  return reshaped(runShader(device, made, [dy, filter], count), shape);
}

/** WGSL of the filter's gradient: a thread has one tap, four input channels and four output channels. */
function filterGradient({
  batch,
  height,
  width,
  kernel,
  channelsIn,
  channelsOut,
}: ConvolutionSizes) {
  const reach = (kernel - 1) / 2;
  return `
  let c = (index % ${blocksOf(channelsOut)}) * ${block};
  let k = ((index / ${blocksOf(channelsOut)}) % ${blocksOf(channelsIn)}) * ${block};
  let tap = index / ${blocksOf(channelsOut) * blocksOf(channelsIn)};
  ${each((lane) => `let c${lane} = min(c + ${lane}, ${channelsOut - 1}); let k${lane} = min(k + ${lane}, ${channelsIn - 1});`)}
  ${each((lane) => `var sum${lane} = vec4<f32>(0.0, 0.0, 0.0, 0.0);`)}
  let down = tap / ${kernel} - ${reach};
  let across = tap % ${kernel} - ${reach};
  let first = max(0, -across);
  let last = min(${width}, ${width} - across);
  for (var image = 0; image < ${batch} + never; image = image + 1) {
    for (var h = max(0, -down); h < min(${height}, ${height} - down); h = h + 1) {
      let here = (image * ${height} + h) * ${width};
      let there = (image * ${height} + h + down) * ${width} + across;
      for (var w = first; w < last; w = w + 1) {
        let place = (here + w) * ${channelsOut};
        let outs = vec4<f32>(${lanes.map((lane) => `dy[place + c${lane}]`).join(', ')});
        let start = (there + w) * ${channelsIn};
        ${each((lane) => `sum${lane} = sum${lane} + x[start + k${lane}] * outs;`)}
      }
    }
  }
  ${each(
    (lane) => `if (k + ${lane} < ${channelsIn}) {
    let place${lane} = (tap * ${channelsIn} + k + ${lane}) * ${channelsOut} + c;
    ${each((channel) => `if (c + ${channel} < ${channelsOut}) { result[place${lane} + ${channel}] = sum${lane}[${channel}]; }`)}
  }`,
  )}`;
}

/** The gradients of filter and bias, written to their place. */
export function directParameterGradients(
  device: Device,
  sizes: ConvolutionSizes,
  x: TensorInfo,
  dy: TensorInfo,
  place: { readonly tensor: TensorInfo; readonly secondAt: number },
): void {
  const { batch, height, width, kernel, channelsIn, channelsOut } = sizes;
  const filterThreads = kernel * kernel * blocksOf(channelsIn) * blocksOf(channelsOut);
  const body = `let never = select(0, 1, uniforms.outShape < 0);
  if (index >= ${filterThreads}) {
    let channel = index - ${filterThreads};
    var total = 0.0;
    for (var p = 0; p < ${batch * height * width} + never; p = p + 1) {
      total = total + dy[p * ${channelsOut} + channel];
    }
    result[${place.secondAt} + channel] = total;
    return;
  }
  ${filterGradient(sizes)}`;
  const made = shader('parameters', sizes, ['x', 'dy'], filterThreads + channelsOut, body);
  runShader(device, made, [x, dy], place.tensor);
}
