/** Stored images come back; whatever else is in the storage gives a reason and no images. */

import { describe, expect, test } from 'vitest';
import {
  decodeOwnImages,
  encodeOwnImages,
  type OwnImage,
} from '../../../src/lib/datasets/index.ts';
import { makeRng } from '../../../src/lib/diffusion/index.ts';

function makeOwnImage(size: number, label?: string): OwnImage {
  const rng = makeRng(size);
  const pixels = Float32Array.from({ length: size * size }, () => 2 * rng.uniform() - 1);
  return { size, pixels, ...(label === undefined ? {} : { label }) };
}

const images = [makeOwnImage(8, 'my seven'), makeOwnImage(28), makeOwnImage(128, '« 7 » 🙂')];

describe('encode and decode', () => {
  test('pixels come back within half a byte step, sizes and labels exactly', () => {
    const { images: read, reason } = decodeOwnImages(encodeOwnImages(images));
    expect(reason).toBeUndefined();
    expect(read.map(({ size, label }) => ({ size, label }))).toEqual(
      images.map(({ size, label }) => ({ size, label })),
    );
    for (const [i, { pixels }] of read.entries()) {
      const errors = pixels.map((value, j) => Math.abs(value - images[i]!.pixels[j]!));
      expect(Math.max(...errors)).toBeLessThan(0.5 / 127.5 + 1e-6);
    }
  });

  test('a second round changes nothing, and the ends of the range are exact', () => {
    const text = encodeOwnImages(images);
    expect(encodeOwnImages(decodeOwnImages(text).images)).toBe(text);
    const ends = encodeOwnImages([{ size: 1, pixels: Float32Array.of(1) }]);
    expect(decodeOwnImages(ends).images[0]!.pixels[0]).toBe(1);
  });

  test('the format is plain: base64 of one byte a pixel', () => {
    const text = encodeOwnImages([{ size: 2, pixels: Float32Array.of(-1, 1, -1, 1), label: 'x' }]);
    expect(JSON.parse(text)).toEqual({
      format: 'from-noise-own-images',
      version: 1,
      images: [{ size: 2, label: 'x', pixels: Buffer.from([0, 255, 0, 255]).toString('base64') }],
    });
  });

  test('no images are stored as none; nothing stored is no failure', () => {
    expect(decodeOwnImages(encodeOwnImages([]))).toEqual({ images: [] });
    expect(decodeOwnImages(null)).toEqual({ images: [] });
  });

  test('images that are not what they claim are not stored', () => {
    const pixels = new Float32Array(4);
    expect(() => encodeOwnImages([{ size: 3, pixels }])).toThrow('pixels must be 3 * 3 numbers');
    expect(() => encodeOwnImages([{ size: 1.5, pixels }])).toThrow('size must be an integer');
    const beyond = Float32Array.of(0, 0, 0, 1.5);
    expect(() => encodeOwnImages([{ size: 2, pixels: beyond }])).toThrow('numbers in [−1, 1]');
    const broken = Float32Array.of(0, 0, 0, Number.NaN);
    expect(() => encodeOwnImages([{ size: 2, pixels: broken }])).toThrow('numbers in [−1, 1]');
  });
});

describe('damage', () => {
  const sound = JSON.parse(encodeOwnImages([makeOwnImage(4), makeOwnImage(5, 'five')]));
  const withImage = (change: object) =>
    JSON.stringify({ ...sound, images: [sound.images[0], { ...sound.images[1], ...change }] });
  const damaged = 'Your stored images are damaged and cannot be read.';
  const foreign = 'What is stored is not a set of your images.';

  test.each([
    ['cut off', JSON.stringify(sound).slice(0, -20), damaged],
    ['empty', '', damaged],
    ['not base64', withImage({ pixels: '%%%' }), damaged],
    ['too few pixels', withImage({ pixels: btoa('abc') }), damaged],
    ['another size', withImage({ size: 4 }), damaged],
    ['a size that is no size', withImage({ size: -5 }), damaged],
    ['a huge size', withImage({ size: 1e9 }), damaged],
    ['a label that is no text', withImage({ label: 7 }), damaged],
    ['an image that is null', JSON.stringify({ ...sound, images: [null] }), damaged],
    ['no list', JSON.stringify({ ...sound, images: 3 }), damaged],
    ['another format', JSON.stringify({ ...sound, format: 'x' }), foreign],
    ['null', 'null', foreign],
    ['a number', '3', foreign],
    [
      'a later version',
      JSON.stringify({ ...sound, version: 2 }),
      'Your images were stored by a newer version of this page; reload it.',
    ],
  ])('%s', (_, text, reason) => {
    expect(decodeOwnImages(text)).toEqual({ images: [], reason });
  });
});
