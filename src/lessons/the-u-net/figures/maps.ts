/** Takes a node's values apart into one small picture a channel, on one symmetric grey scale. */
import { type Shape, sizeOf } from '../../../lib/nets/index.ts';

/** A node's channels as pictures, and what the values are. */
export interface ChannelMaps {
  /** One picture a channel, scaled so that `range` becomes 1. */
  readonly pictures: readonly Float32Array[];
  /** The value that is drawn white, and everything above it; its negative is black. Two values in a hundred are beyond. */
  readonly range: number;
  readonly lowest: number;
  readonly highest: number;
  readonly mean: number;
  readonly deviation: number;
}

/** The share of values that the grey scale tells apart: a few very large ones would leave the rest grey. */
const shownShare = 0.98;

/**
 * @param values [H, W, C], or [C], which counts as pictures of one pixel
 * @throws Error when the length does not fit the shape
 */
export function channelMaps(values: ArrayLike<number>, shape: Shape): ChannelMaps {
  if (values.length !== sizeOf(shape)) {
    throw new Error(`A node of [${shape}] holds ${sizeOf(shape)} values, not ${values.length}.`);
  }
  const channels = shape.at(-1) ?? 1;
  const pixels = values.length / channels;
  const numbers = Array.from(values);
  const lowest = Math.min(...numbers);
  const highest = Math.max(...numbers);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sizes = numbers.map(Math.abs).sort((a, b) => a - b);
  const range = sizes[Math.floor(shownShare * (sizes.length - 1))] || 1;
  const pictures = Array.from({ length: channels }, (_, channel) =>
    Float32Array.from(
      { length: pixels },
      (_, pixel) => numbers[pixel * channels + channel]! / range,
    ),
  );
  return { pictures, range, lowest, highest, mean, deviation: Math.sqrt(squares / numbers.length) };
}

/** How many maps stand side by side: the more there are, the longer the rows. */
export function columnsFor(count: number): number {
  if (count <= 1) return 1;
  if (count <= 48) return 8;
  return count <= 96 ? 16 : 32;
}

/** Side of a drawn map in canvas pixels, so that gaps between maps are alike whatever a map's own size. */
export const drawnSize = 8;

/** A picture of `size` × `size` pixels with every pixel repeated until it is `drawnSize` wide. */
export function enlarged(picture: ArrayLike<number>, size: number): Float32Array {
  const factor = drawnSize / size;
  return Float32Array.from({ length: drawnSize ** 2 }, (_, i) => {
    const [row, column] = [
      Math.floor(i / drawnSize / factor),
      Math.floor((i % drawnSize) / factor),
    ];
    return picture[row * size + column]!;
  });
}
