/** Weights as safetensors: what PyTorch's side writes is read, what is written is read back, damage is named. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkParameters,
  fromHalf,
  readSafetensors,
  toHalf,
  writeSafetensors,
} from '../../../src/lib/nets/safetensors.ts';

const tensors = new Map([
  ['out.weight', { shape: [2, 3], values: Float32Array.from([1, -2, 0.5, 0.1, 65504, -0]) }],
  ['out.bias', { shape: [2], values: Float32Array.from([3.25, 1e-7]) }],
]);
const file = () => writeSafetensors(tensors, { metadata: { format: 'pt' } });

/** The same file with another header. */
function withHeader(change: (header: Record<string, unknown>) => void): Uint8Array {
  const bytes = file();
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  change(header);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const made = new Uint8Array(8 + text.length + bytes.length - 8 - length);
  new DataView(made.buffer).setBigUint64(0, BigInt(text.length), true);
  made.set(text, 8);
  made.set(bytes.subarray(8 + length), 8 + text.length);
  return made;
}

test('what is written is read back bit for bit, metadata too', () => {
  const { tensors: read, metadata } = readSafetensors(file());
  expect(metadata).toEqual({ format: 'pt' });
  for (const [name, { shape, values }] of tensors) {
    expect(read.get(name)?.shape).toEqual(shape);
    expect(new Uint32Array(read.get(name)!.values.buffer)).toEqual(new Uint32Array(values.buffer));
  }
});

test('half precision: every finite half survives, and rounding is to the nearest, ties to even', () => {
  for (let bits = 0; bits < 0x10000; bits++) {
    const value = fromHalf(bits);
    if (Number.isFinite(value)) expect(toHalf(value)).toBe(bits);
  }
  const halves = Float64Array.from({ length: 0x7c00 }, (_, bits) => fromHalf(bits));
  fc.assert(
    fc.property(fc.float({ min: 0, max: 65503, noNaN: true }), (value) => {
      const bits = toHalf(value);
      const error = Math.abs(halves[bits]! - value);
      const neighbours = [halves[bits - 1], halves[bits + 1]].filter((half) => half !== undefined);
      return neighbours.every((half) => error <= Math.abs(half - value));
    }),
  );
  expect(toHalf(1 + 2 ** -11)).toBe(toHalf(1));
  expect(toHalf(1 + 3 * 2 ** -11)).toBe(toHalf(1 + 2 ** -9));
  expect(fromHalf(toHalf(65520))).toBe(Number.POSITIVE_INFINITY);
  expect(fromHalf(toHalf(Number.NaN))).toBeNaN();
});

describe('damage is named', () => {
  test.each([
    ['no bytes', () => new Uint8Array(3), 'even its header'],
    ['a header cut off', () => file().subarray(0, 20), 'ends inside its header'],
    ['a body cut off', () => file().subarray(0, file().length - 4), 'Tensor "out.bias" is cut off'],
    ['bytes at the end', () => Uint8Array.from([...file(), 0]), '1 bytes after its last tensor'],
    ['no JSON', () => file().fill(0xff, 8, 12), 'not JSON'],
    [
      'another type',
      () => withHeader((header) => Object.assign(header['out.bias'] as object, { dtype: 'I64' })),
      'Tensor "out.bias" is stored as "I64"; expected "F32" or "F16"',
    ],
    [
      'another shape',
      () => withHeader((header) => Object.assign(header['out.bias'] as object, { shape: [3] })),
      'Tensor "out.bias" holds 8 bytes; its shape [3] needs 12',
    ],
    [
      'an overlap',
      () =>
        withHeader((header) =>
          Object.assign(header['out.bias'] as object, { data_offsets: [16, 24] }),
        ),
      'Tensor "out.bias" starts at byte 16; expected 24',
    ],
  ])('%s', (_, make, message) => {
    expect(() => readSafetensors(make())).toThrow(message);
  });

  test.each([
    [
      'missing',
      [{ name: 'enc.weight', shape: [1] }],
      'Tensor "enc.weight" is missing; expected one of shape [1]',
    ],
    ['misshaped', [{ name: 'out.bias', shape: [4] }], 'has the shape [2]; expected [4]'],
    [
      'unknown',
      [{ name: 'out.bias', shape: [2] }],
      'a tensor "out.weight" that this network does not have',
    ],
  ])('a tensor that is %s', (_, expected, message) => {
    expect(() => checkParameters(readSafetensors(file()).tensors, expected)).toThrow(message);
  });
});
