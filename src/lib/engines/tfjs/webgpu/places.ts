/** Tensors that are places in a larger buffer: parameters, their gradients, and results that one shader writes together. */
import type { Device, TensorInfo } from '../device.ts';
import { countOf } from '../device.ts';

interface TensorData {
  resource?: unknown;
  external?: boolean;
}

/** A buffer of float32 numbers that lives until it is disposed. */
export interface FlatBuffer {
  readonly buffer: GPUBuffer;
  readonly count: number;
  /** The numbers from `offset` on (a multiple of 64) as a tensor; it lives as long as the buffer. */
  readonly place: (offset: number, shape: readonly number[]) => TensorInfo;
  readonly write: (values: Float32Array, offset?: number) => void;
  readonly read: (offset?: number, count?: number) => Promise<Float32Array<ArrayBuffer>>;
  readonly dispose: () => void;
}

const bytes = 4;

/** Makes the buffer, filled with zeros. */
export function makeFlatBuffer(device: Device, count: number): FlatBuffer {
  const backend = device.webgpu!;
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  // The manager counts it; never a used one, so that it is full of zeros.
  const buffer = backend.bufferManager.acquireBuffer(count * bytes, usage, false, false);
  const placed: TensorInfo[] = [];
  return {
    buffer,
    count,
    place(offset, shape) {
      const tensor = bindPart(device, buffer, offset, shape);
      placed.push(tensor);
      return tensor;
    },
    write(values, offset = 0) {
      submit(device);
      backend.device.queue.writeBuffer(buffer, offset * bytes, values.slice());
    },
    read: (offset = 0, length = count - offset) => readPart(device, buffer, offset, length),
    dispose() {
      device.free(...placed);
      submit(device);
      backend.bufferManager.releaseBuffer(buffer, false);
    },
  };
}

/** A tensor over a part of a buffer that somebody else owns. */
export function bindPart(
  device: Device,
  buffer: GPUBuffer,
  offset: number,
  shape: readonly number[],
): TensorInfo {
  const backend = device.webgpu!;
  const tensor = backend.makeTensorInfo([...shape], 'float32');
  const data = backend.tensorMap.get(tensor.dataId) as unknown as TensorData;
  data.resource = { buffer, offset: offset * bytes, size: countOf(shape) * bytes };
  data.external = true;
  return tensor;
}

/** Gives all recorded work to the device. */
export function submit(device: Device): void {
  const backend = device.webgpu!;
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
}

async function readPart(
  device: Device,
  buffer: GPUBuffer,
  offset: number,
  count: number,
): Promise<Float32Array<ArrayBuffer>> {
  const gpu = device.webgpu!.device;
  submit(device);
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
  const staging = gpu.createBuffer({ size: count * bytes, usage });
  const encoder = gpu.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, offset * bytes, staging, 0, count * bytes);
  gpu.queue.submit([encoder.finish()]);
  try {
    await staging.mapAsync(GPUMapMode.READ);
    return new Float32Array(staging.getMappedRange().slice(0));
  } finally {
    staging.destroy();
  }
}
