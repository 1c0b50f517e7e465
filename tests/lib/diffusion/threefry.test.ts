/** Threefry against the published known answers, and its normals against the distribution's moments and tails. */
import { expect, test } from 'vitest';
import { counterNormals, threefry2x32 } from '../../../src/lib/diffusion/threefry.ts';

/** Known-answer vectors of the Random123 library (Salmon et al. 2011), threefry2x32 with 20 rounds. */
const known = [
  { key: [0, 0], counter: [0, 0], out: [0x6b200159, 0x99ba4efe] },
  {
    key: [0xffffffff, 0xffffffff],
    counter: [0xffffffff, 0xffffffff],
    out: [0x1cb996fc, 0xbb002be7],
  },
  {
    key: [0x13198a2e, 0x03707344],
    counter: [0x243f6a88, 0x85a308d3],
    out: [0xc4923a9c, 0x483df7a0],
  },
] as const;

test.each(known)('gives the known answer for key $key', ({ key, counter, out }) => {
  expect([...threefry2x32(key[0], key[1], counter[0], counter[1])]).toEqual([...out]);
});

test('its normals have the moments of a standard normal', () => {
  const count = 200_001;
  const values = counterNormals(7, 3, new Float32Array(count));
  const moment = (power: number) => values.reduce((sum, value) => sum + value ** power, 0) / count;
  const standardErrors = [1, 2, 15, 96].map((variance) => Math.sqrt(variance / count));
  [0, 1, 0, 3].forEach((expected, i) => {
    expect(Math.abs(moment(i + 1) - expected)).toBeLessThan(4 * standardErrors[i]!);
  });
  const beyond = values.filter((value) => Math.abs(value) > 1.959964).length / count;
  expect(Math.abs(beyond - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / count));
  let product = 0;
  for (let i = 1; i < count; i++) product += values[i]! * values[i - 1]!;
  expect(Math.abs(product / count)).toBeLessThan(4 / Math.sqrt(count));
});

test('depends on seed, step and place alone', () => {
  const long = counterNormals(1, 5, new Float32Array(64));
  expect(counterNormals(1, 5, new Float32Array(31))).toEqual(long.slice(0, 31));
  expect(counterNormals(1, 6, new Float32Array(64))).not.toEqual(long);
  expect(counterNormals(2, 5, new Float32Array(64))).not.toEqual(long);
});
