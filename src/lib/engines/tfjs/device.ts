/** The tfjs backend as the engine uses it: kernels run directly, without tape or scopes, and memory is given back by hand. */

import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { getKernel, type KernelBackend, type TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendName } from '../engine.ts';

export type { TensorInfo };

type Attributes = Readonly<Record<string, unknown>>;

/** Values on the device. Every tensor that a method returns must be freed once. */
export interface Device {
  readonly name: BackendName;
  readonly backend: KernelBackend;
  /** The same backend where it is WebGPU. */
  readonly webgpu: WebGPUBackend | null;
  /** Whether shaders should do without threads that wait for each other: so on software adapters. */
  readonly direct: boolean;
  /** Runs one tfjs kernel. */
  run(
    kernel: string,
    inputs: Readonly<Record<string, TensorInfo>>,
    attributes?: Attributes,
  ): TensorInfo;
  upload(values: Float32Array | Int32Array, shape: readonly number[]): TensorInfo;
  /** The values; a tensor in a larger buffer gives its own part. */
  read(tensor: TensorInfo): Promise<Float32Array<ArrayBuffer>>;
  free(...tensors: readonly (TensorInfo | null | undefined)[]): void;
  /** One more owner of the same values, perhaps under another shape. */
  share(tensor: TensorInfo, shape?: readonly number[]): TensorInfo;
}

/** The number of values of a shape. */
export const countOf = (shape: readonly number[]): number =>
  shape.reduce((product, side) => product * side, 1);

/** The same values under another shape, without a further owner. */
export const reshaped = (tensor: TensorInfo, shape: readonly number[]): TensorInfo => ({
  dataId: tensor.dataId,
  dtype: tensor.dtype,
  shape: [...shape],
});

/** Wraps a tfjs backend. */
export function makeDevice(name: BackendName, backend: KernelBackend, direct = false): Device {
  const kernels = new Map<string, (argument: unknown) => TensorInfo | TensorInfo[]>();
  const kernelOf = (kernel: string) => {
    const known = kernels.get(kernel);
    if (known) return known;
    const config = getKernel(kernel, name);
    if (!config) throw new Error(`The ${name} backend has no kernel ${kernel}.`);
    const run = config.kernelFunc as unknown as (argument: unknown) => TensorInfo;
    kernels.set(kernel, run);
    return run;
  };
  return {
    name,
    backend,
    direct,
    webgpu: name === 'webgpu' ? (backend as WebGPUBackend) : null,
    run(kernel, inputs, attributes = {}) {
      const result = kernelOf(kernel)({ inputs, backend, attrs: attributes });
      return Array.isArray(result) ? result[0]! : result;
    },
    upload(values, shape) {
      const dtype = values instanceof Int32Array ? 'int32' : 'float32';
      const dataId = backend.write(values, [...shape], dtype);
      return { dataId, shape: [...shape], dtype };
    },
    async read(tensor) {
      const values = (await backend.read(tensor.dataId)) as Float32Array;
      return new Float32Array(values.subarray(0, countOf(tensor.shape)));
    },
    free(...tensors) {
      for (const tensor of tensors) if (tensor) backend.disposeData(tensor.dataId);
    },
    share(tensor, shape = tensor.shape) {
      backend.incRef(tensor.dataId);
      return reshaped(tensor, shape);
    },
  };
}
