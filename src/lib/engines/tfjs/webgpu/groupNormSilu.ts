/**
 * GroupNorm, SiLU and the addition after it in one dispatch, and their backward in two: a workgroup, or a thread,
 * works on one group of one image (Wu and He 2018).
 */
import { type Device, reshaped, type TensorInfo } from '../device.ts';
import { type BackwardCall, type Call, type Kernel, placeOf } from '../kernel.ts';
import { aligned } from '../layout.ts';
import {
  forEach,
  runShader,
  type Shader,
  type Summing,
  summingOn,
  summingWorkgroup,
} from './program.ts';

interface Sizes {
  readonly batch: number;
  readonly pixels: number;
  readonly channels: number;
  readonly groups: number;
}

function sizesOf({ inputs, step }: Call): Sizes {
  const [batch, height, width, channels] = inputs[0]!.shape as [number, number, number, number];
  return { batch, pixels: height * width, channels, groups: step.settings.groups! };
}

/** WGSL that finds this workgroup's group, and its mean and 1 / √(variance + ε). */
function statistics({ pixels, channels, groups }: Sizes, { unit, lane, lanes }: Summing): string {
  const each = channels / groups;
  return `
  // Zero, but not for the compiler, which would unroll the loops and take seconds for it.
  let never = select(0u, 1u, uniforms.outShape < 0);
  let image = ${unit} / ${groups}u;
  let first = image * ${pixels * channels}u + (${unit} % ${groups}u) * ${each}u;
  let firstChannel = (${unit} % ${groups}u) * ${each}u;
  var total = 0.0;
  for (var i = ${lane}; i < ${pixels * each}u + never; i = i + ${lanes}) {
    total = total + x[first + (i / ${each}u) * ${channels}u + i % ${each}u];
  }
  let mean = sumAll(vec4<f32>(total, 0.0, 0.0, 0.0)).x / ${pixels * each}.0;
  var squares = 0.0;
  for (var i = ${lane}; i < ${pixels * each}u + never; i = i + ${lanes}) {
    let centred = x[first + (i / ${each}u) * ${channels}u + i % ${each}u] - mean;
    squares = squares + centred * centred;
  }
  let variance = sumAll(vec4<f32>(squares, 0.0, 0.0, 0.0)).x / ${pixels * each}.0;
  let inverse = 1.0 / sqrt(variance + 1e-5);`;
}

type Extra = 'none' | 'vector' | 'image';

function extraOf({ inputs }: Call): Extra {
  if (!inputs[1]) return 'none';
  return inputs[1].shape.length === 2 ? 'vector' : 'image';
}

const keyOf = ({ batch, pixels, channels, groups }: Sizes) =>
  `${batch}x${pixels}x${channels}/${groups}`;

function forwardShader(sizes: Sizes, extra: Extra, act: boolean, summing: Summing): Shader {
  const { functions, guard, lane, lanes } = summing;
  const { batch, pixels, channels, groups } = sizes;
  const each = channels / groups;
  const added = {
    none: '',
    vector: ` + extra[image * ${channels}u + channel]`,
    image: ' + extra[at]',
  }[extra];
  const code = `${functions}
fn main(thread : i32) {
  ${guard(batch * groups)}
  ${statistics(sizes, summing)}
  for (var i = ${lane}; i < ${pixels * each}u + never; i = i + ${lanes}) {
    let channel = firstChannel + i % ${each}u;
    let at = first + (i / ${each}u) * ${channels}u + i % ${each}u;
    let a = (x[at] - mean) * inverse * weight[channel] + bias[channel];
    result[at] = ${act ? 'a / (1.0 + exp(-a))' : 'a'}${added};
  }
}`;
  return {
    key: `groupNorm.forward.${keyOf(sizes)}.${extra}.${act}`,
    inputs: ['x', 'weight', 'bias', ...(extra === 'none' ? [] : ['extra'])],
    code,
    size: summing.size(batch * groups),
    workgroupSize: summingWorkgroup,
  };
}

/** Where the parts of a backward result start: dx, then by image and channel Σ da x̂, Σ da and Σ dy. */
function partsOf({ batch, pixels, channels }: Sizes) {
  const weights = aligned(batch * pixels * channels);
  const biases = weights + aligned(batch * channels);
  const sums = biases + aligned(batch * channels);
  return { weights, biases, sums, total: sums + aligned(batch * channels) };
}

function backwardShader(sizes: Sizes, act: boolean, summing: Summing): Shader {
  const { functions, guard, lane, lanes } = summing;
  const { batch, pixels, channels, groups } = sizes;
  const each = channels / groups;
  const { weights, biases, sums } = partsOf(sizes);
  const slope = act
    ? 'let s = 1.0 / (1.0 + exp(-a)); return dy * s * (1.0 + a * (1.0 - s));'
    : 'return dy;';
  const code = `${functions}
fn beforeAct(dy : f32, a : f32) -> f32 { ${slope} }

fn main(thread : i32) {
  ${guard(batch * groups)}
  ${statistics(sizes, summing)}
  var along = vec2<f32>(0.0, 0.0);
  for (var c = 0u; c < ${each}u + never; c = c + 1u) {
    let channel = firstChannel + c;
    var sum = vec4<f32>(0.0, 0.0, 0.0, 0.0);
    for (var p = ${lane}; p < ${pixels}u + never; p = p + ${lanes}) {
      let at = first + p * ${channels}u + c;
      let xHat = (x[at] - mean) * inverse;
      let da = beforeAct(dy[at], xHat * weight[channel] + bias[channel]);
      sum = sum + vec4<f32>(da * xHat, da, dy[at], 0.0);
    }
    let all = sumAll(sum);
    if (${lane} == 0u) {
      let row = image * ${channels}u + channel;
      result[${weights}u + row] = all.x;
      result[${biases}u + row] = all.y;
      result[${sums}u + row] = all.z;
    }
    along = along + weight[channel] * all.xy;
  }
  along = along / ${pixels * each}.0;
  for (var i = ${lane}; i < ${pixels * each}u + never; i = i + ${lanes}) {
    let channel = firstChannel + i % ${each}u;
    let at = first + (i / ${each}u) * ${channels}u + i % ${each}u;
    let xHat = (x[at] - mean) * inverse;
    let da = beforeAct(dy[at], xHat * weight[channel] + bias[channel]);
    result[at] = inverse * (da * weight[channel] - along.y - xHat * along.x);
  }
}`;
  return {
    key: `groupNorm.backward.${keyOf(sizes)}.${act}`,
    inputs: ['x', 'dy', 'weight', 'bias'],
    code,
    size: summing.size(batch * groups),
    workgroupSize: summingWorkgroup,
  };
}

/** Sums the images' shares of the weight's and the bias's gradients. */
function parameterShader(sizes: Sizes, secondAt: number): Shader {
  const { batch, channels } = sizes;
  const { weights, biases } = partsOf(sizes);
  const code = forEach(
    2 * channels,
    `let second = index >= ${channels};
  let channel = select(index, index - ${channels}, second);
  let start = select(${weights}, ${biases}, second) + channel;
  var total = 0.0;
  for (var b = 0; b < ${batch}; b = b + 1) { total = total + packed[start + b * ${channels}]; }
  result[select(channel, ${secondAt} + channel, second)] = total;`,
  );
  return {
    key: `groupNorm.parameters.${keyOf(sizes)}`,
    inputs: ['packed'],
    code,
    size: { threads: 2 * channels },
    workgroupSize: 64,
  };
}

/** Σ dy over an image's pixels, for the vector that was added at each of them. */
function sumsOf(device: Device, packed: TensorInfo, sizes: Sizes): TensorInfo {
  const { batch, channels } = sizes;
  const { sums } = partsOf(sizes);
  const window = { begin: [sums], size: [batch * channels] };
  return reshaped(device.run('Slice', { x: packed }, window), [batch, channels]);
}

function backward(call: BackwardCall, act: boolean): readonly (TensorInfo | null)[] {
  const { device, inputs, parameters, gradient, step, wanted, sink } = call;
  const sizes = sizesOf(call);
  const [weight, bias] = parameters as [TensorInfo, TensorInfo];
  const buffers = [inputs[0]!, gradient, weight, bias];
  const packed = runShader(
    device,
    backwardShader(sizes, act, summingOn(device)),
    buffers,
    partsOf(sizes).total,
  );
  const { tensor, secondAt } = placeOf(sink, step.parameters[0]!);
  runShader(device, parameterShader(sizes, secondAt), [packed], tensor);
  const below = reshaped(packed, inputs[0]!.shape);
  if (!inputs[1] || !wanted[1]) return [below, null];
  const beside = extraOf(call) === 'image' ? device.share(gradient) : sumsOf(device, packed, sizes);
  return [below, beside];
}

function forward(call: Call, act: boolean): TensorInfo {
  const { device, inputs, parameters } = call;
  const shader = forwardShader(sizesOf(call), extraOf(call), act, summingOn(device));
  const [batch, height, width, channels] = inputs[0]!.shape as [number, number, number, number];
  const count = batch * height * width * channels;
  const buffers = [inputs[0]!, ...parameters, ...inputs.slice(1)];
  return reshaped(runShader(device, shader, buffers, count), inputs[0]!.shape);
}

export const groupNormSilu: Kernel = {
  forward: (call) => forward(call, true),
  backward: (call) => backward(call, true),
};

export const groupNorm: Kernel = {
  forward: (call) => forward(call, false),
  backward: (call) => backward(call, false),
};
