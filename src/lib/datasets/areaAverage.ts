/** Resizes images by the exact area average: each output pixel is the mean of what it covers. */

/** A grey image of any size: [height * width], row after row. */
export interface GreyImage {
  readonly pixels: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
}

/** Which part of the input becomes the output. Lengths are in input pixels, and may be fractions. */
export interface ResampleWindow {
  /** Left and top edge; may lie outside the image. */
  readonly left: number;
  readonly top: number;
  /** Side of the square that one output pixel covers. */
  readonly step: number;
  /** Side of the output in pixels. */
  readonly size: number;
  /** The value outside the input image. */
  readonly background: number;
}

/** How much of [from, from + step] each of `length` unit pixels covers: first index, shares. */
function coverage(from: number, step: number, length: number): { first: number; shares: number[] } {
  const first = Math.max(0, Math.floor(from));
  const last = Math.min(length, Math.ceil(from + step));
  const shares: number[] = [];
  for (let i = first; i < last; i++) {
    shares.push((Math.min(i + 1, from + step) - Math.max(i, from)) / step);
  }
  return { first, shares };
}

/** The mean over one output pixel; whatever the image does not cover counts as background. */
function windowMean(
  { pixels, width }: GreyImage,
  columns: ReturnType<typeof coverage>,
  rows: ReturnType<typeof coverage>,
  background: number,
): number {
  let sum = 0;
  let covered = 0;
  for (const [i, rowShare] of rows.shares.entries()) {
    const start = (rows.first + i) * width + columns.first;
    for (const [j, columnShare] of columns.shares.entries()) {
      const share = rowShare * columnShare;
      sum += share * pixels[start + j]!;
      covered += share;
    }
  }
  return sum + (1 - covered) * background;
}

/**
 * Resamples a window of an image with a box filter that is exact in area, for any ratio of sizes.
 * @returns [size * size], row after row
 */
export function areaAverage(image: GreyImage, window: ResampleWindow): Float64Array {
  const { left, top, step, size, background } = window;
  const indices = Array.from({ length: size }, (_, i) => i);
  const columns = indices.map((i) => coverage(left + i * step, step, image.width));
  const rows = indices.map((i) => coverage(top + i * step, step, image.height));
  const out = new Float64Array(size * size);
  for (const y of indices) {
    for (const x of indices) {
      out[y * size + x] = windowMean(image, columns[x]!, rows[y]!, background);
    }
  }
  return out;
}
