/** Runs our own WGSL in the tfjs backend: shapes are part of the text, buffers are flat arrays. */
import { env } from '@tensorflow/tfjs-core';
import { countOf, type Device, reshaped, type TensorInfo } from '../device.ts';

/** A number that changes from call to call without a new shader. */
export interface Uniform {
  readonly name: string;
  readonly type: 'f32' | 'u32' | 'i32';
  readonly value: number;
}

/** A shader as it is called. */
export interface Shader {
  /** Unique for each text. */
  readonly key: string;
  /** Names of the inputs' arrays; the output's is `result`. */
  readonly inputs: readonly string[];
  /**
   * WGSL with a function `main`. With `workgroups` it finds `workgroupId` and `localIndex`;
   * with `threads` its argument is the thread.
   */
  readonly code: string;
  readonly size: { readonly threads: number } | { readonly workgroups: number };
  readonly workgroupSize: number;
}

const typeNames = { f32: 'float32', u32: 'uint32', i32: 'int32' } as const;

/** The part of a tfjs program that the backend reads. */
interface TfjsProgram {
  variableNames: string[];
  outputShape: number[];
  uniforms: string;
  workgroupSize: [number, number, number];
  dispatchLayout: { x: number[] };
  dispatch: [number, number, number];
  shaderKey: string;
  getUserCode(): string;
}

/** The backend binds its uniforms always: a shader that never reads them would have no place for them. */
const usingUniforms = (code: string) =>
  code.replace(/fn main\([^)]*\) \{/, (opening) => `${opening}\n  _ = uniforms.NAN;`);

function tfjsProgram(
  shader: Shader,
  outputCount: number,
  uniforms: readonly Uniform[],
): TfjsProgram {
  const { key, inputs, code, size, workgroupSize } = shader;
  const threaded = 'threads' in size;
  const groups = threaded ? Math.ceil(size.threads / workgroupSize) : size.workgroups;
  return {
    variableNames: [...inputs],
    outputShape: [outputCount],
    uniforms: uniforms.map(({ name, type }) => `${name} : ${type},`).join(' '),
    workgroupSize: [workgroupSize, 1, 1],
    dispatchLayout: { x: [0] },
    dispatch: [groups, 1, 1],
    shaderKey: key,
    getUserCode: () => usingUniforms(code),
  };
}

/**
 * Runs a shader.
 *
 * @param output a tensor to write into, or how many numbers a new one has
 * @returns the output; a new one is the caller's to free
 */
export function runShader(
  device: Device,
  shader: Shader,
  inputs: readonly TensorInfo[],
  output: TensorInfo | number,
  uniforms: readonly Uniform[] = [],
): TensorInfo {
  const count = typeof output === 'number' ? output : countOf(output.shape);
  const program = tfjsProgram(shader, count, uniforms);
  const flat = inputs.map((tensor) => reshaped(tensor, [countOf(tensor.shape)]));
  const defined = uniforms.map(({ type, value }) => ({ type: typeNames[type], data: [value] }));
  const into = typeof output === 'number' ? undefined : reshaped(output, [count]);
  return device.webgpu!.runWebGPUProgram(program as never, flat, 'float32', defined, into);
}

/**
 * Compiles every shader that `record` would run, side by side, without running any.
 *
 * @param onProgress how many of them are compiled
 */
export async function compileAhead(
  device: Device,
  record: () => void,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const flag = 'WEBGPU_ENGINE_COMPILE_ONLY';
  env().set(flag, true);
  try {
    record();
  } finally {
    env().set(flag, false);
  }
  const { pipelineCache } = device.webgpu as unknown as { pipelineCache: Record<string, unknown> };
  const pending = Object.values(pipelineCache).filter((entry) => entry instanceof Promise);
  let done = 0;
  onProgress(done, pending.length);
  const counted = pending.map((pipeline) =>
    pipeline.then(() => onProgress(++done, pending.length)),
  );
  await device.webgpu!.checkCompileCompletionAsync();
  await Promise.all(counted);
}

/** WGSL of a function `main(index)` that runs once for each of `count` numbers. */
export function forEach(count: number, body: string, functions = ''): string {
  return `${functions}
fn main(index : i32) {
  if (index >= ${count}) { return; }
  ${body}
}`;
}

/** Threads of a workgroup that sums together. */
const sumThreads = 64;

/**
 * How a shader makes one sum after another for each of many units (a group of an image, an example). On a graphics
 * card a workgroup shares a unit's work; on a software adapter, where threads that wait for each other are slow, one
 * thread does it alone. The WGSL calls `sumAll(value)` for the sum over the unit's threads.
 */
export interface Summing {
  readonly functions: string;
  /** WGSL of the unit's number, the thread's number within it, and how many threads it has. */
  readonly unit: string;
  readonly lane: string;
  readonly lanes: string;
  /** WGSL that ends threads without a unit. */
  readonly guard: (units: number) => string;
  readonly size: (units: number) => Shader['size'];
}

const together: Summing = {
  functions: `
var<workgroup> partial : array<vec4<f32>, ${sumThreads}>;

fn sumAll(value : vec4<f32>) -> vec4<f32> {
  partial[localIndex] = value;
  workgroupBarrier();
  for (var stride = ${sumThreads / 2}u; stride > 0u; stride = stride / 2u) {
    if (localIndex < stride) { partial[localIndex] = partial[localIndex] + partial[localIndex + stride]; }
    workgroupBarrier();
  }
  let total = partial[0];
  workgroupBarrier();
  return total;
}`,
  unit: 'workgroupId.x',
  lane: 'localIndex',
  lanes: `${sumThreads}u`,
  guard: () => '',
  size: (units) => ({ workgroups: units }),
};

const alone: Summing = {
  functions: 'fn sumAll(value : vec4<f32>) -> vec4<f32> { return value; }',
  unit: 'u32(thread)',
  lane: '0u',
  lanes: '1u',
  guard: (units) => `if (thread >= ${units}) { return; }`,
  size: (units) => ({ threads: units }),
};

/** How sums are made on a device. */
export const summingOn = ({ direct }: Device): Summing => (direct ? alone : together);

/** The size of workgroups in which sums are made. */
export const summingWorkgroup = sumThreads;
