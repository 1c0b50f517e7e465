/** The reader's own images: grey, resized, inverted, centred; checked by hand and against numpy. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  areaAverage,
  imageDataToGrey,
  invertIfDarkOnLight,
  normaliseDrawing,
  type RgbaImage,
} from '../../../src/lib/datasets/index.ts';
import { makeRng } from '../../../src/lib/diffusion/index.ts';
import { golden } from './support.ts';

type Colour = readonly [number, number, number, number];

function makeImage(width: number, height: number, at: (x: number, y: number) => Colour): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) data.set(at(i % width, Math.floor(i / width)), 4 * i);
  return { data, width, height };
}

const uniform = (colour: Colour) => makeImage(3, 3, () => colour);
const grey = (value: number): Colour => [value, value, value, 255];
const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

function largestError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  return Math.max(...Array.from(found, (value, i) => Math.abs(value - expected[i]!)));
}

describe('areaAverage', () => {
  test.each(golden.areaAverage)(
    '$sizeIn to $sizeOut agrees with numpy’s running integral',
    ({ sizeIn, sizeOut, image, result }) => {
      const input = { pixels: image, width: sizeIn, height: sizeIn };
      const window = { left: 0, top: 0, step: sizeIn / sizeOut, size: sizeOut, background: 0 };
      expect(largestError(areaAverage(input, window), result)).toBeLessThan(1e-9);
    },
  );

  test('by hand: 3x3 to 2x2, each output pixel covers 1.5 by 1.5 of input', () => {
    const input = { pixels: [1, 2, 3, 4, 5, 6, 7, 8, 9], width: 3, height: 3 };
    const out = areaAverage(input, { left: 0, top: 0, step: 1.5, size: 2, background: 0 });
    // Top left: (1 + 2/2 + 4/2 + 5/4) / 2.25; the others alike.
    const expected = [5.25, 8.25, 14.25, 17.25].map((sum) => sum / 2.25);
    expect(largestError(out, expected)).toBeLessThan(1e-14);
  });

  test('a window outside the image is background; half outside is half', () => {
    const input = { pixels: [1], width: 1, height: 1 };
    const out = areaAverage(input, { left: -1.5, top: 0, step: 1, size: 3, background: -1 });
    expect(Array.from(out.subarray(0, 3))).toEqual([-1, 0, 0]);
    expect(Array.from(out.subarray(3))).toEqual([-1, -1, -1, -1, -1, -1]);
  });

  test('keeps the mean for every pair of sizes', () => {
    const sizes = fc.integer({ min: 1, max: 40 });
    const property = fc.property(sizes, sizes, fc.integer(), (sizeIn, sizeOut, seed) => {
      const rng = makeRng(seed);
      const pixels = Float64Array.from({ length: sizeIn * sizeIn }, () => rng.uniform());
      const window = { left: 0, top: 0, step: sizeIn / sizeOut, size: sizeOut, background: 0 };
      const out = areaAverage({ pixels, width: sizeIn, height: sizeIn }, window);
      expect(Math.abs(mean(out) - mean(pixels))).toBeLessThan(1e-13);
    });
    fc.assert(property, { seed: 1, numRuns: 200 });
  });
});

describe('imageDataToGrey', () => {
  test.each([
    ['red', [255, 0, 0, 255], 0.299, 0.2126],
    ['green', [0, 255, 0, 255], 0.587, 0.7152],
    ['blue', [0, 0, 255, 255], 0.114, 0.0722],
    ['white', [255, 255, 255, 255], 1, 1],
    ['black', [0, 0, 0, 255], 0, 0],
  ] as const)('%s has the luma of BT.601 and BT.709', (_, colour, rec601, rec709) => {
    const image = uniform(colour);
    const expected = (luma: number) => new Float32Array(9).fill(2 * luma - 1);
    expect(largestError(imageDataToGrey(image, 3), expected(rec601))).toBeLessThan(1e-7);
    const other = imageDataToGrey(image, 3, { luma: 'rec709' });
    expect(largestError(other, expected(rec709))).toBeLessThan(1e-7);
  });

  test('transparent pixels show the background, half-transparent ones half of it', () => {
    expect(imageDataToGrey(uniform([9, 9, 9, 0]), 1)[0]).toBe(1);
    expect(imageDataToGrey(uniform([9, 9, 9, 0]), 1, { background: 'black' })[0]).toBe(-1);
    const half = imageDataToGrey(uniform([0, 0, 0, 51]), 1)[0]!;
    expect(half).toBeCloseTo(0.8 * 1 + 0.2 * -1, 7);
  });

  test('at its own size nothing changes but the scale', () => {
    const image = makeImage(4, 4, (x, y) => grey(60 * x + y));
    const expected = Array.from({ length: 16 }, (_, i) => (60 * (i % 4) + (i >> 2)) / 127.5 - 1);
    expect(largestError(imageDataToGrey(image, 4), expected)).toBeLessThan(1e-7);
  });

  test('a wide image is padded above and below, undistorted', () => {
    const wide = makeImage(8, 4, () => grey(0));
    const rows = Array.from({ length: 4 }, (_, y) =>
      imageDataToGrey(wide, 4).subarray(4 * y, 4 * y + 4),
    );
    expect(rows.map((row) => Array.from(row))).toEqual([
      [1, 1, 1, 1],
      [-1, -1, -1, -1],
      [-1, -1, -1, -1],
      [1, 1, 1, 1],
    ]);
  });

  test('a tall image is padded left and right, by fractions of a pixel where needed', () => {
    const tall = makeImage(1, 4, () => grey(255));
    const out = imageDataToGrey(tall, 4, { background: 'black' });
    for (const y of [0, 1, 2, 3]) {
      expect(Array.from(out.subarray(4 * y, 4 * y + 4))).toEqual([-1, 0, 0, -1]);
    }
  });

  test('stays in [−1, 1] and keeps the mean for whole-number factors', () => {
    const rng = makeRng(4);
    const image = makeImage(56, 56, () => [
      rng.integer(256),
      rng.integer(256),
      rng.integer(256),
      255,
    ]);
    const large = imageDataToGrey(image, 56);
    const small = imageDataToGrey(image, 28);
    expect(Math.abs(mean(small) - mean(large))).toBeLessThan(1e-8);
    expect(Math.max(...small.map(Math.abs))).toBeLessThanOrEqual(1);
  });

  test('bad sizes and data are named', () => {
    const image = uniform(grey(1));
    expect(() => imageDataToGrey(image, 0)).toThrow('size must be a positive integer');
    expect(() => imageDataToGrey({ ...image, width: 2 }, 4)).toThrow(
      'data must be 4 * 2 * 3 bytes',
    );
  });
});

describe('invertIfDarkOnLight', () => {
  const square = (border: number, inside: number) =>
    Float32Array.from({ length: 25 }, (_, i) => {
      const [x, y] = [i % 5, Math.floor(i / 5)];
      return x > 0 && x < 4 && y > 0 && y < 4 ? inside : border;
    });

  test('turns dark on light, and leaves light on dark', () => {
    expect(invertIfDarkOnLight(square(1, -0.5))).toEqual(square(-1, 0.5));
    expect(invertIfDarkOnLight(square(-1, 0.5))).toEqual(square(-1, 0.5));
  });

  test('the border decides, not the mean of all pixels', () => {
    expect(invertIfDarkOnLight(square(0.1, -1))).toEqual(square(Math.fround(-0.1), 1));
  });

  test('never changes the image it is given', () => {
    const image = square(1, -0.5);
    invertIfDarkOnLight(image);
    expect(image).toEqual(square(1, -0.5));
  });

  test('refuses an image that is not square', () => {
    expect(() => invertIfDarkOnLight(new Float32Array(6))).toThrow('image must be a square image');
    expect(() => invertIfDarkOnLight(new Float32Array(0))).toThrow('image must be a square image');
  });
});

describe('normaliseDrawing', () => {
  /** A dark square image of the given side with a lit rectangle. */
  function rectangle(side: number, left: number, top: number, width: number, height: number) {
    return Float32Array.from({ length: side * side }, (_, i) => {
      const [x, y] = [i % side, Math.floor(i / side)];
      return x >= left && x < left + width && y >= top && y < top + height ? 1 : -1;
    });
  }

  /** Centre of mass and total of the ink. */
  function moments(image: Float32Array) {
    const side = Math.sqrt(image.length);
    let [mass, x, y] = [0, 0, 0];
    for (const [i, value] of image.entries()) {
      const ink = (value + 1) / 2;
      mass += ink;
      x += ink * ((i % side) + 0.5);
      y += ink * (Math.floor(i / side) + 0.5);
    }
    return { mass, x: x / mass, y: y / mass };
  }

  test('a rectangle anywhere becomes 20 pixels tall in the middle of 28', () => {
    const out = normaliseDrawing(rectangle(280, 13, 40, 50, 100), { size: 28 });
    const expected = rectangle(28, 9, 4, 10, 20);
    expect(largestError(out, expected)).toBeLessThan(1e-6);
  });

  test('where and how large it was drawn does not matter', () => {
    const one = normaliseDrawing(rectangle(280, 13, 40, 50, 100), { size: 28 });
    const two = normaliseDrawing(rectangle(280, 180, 170, 40, 80), { size: 28 });
    expect(largestError(one, two)).toBeLessThan(1e-6);
  });

  test('the centre of mass comes to the middle, the box need not', () => {
    const heavy = rectangle(280, 100, 100, 40, 40);
    for (let i = 0; i < 280 * 280; i++) {
      const [x, y] = [i % 280, Math.floor(i / 280)];
      if (y >= 118 && y < 122 && x >= 140 && x < 160) heavy[i] = 1;
    }
    const { x, y } = moments(normaliseDrawing(heavy, { size: 28 }));
    // The output's pixels know mass only to the pixel: hence not exactly 14. The box alone would
    // put the mass 2.9 pixels further left.
    expect(Math.abs(x - 14)).toBeLessThan(0.01);
    expect(Math.abs(y - 14)).toBeLessThan(0.01);
  });

  test('ink that centring would push over the edge stays inside', () => {
    const image = rectangle(100, 10, 10, 20, 20);
    for (let x = 30; x < 90; x++) image[20 * 100 + x] = 1;
    const out = normaliseDrawing(image, { size: 20, fill: 1 });
    const scale = 20 / 80;
    expect(Math.abs(moments(out).mass / (scale * scale * (400 + 60)) - 1)).toBeLessThan(1e-5);
  });

  test('a blank drawing stays blank', () => {
    expect(normaliseDrawing(new Float32Array(64).fill(-1), { size: 8 })).toEqual(
      new Float32Array(64).fill(-1),
    );
  });

  test('bad arguments are named', () => {
    const image = new Float32Array(4);
    expect(() => normaliseDrawing(image, { size: 8, fill: 0 })).toThrow('fill must be above 0');
    expect(() => normaliseDrawing(image, { size: 8, fill: 1.1 })).toThrow('fill must be above 0');
    expect(() => normaliseDrawing(image, { size: 1.5 })).toThrow('size must be a positive integer');
    expect(() => normaliseDrawing(new Float32Array(5), { size: 8 })).toThrow(
      'image must be a square',
    );
  });
});
