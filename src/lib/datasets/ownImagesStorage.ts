/** Writes the reader's own images as text for the browser's storage, and reads them back. */

import { InvalidArgumentError } from '../diffusion/index.ts';

/** One of the reader's images. */
export interface OwnImage {
  /** Side in pixels. */
  readonly size: number;
  /** [size * size] in [−1, 1]. Stored as bytes: steps of 1/127.5. */
  readonly pixels: Float32Array<ArrayBuffer>;
  /** What the reader called it. */
  readonly label?: string;
}

/** What was read: the images, or none and a sentence that says why. */
export interface DecodedImages {
  readonly images: OwnImage[];
  readonly reason?: string;
}

const FORMAT = 'from-noise-own-images';
const VERSION = 1;
const MAX_SIZE = 1024;

/** Bytes as base64; in pieces, because a call takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let i = 0; i < bytes.length; i += 4096) {
    pieces.push(String.fromCharCode(...bytes.subarray(i, i + 4096)));
  }
  return btoa(pieces.join(''));
}

function encodeOne({ size, pixels, label }: OwnImage) {
  if (!Number.isSafeInteger(size) || size < 1 || size > MAX_SIZE) {
    throw new InvalidArgumentError('size', size, `an integer from 1 to ${MAX_SIZE}`);
  }
  if (pixels.length !== size * size || !pixels.every((value) => Math.abs(value) <= 1)) {
    throw new InvalidArgumentError('pixels', pixels, `${size} * ${size} numbers in [−1, 1]`);
  }
  const bytes = Uint8Array.from(pixels, (value) => Math.round((value + 1) * 127.5));
  return { size, ...(label === undefined ? {} : { label }), pixels: toBase64(bytes) };
}

/**
 * The images as one JSON text: format, version, and for each its size, label and pixels as
 * base64 of one byte a pixel (0 is −1, 255 is 1).
 * @throws InvalidArgumentError if an image is not what its type says
 */
export function encodeOwnImages(images: readonly OwnImage[]): string {
  return JSON.stringify({ format: FORMAT, version: VERSION, images: images.map(encodeOne) });
}

/** The entry as an image, or undefined if it is damaged. */
function decodeOne(entry: unknown): OwnImage | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { size, label, pixels } = entry as Record<string, unknown>;
  if (!Number.isInteger(size) || typeof pixels !== 'string') return undefined;
  const side = size as number;
  if (side < 1 || side > MAX_SIZE) return undefined;
  if (label !== undefined && typeof label !== 'string') return undefined;
  const bytes = atob(pixels);
  if (bytes.length !== side * side) return undefined;
  const values = Float32Array.from(bytes, (byte) => byte.charCodeAt(0) / 127.5 - 1);
  return { size: side, pixels: values, ...(label === undefined ? {} : { label }) };
}

function nothing(reason: string): DecodedImages {
  return { images: [], reason };
}

/**
 * Reads what encodeOwnImages wrote. It never throws: damaged or foreign text gives no images and
 * a `reason` to show; null (nothing stored yet) gives no images and no reason.
 */
export function decodeOwnImages(text: string | null): DecodedImages {
  if (text === null) return { images: [] };
  try {
    const stored: unknown = JSON.parse(text);
    const { format, version, images } = Object(stored) as Record<string, unknown>;
    if (format !== FORMAT) return nothing('What is stored is not a set of your images.');
    if (version !== VERSION) {
      return nothing('Your images were stored by a newer version of this page; reload it.');
    }
    const decoded = Array.isArray(images) ? images.map(decodeOne) : [undefined];
    const whole = decoded.filter((image) => image !== undefined);
    if (whole.length === decoded.length) return { images: whole };
  } catch {
    // Not JSON, or not base64: the sentence below covers both.
  }
  return nothing('Your stored images are damaged and cannot be read.');
}
