/** Reads and writes weights as safetensors: header length, JSON header, numbers; every length and offset is checked. */
import type { Shape } from './shapes.ts';

/** A named tensor, widened to float32. */
export interface NamedTensor {
  readonly shape: Shape;
  readonly values: Float32Array<ArrayBuffer>;
}

/** How numbers are stored. */
export type StoredType = 'F32' | 'F16';

const bytesOf: Readonly<Record<StoredType, number>> = { F32: 4, F16: 2 };
const largestHeader = 100_000_000;

/** A file that is not what it should be; the message names the tensor and what was expected. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
}

function fail(message: string): never {
  throw new SafetensorsError(message);
}

interface Entry {
  readonly dtype: StoredType;
  readonly shape: Shape;
  readonly start: number;
  readonly end: number;
}

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

function parseEntry(name: string, value: unknown): Entry {
  const entry = (value ?? {}) as Record<string, unknown>;
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== 'F32' && dtype !== 'F16') {
    fail(`Tensor "${name}" is stored as ${JSON.stringify(dtype)}; expected "F32" or "F16".`);
  }
  if (!Array.isArray(shape) || !shape.every(isCount)) {
    fail(
      `Tensor "${name}" has the shape ${JSON.stringify(shape)}; expected a list of whole numbers.`,
    );
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    fail(
      `Tensor "${name}" has the offsets ${JSON.stringify(offsets)}; expected two whole numbers.`,
    );
  }
  const [start, end] = offsets as [number, number];
  const expected = (shape as number[]).reduce((product, side) => product * side, bytesOf[dtype]);
  if (end - start !== expected) {
    fail(`Tensor "${name}" holds ${end - start} bytes; its shape [${shape}] needs ${expected}.`);
  }
  return { dtype, shape: shape as number[], start, end };
}

function parseHeader(bytes: Uint8Array): {
  entries: Map<string, Entry>;
  metadata: Record<string, string>;
  body: number;
} {
  if (bytes.length < 8)
    fail(`The file has ${bytes.length} bytes; even its header's length needs 8.`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (length > largestHeader || 8 + length > bytes.length) {
    fail(
      `The file ends inside its header: ${length} bytes were announced, ${bytes.length - 8} follow.`,
    );
  }
  let header: unknown;
  try {
    header = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + length)),
    );
  } catch {
    fail('The header of the file is not JSON: this is no safetensors file.');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    fail('The header of the file is not a list of named tensors.');
  }
  const { __metadata__: metadata, ...rest } = header as Record<string, unknown>;
  const entries = new Map(
    Object.entries(rest).map(([name, value]) => [name, parseEntry(name, value)]),
  );
  return { entries, metadata: (metadata ?? {}) as Record<string, string>, body: 8 + length };
}

/** Tensors must fill the body end to end, without holes and without overlap. */
function checkOffsets(entries: ReadonlyMap<string, Entry>, bodyBytes: number): void {
  let reached = 0;
  for (const [name, { start, end }] of [...entries].sort(
    (a, b) => a[1].start - b[1].start || a[1].end - b[1].end,
  )) {
    if (start !== reached) fail(`Tensor "${name}" starts at byte ${start}; expected ${reached}.`);
    if (end > bodyBytes)
      fail(`Tensor "${name}" is cut off: it ends at byte ${end} of ${bodyBytes}.`);
    reached = end;
  }
  if (reached !== bodyBytes)
    fail(`The file has ${bodyBytes - reached} bytes after its last tensor.`);
}

/** IEEE 754 half precision to a number. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const floatView = new Float32Array(1);
const bitsView = new Uint32Array(floatView.buffer);

/** A float32 to the nearest half, ties to even; beyond 65504 it is infinite. */
export function toHalf(value: number): number {
  floatView[0] = value;
  const bits = bitsView[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    const scaled = Math.abs(floatView[0]!) * 2 ** 24;
    const floor = Math.floor(scaled);
    const rest = scaled - floor;
    const up = rest > 0.5 || (rest === 0.5 && floor % 2 === 1);
    return sign | (floor + (up ? 1 : 0));
  }
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return sign | ((rounded - 0x38000000) >>> 13);
}

function readValues(view: DataView, start: number, entry: Entry): Float32Array<ArrayBuffer> {
  const width = bytesOf[entry.dtype];
  const values = new Float32Array((entry.end - entry.start) / width);
  for (let i = 0; i < values.length; i++) {
    const at = start + entry.start + i * width;
    values[i] =
      entry.dtype === 'F32' ? view.getFloat32(at, true) : fromHalf(view.getUint16(at, true));
  }
  return values;
}

/**
 * Reads a safetensors file with float32 or float16 tensors.
 *
 * @throws SafetensorsError when it is cut off, oversized, or holds anything else; the message names the tensor
 */
export function readSafetensors(bytes: Uint8Array): {
  tensors: Map<string, NamedTensor>;
  metadata: Record<string, string>;
} {
  const { entries, metadata, body } = parseHeader(bytes);
  checkOffsets(entries, bytes.length - body);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const tensors = new Map<string, NamedTensor>();
  for (const [name, entry] of entries) {
    tensors.set(name, { shape: entry.shape, values: readValues(view, body, entry) });
  }
  return { tensors, metadata };
}

/** The bytes of a safetensors file, tensors in the given order. */
export function writeSafetensors(
  tensors: ReadonlyMap<string, { readonly shape: Shape; readonly values: Float32Array }>,
  { dtype = 'F32', metadata = {} }: { dtype?: StoredType; metadata?: Record<string, string> } = {},
): Uint8Array<ArrayBuffer> {
  const width = bytesOf[dtype];
  let offset = 0;
  const header: Record<string, unknown> = Object.keys(metadata).length
    ? { __metadata__: metadata }
    : {};
  for (const [name, { shape, values }] of tensors) {
    const end = offset + values.length * width;
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerBytes + offset).fill(0x20, 8, 8 + headerBytes);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerBytes), true);
  bytes.set(text, 8);
  let at = 8 + headerBytes;
  for (const { values } of tensors.values()) {
    for (const value of values) {
      if (dtype === 'F32') view.setFloat32(at, value, true);
      else view.setUint16(at, toHalf(value), true);
      at += width;
    }
  }
  return bytes;
}

/** Checks that a file holds exactly a graph's parameters, in PyTorch's shapes. */
export function checkParameters(
  tensors: ReadonlyMap<string, NamedTensor>,
  expected: readonly { readonly name: string; readonly shape: Shape }[],
): void {
  for (const { name, shape } of expected) {
    const found = tensors.get(name);
    if (!found) fail(`Tensor "${name}" is missing; expected one of shape [${shape}].`);
    if (found.shape.join() !== shape.join()) {
      fail(`Tensor "${name}" has the shape [${found.shape}]; expected [${shape}].`);
    }
  }
  const known = new Set(expected.map(({ name }) => name));
  for (const name of tensors.keys()) {
    if (!known.has(name))
      fail(`The file holds a tensor "${name}" that this network does not have.`);
  }
}
