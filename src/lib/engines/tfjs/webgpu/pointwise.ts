/** SiLU, pooling, upsampling and joining channels: a thread for each number, forward and backward. */
import { countOf, reshaped, type TensorInfo } from '../device.ts';
import type { BackwardCall, Call, Kernel } from '../kernel.ts';
import { forEach, runShader, type Shader } from './program.ts';

const workgroupSize = 64;

/** A shader over `count` numbers. */
function pointwise(
  key: string,
  inputs: readonly string[],
  count: number,
  body: string,
  functions = '',
): Shader {
  const code = forEach(count, body, functions);
  return { key: `${key}.${count}`, inputs, code, size: { threads: count }, workgroupSize };
}

function run(
  call: Call,
  shader: Shader,
  buffers: readonly TensorInfo[],
  shape: readonly number[],
): TensorInfo {
  return reshaped(runShader(call.device, shader, buffers, countOf(shape)), shape);
}

export const silu: Kernel = {
  forward(call) {
    const { shape } = call.inputs[0]!;
    const body = 'result[index] = x[index] / (1.0 + exp(-x[index]));';
    return run(
      call,
      pointwise('silu.forward', ['x'], countOf(shape), body),
      [call.inputs[0]!],
      shape,
    );
  },
  backward(call) {
    const { shape } = call.inputs[0]!;
    const body = `let s = 1.0 / (1.0 + exp(-x[index]));
  result[index] = dy[index] * s * (1.0 + x[index] * (1.0 - s));`;
    const shader = pointwise('silu.backward', ['x', 'dy'], countOf(shape), body);
    return [run(call, shader, [call.inputs[0]!, call.gradient], shape)];
  },
};

type Image = readonly [number, number, number, number];

const pooledAt = ([, height, width, channels]: Image) => `
  let c = index % ${channels};
  let w = (index / ${channels}) % ${width / 2};
  let h = (index / ${(channels * width) / 2}) % ${height / 2};
  let image = index / ${(channels * width * height) / 4};
  let corner = ((image * ${height} + 2 * h) * ${width} + 2 * w) * ${channels} + c;`;

/** Maximum over 2×2 blocks; the gradient goes to the first maximum in row order, as in PyTorch. */
export const maxPool2d: Kernel = {
  forward(call) {
    const shape = call.inputs[0]!.shape as unknown as Image;
    const [batch, height, width, channels] = shape;
    const down = width * channels;
    const body = `${pooledAt(shape)}
  let top = max(x[corner], x[corner + ${channels}]);
  result[index] = max(top, max(x[corner + ${down}], x[corner + ${down + channels}]));`;
    const out = [batch, height / 2, width / 2, channels];
    const shader = pointwise(`maxPool.forward.${shape.join('x')}`, ['x'], countOf(out), body);
    return run(call, shader, [call.inputs[0]!], out);
  },
  backward(call) {
    const shape = call.inputs[0]!.shape as unknown as Image;
    const [batch, height, width, channels] = shape;
    const down = width * channels;
    const count = (batch * height * width * channels) / 4;
    const body = `${pooledAt(shape)}
  var places = array<i32, 4>(corner, corner + ${channels}, corner + ${down}, corner + ${down + channels});
  var best = 0;
  for (var i = 1; i < 4; i = i + 1) { if (x[places[i]] > x[places[best]]) { best = i; } }
  for (var i = 0; i < 4; i = i + 1) { result[places[i]] = select(0.0, dy[index], i == best); }`;
    const shader = pointwise(`maxPool.backward.${shape.join('x')}`, ['x', 'dy'], count, body);
    const buffers = [call.inputs[0]!, call.gradient];
    return [reshaped(runShader(call.device, shader, buffers, 4 * count), shape)];
  },
};

/** WGSL: a number of the smaller image, upsampled bilinearly with corners aligned. */
const bilinear = ([, height, width, channels]: Image) => `
fn upsampled(image : i32, h : i32, w : i32, c : i32) -> f32 {
  let y = f32(h) * ${(height - 1) / (2 * height - 1)};
  let z = f32(w) * ${(width - 1) / (2 * width - 1)};
  let h0 = min(i32(y), ${height - 1});
  let w0 = min(i32(z), ${width - 1});
  let h1 = min(h0 + 1, ${height - 1});
  let w1 = min(w0 + 1, ${width - 1});
  let top = image * ${height * width * channels} + c;
  let a = x[top + (h0 * ${width} + w0) * ${channels}];
  let b = x[top + (h0 * ${width} + w1) * ${channels}];
  let d = x[top + (h1 * ${width} + w0) * ${channels}];
  let e = x[top + (h1 * ${width} + w1) * ${channels}];
  let u = y - f32(h0);
  let v = z - f32(w0);
  return mix(mix(a, b, v), mix(d, e, v), u);
}`;

/** WGSL: where a number of the joined image lies, and which channel it is of. */
const joinedAt = ([, height, width]: Image, channels: number) => `
  let c = index % ${channels};
  let w = (index / ${channels}) % ${2 * width};
  let h = (index / ${channels * 2 * width}) % ${2 * height};
  let image = index / ${channels * 4 * width * height};`;

/** The gradient of the smaller image: every larger pixel gives it the weight that it took. */
function upsampleBackward(call: BackwardCall, total: number): TensorInfo {
  const shape = call.inputs[0]!.shape as unknown as Image;
  const [, height, width, channels] = shape;
  const ratio = (side: number) => (side - 1) / (2 * side - 1);
  const functions = `
fn share(large : i32, ratio : f32, small : i32) -> f32 {
  return max(0.0, 1.0 - abs(f32(large) * ratio - f32(small)));
}
fn firstOf(small : i32, ratio : f32) -> i32 {
  if (ratio == 0.0) { return 0; }
  return max(0, i32(floor(f32(small - 1) / ratio)));
}
fn lastOf(small : i32, ratio : f32, end : i32) -> i32 {
  if (ratio == 0.0) { return end; }
  return min(end, i32(ceil(f32(small + 1) / ratio)));
}`;
  const body = `
  let c = index % ${channels};
  let w = (index / ${channels}) % ${width};
  let h = (index / ${channels * width}) % ${height};
  let image = index / ${channels * width * height};
  var total = 0.0;
  for (var i = firstOf(h, ${ratio(height)}); i <= lastOf(h, ${ratio(height)}, ${2 * height - 1}); i = i + 1) {
    let down = share(i, ${ratio(height)}, h);
    for (var j = firstOf(w, ${ratio(width)}); j <= lastOf(w, ${ratio(width)}, ${2 * width - 1}); j = j + 1) {
      let at = ((image * ${2 * height} + i) * ${2 * width} + j) * ${total} + c;
      total = total + down * share(j, ${ratio(width)}, w) * dy[at];
    }
  }
  result[index] = total;`;
  const key = `upsample.backward.${shape.join('x')}.${total}`;
  const shader = pointwise(key, ['dy'], countOf(shape), body, functions);
  return run(call, shader, [call.gradient], shape);
}

export const upsample2d: Kernel = {
  forward(call) {
    const shape = call.inputs[0]!.shape as unknown as Image;
    const [batch, height, width, channels] = shape;
    const body = `${joinedAt(shape, channels)}
  result[index] = upsampled(image, h, w, c);`;
    const out = [batch, 2 * height, 2 * width, channels];
    const key = `upsample.forward.${shape.join('x')}`;
    const shader = pointwise(key, ['x'], countOf(out), body, bilinear(shape));
    return run(call, shader, [call.inputs[0]!], out);
  },
  backward: (call) => [upsampleBackward(call, call.inputs[0]!.shape[3]!)],
};

/** Channels from one on of a joined gradient. */
function channelsFrom(call: BackwardCall, from: number, count: number): TensorInfo {
  const [batch, height, width, total] = call.gradient.shape as unknown as Image;
  const shape = [batch, height, width, count];
  const body = `result[index] = dy[(index / ${count}) * ${total} + ${from} + index % ${count}];`;
  const shader = pointwise(`channels.${from}.${count}.${total}`, ['dy'], countOf(shape), body);
  return run(call, shader, [call.gradient], shape);
}

export const upsampleConcat: Kernel = {
  forward(call) {
    const shape = call.inputs[0]!.shape as unknown as Image;
    const [batch, height, width, below] = shape;
    const beside = call.inputs[1]!.shape[3]!;
    const body = `${joinedAt(shape, below + beside)}
  if (c < ${below}) { result[index] = upsampled(image, h, w, c); return; }
  result[index] = skip[((image * ${2 * height} + h) * ${2 * width} + w) * ${beside} + c - ${below}];`;
    const out = [batch, 2 * height, 2 * width, below + beside];
    const key = `upsampleConcat.forward.${shape.join('x')}.${beside}`;
    const shader = pointwise(key, ['x', 'skip'], countOf(out), body, bilinear(shape));
    return run(call, shader, call.inputs, out);
  },
  backward(call) {
    const below = call.inputs[0]!.shape[3]!;
    const total = call.gradient.shape[3]!;
    return [
      call.wanted[0] ? upsampleBackward(call, total) : null,
      call.wanted[1] ? channelsFrom(call, below, total - below) : null,
    ];
  },
};
