/** The shaders of a training step around the network: noisy batches, loss, optimizer and the mean of the weights. */
import { noiseStream } from '../../../diffusion/index.ts';
import { forEach, type Shader, type Summing, summingWorkgroup } from './program.ts';

/** A batch of flattened pictures. */
export interface BatchSizes {
  readonly batch: number;
  readonly dim: number;
  readonly T: number;
}

const workgroupSize = 64;

/**
 * WGSL of `normalAt(i)`: Threefry-2x32-20 and Box–Muller as in lib/diffusion/threefry.ts. WGSL promises few digits of
 * sine and cosine, so they are polynomials on a quarter turn (Taylor; the error is below 6e-8).
 */
const normalAt = `
fn rotate(word : u32, bits : u32) -> u32 { return (word << bits) | (word >> (32u - bits)); }

fn threefry(key0 : u32, key1 : u32, counter0 : u32, counter1 : u32) -> vec2<u32> {
  var keys = array<u32, 3>(key0, key1, 0x1bd11bdau ^ key0 ^ key1);
  var turns = array<u32, 8>(13u, 15u, 26u, 6u, 17u, 29u, 16u, 24u);
  var a = counter0 + key0;
  var b = counter1 + key1;
  for (var i = 0u; i < 20u; i = i + 1u) {
    a = a + b;
    b = rotate(b, turns[i % 8u]) ^ a;
    if (i % 4u == 3u) {
      let j = (i + 1u) / 4u;
      a = a + keys[j % 3u];
      b = b + keys[(j + 1u) % 3u] + j;
    }
  }
  return vec2<u32>(a, b);
}

fn sine(f : f32) -> f32 {
  let x = f * 1.5707963267948966;
  let z = x * x;
  return x * (1.0 - z / 6.0 * (1.0 - z / 20.0 * (1.0 - z / 42.0 * (1.0 - z / 72.0 * (1.0 - z / 110.0)))));
}

fn normalAt(i : u32) -> f32 {
  let words = threefry(uniforms.seed, ${noiseStream}u, i / 2u, uniforms.stepNumber);
  let radius = sqrt(-2.0 * log(f32((words.x >> 8u) + 1u) * ${2 ** -24}));
  let turn = f32(words.y >> 8u) * ${2 ** -22} + select(1.0, 0.0, i % 2u == 1u);
  let quarter = floor(turn);
  let f = turn - quarter;
  let value = select(sine(f), sine(1.0 - f), u32(quarter) % 2u == 1u);
  return radius * select(value, -value, u32(quarter) % 4u >= 2u);
}`;

/** WGSL of `targetAt(index)` and of the parts that it is made of. */
const examples = ({ batch, dim, T }: BatchSizes) => `${normalAt}
fn mixture(index : i32, forX0 : i32, forEps : i32) -> f32 {
  let example = index / ${dim};
  let t = draws[${batch} + example];
  let x0 = images[draws[example] * ${dim} + index % ${dim}];
  return factors[forX0 * ${T} + t] * x0 + factors[forEps * ${T} + t] * normalAt(u32(index));
}
fn targetAt(index : i32) -> f32 { return mixture(index, 2, 3); }`;

const keyOf = ({ batch, dim, T }: BatchSizes) => `${batch}x${dim}.${T}`;

/** x_t = √ᾱ_t x0 + √(1 − ᾱ_t) ε for each example. */
export function noisyShader(sizes: BatchSizes): Shader {
  const count = sizes.batch * sizes.dim;
  return {
    key: `training.noisy.${keyOf(sizes)}`,
    inputs: ['images', 'draws', 'factors'],
    code: forEach(count, 'result[index] = mixture(index, 0, 1);', examples(sizes)),
    size: { threads: count },
    workgroupSize,
  };
}

/** Rows of the table of timestep embeddings. */
export function gatherShader(batch: number, width: number): Shader {
  const count = batch * width;
  const body = `result[index] = rows[draws[${batch} + index / ${width}] * ${width} + index % ${width}];`;
  return {
    key: `training.gather.${batch}x${width}`,
    inputs: ['rows', 'draws'],
    code: forEach(count, body),
    size: { threads: count },
    workgroupSize,
  };
}

/** The gradient of the mean over the batch of weight[t] · mean squared error. */
export function lossGradientShader(sizes: BatchSizes): Shader {
  const { batch, dim, T } = sizes;
  const count = batch * dim;
  const body = `let weight = factors[${4 * T} + draws[${batch} + index / ${dim}]];
  result[index] = ${2 / count} * weight * (answer[index] - targetAt(index));`;
  return {
    key: `training.gradient.${keyOf(sizes)}`,
    inputs: ['answer', 'images', 'draws', 'factors'],
    code: forEach(count, body, examples(sizes)),
    size: { threads: count },
    workgroupSize,
  };
}

/** Each example's mean squared error, into a slot of the ring. */
export function errorShader(sizes: BatchSizes, summing: Summing): Shader {
  const { batch, dim } = sizes;
  const { functions, unit, lane, lanes, guard } = summing;
  const code = `${functions}
${examples(sizes)}
fn main(thread : i32) {
  ${guard(batch)}
  let example = ${unit};
  var total = 0.0;
  for (var i = ${lane}; i < ${dim}u; i = i + ${lanes}) {
    let at = i32(example * ${dim}u + i);
    let difference = answer[at] - targetAt(at);
    total = total + difference * difference;
  }
  let all = sumAll(vec4<f32>(total, 0.0, 0.0, 0.0)).x;
  if (${lane} == 0u) { result[uniforms.slot * ${batch}u + example] = all / ${dim}.0; }
}`;
  return {
    key: `training.errors.${keyOf(sizes)}`,
    inputs: ['answer', 'images', 'draws', 'factors'],
    code,
    size: summing.size(batch),
    workgroupSize: summingWorkgroup,
  };
}

/** Adam (Kingma and Ba 2015, algorithm 1) and the exponential mean, for every parameter at once. */
export function optimizerShader(total: number): Shader {
  const body = `let g = gradient[index];
  let mean = result[${total} + index] + (g - result[${total} + index]) * (1.0 - uniforms.beta1);
  let square = result[${2 * total} + index] + (g * g - result[${2 * total} + index]) * (1.0 - uniforms.beta2);
  let value = result[index] - uniforms.rate * mean / (sqrt(square) + uniforms.epsilon);
  result[index] = value;
  result[${total} + index] = mean;
  result[${2 * total} + index] = square;
  result[${3 * total} + index] = result[${3 * total} + index] + (value - result[${3 * total} + index]) * (1.0 - uniforms.emaDecay);`;
  return {
    key: `training.optimizer.${total}`,
    inputs: ['gradient'],
    code: forEach(total, body),
    size: { threads: total },
    workgroupSize,
  };
}
