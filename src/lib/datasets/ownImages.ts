/** Turns the reader's photographs and drawings into small grey images like those of a data set. */

import { InvalidArgumentError } from '../diffusion/index.ts';
import { areaAverage, type GreyImage } from './areaAverage.ts';

/** The part of the canvas's ImageData that is used: RGBA bytes, row after row. */
export interface RgbaImage {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** How to make a colour image grey. */
export interface GreyOptions {
  /** What lies behind transparent pixels, and beside an image that is not square. */
  readonly background?: 'white' | 'black' | undefined;
  /** Weights of red, green and blue: ITU-R BT.601 (the default) or BT.709. */
  readonly luma?: 'rec601' | 'rec709' | undefined;
}

/** ITU-R BT.601-7 section 2.5.1 and BT.709-6 section 3.2. */
const lumaWeights = {
  rec601: [0.299, 0.587, 0.114],
  rec709: [0.2126, 0.7152, 0.0722],
} as const;

function checkSize(argument: string, size: number): void {
  if (Number.isSafeInteger(size) && size > 0) return;
  throw new InvalidArgumentError(argument, size, 'a positive integer');
}

/** Luma in [−1, 1] of each pixel, laid over the background by its alpha. */
function lumaOf({ data, width, height }: RgbaImage, luma: 'rec601' | 'rec709', behind: number) {
  const [red, green, blue] = lumaWeights[luma];
  const grey = new Float64Array(width * height);
  for (let i = 0; i < grey.length; i++) {
    const at = 4 * i;
    const value = red * data[at]! + green * data[at + 1]! + blue * data[at + 2]!;
    const alpha = data[at + 3]! / 255;
    grey[i] = alpha * (value / 127.5 - 1) + (1 - alpha) * behind;
  }
  return grey;
}

/**
 * Makes a square grey image of a colour image, whole and undistorted: it is laid over the
 * background, centred in a square as wide as its longer side, and area-averaged to `size`.
 *
 * Luma is the weighted sum of the gamma-coded bytes, as image editors and PIL's mode L have it.
 *
 * @param image - as from a canvas's getImageData, alpha not premultiplied
 * @param size - side of the result in pixels
 * @returns [size * size] in [−1, 1]: −1 black, 1 white
 * @throws InvalidArgumentError if sizes are not positive integers or do not fit the data
 */
export function imageDataToGrey(
  image: RgbaImage,
  size: number,
  { background = 'white', luma = 'rec601' }: GreyOptions = {},
): Float32Array<ArrayBuffer> {
  const { data, width, height } = image;
  checkSize('size', size);
  checkSize('width', width);
  checkSize('height', height);
  if (data.length !== 4 * width * height) {
    throw new InvalidArgumentError('data', data, `4 * ${width} * ${height} bytes`);
  }
  const behind = background === 'white' ? 1 : -1;
  const side = Math.max(width, height);
  const grey: GreyImage = { pixels: lumaOf(image, luma, behind), width, height };
  const left = (width - side) / 2;
  const top = (height - side) / 2;
  const step = side / size;
  return clamped(areaAverage(grey, { left, top, step, size, background: behind }));
}

/** Rounds to single precision, and takes off what rounding put beyond ±1. */
function clamped(values: Float64Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(values, (value) => Math.min(1, Math.max(-1, value)));
}

/** The side of a square image. */
function sideOf(image: Float32Array): number {
  const side = Math.sqrt(image.length);
  if (image.length > 0 && Number.isInteger(side)) return side;
  throw new InvalidArgumentError('image', image, 'a square image of at least one pixel');
}

/** Mean over the outermost pixels of a square image. */
function borderMean(image: Float32Array, side: number): number {
  let sum = 0;
  let count = 0;
  for (const [i, value] of image.entries()) {
    const x = i % side;
    const y = (i - x) / side;
    if (x > 0 && x < side - 1 && y > 0 && y < side - 1) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

/**
 * Turns dark-on-light into light-on-dark, as digits and fashion are: if the mean of the border
 * is above middle grey, every pixel changes its sign.
 * @param image - [size * size] in [−1, 1]
 * @returns a new image; the same values where nothing had to be turned
 */
export function invertIfDarkOnLight(image: Float32Array): Float32Array<ArrayBuffer> {
  const turn = borderMean(image, sideOf(image)) > 0;
  return Float32Array.from(image, (value) => (turn ? -value : value));
}

/** How large a drawing becomes. */
export interface NormaliseOptions {
  /** Side of the result in pixels. */
  readonly size: number;
  /** Longer side of the drawing as a share of the result; 20/28, as in MNIST, by default. */
  readonly fill?: number | undefined;
}

/** Where the ink of a drawing is. */
interface InkExtent {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Centre of mass. */
  readonly x: number;
  readonly y: number;
}

/** The box around pixels with a tenth of full ink or more, and their centre of mass. */
function inkExtent(ink: Float64Array, side: number): InkExtent | undefined {
  let [left, right, top, bottom] = [side, 0, side, 0];
  let [mass, x, y] = [0, 0, 0];
  for (const [i, amount] of ink.entries()) {
    if (amount < 0.1) continue;
    const column = i % side;
    const row = (i - column) / side;
    left = Math.min(left, column);
    right = Math.max(right, column + 1);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row + 1);
    mass += amount;
    x += amount * (column + 0.5);
    y += amount * (row + 0.5);
  }
  return mass === 0 ? undefined : { left, right, top, bottom, x: x / mass, y: y / mass };
}

/** Start of a window of `length` centred on `centre`, moved as little as keeps the ink inside. */
function windowStart(centre: number, length: number, inkStart: number, inkEnd: number): number {
  return Math.max(inkEnd - length, Math.min(inkStart, centre - length / 2));
}

/**
 * Brings a drawing to the size and place that a data set's drawings have: the box around its ink
 * is scaled, undistorted, to the share `fill` of the result, and its centre of mass put in the
 * middle, as for MNIST (LeCun, Bottou, Bengio, Haffner 1998, section III.A); where that would cut
 * ink off at the edge, it is moved back inside.
 *
 * @param image - [n * n] in [−1, 1], light on dark, best much larger than the result
 * @returns [size * size] in [−1, 1]; all −1 if there is no ink
 * @throws InvalidArgumentError if `image` is not square, or `fill` not above 0 and at most 1
 */
export function normaliseDrawing(
  image: Float32Array,
  { size, fill = 20 / 28 }: NormaliseOptions,
): Float32Array<ArrayBuffer> {
  checkSize('size', size);
  if (!(fill > 0 && fill <= 1)) {
    throw new InvalidArgumentError('fill', fill, 'above 0 and at most 1');
  }
  const side = sideOf(image);
  const ink = Float64Array.from(image, (value) => (value + 1) / 2);
  const extent = inkExtent(ink, side);
  if (!extent) return new Float32Array(size * size).fill(-1);
  const { left, right, top, bottom, x, y } = extent;
  const length = Math.max(right - left, bottom - top) / fill;
  const window = {
    left: windowStart(x, length, left, right),
    top: windowStart(y, length, top, bottom),
    step: length / size,
    size,
    background: -1,
  };
  return clamped(areaAverage({ pixels: image, width: side, height: side }, window));
}
