/** Numbers of a set of pictures: how many pixels are at the ends of the range or beyond it, how wide they spread, how they differ. */

/** What is counted. Pictures have values in [−1, 1], or a little beyond where nothing clips them. */
export interface PictureNumbers {
  /** Share of pixels that are fully black or fully white, within 0.01, or beyond. */
  readonly saturated: number;
  /** Share of pixels that are fully white, within 0.01, or beyond. */
  readonly white: number;
  /** Share of pixels outside [−1, 1]. */
  readonly outside: number;
  /** Standard deviation of a picture's pixels, the mean over the pictures. */
  readonly contrast: number;
  /** Root mean square distance, a pixel, of the pictures from their mean picture. */
  readonly variety: number;
}

const end = 0.99;

function shareOf(values: Float32Array, test: (value: number) => boolean): number {
  let count = 0;
  for (const value of values) if (test(value)) count++;
  return count / values.length;
}

/** The standard deviation of some numbers. */
function deviation(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

/** Distance of the pictures from their mean picture: the root of the mean square over all pixels. */
function varietyOf(pictures: readonly Float32Array[]): number {
  const pixels = pictures[0]!.length;
  let squares = 0;
  for (let i = 0; i < pixels; i++) {
    const mean = pictures.reduce((sum, picture) => sum + picture[i]!, 0) / pictures.length;
    for (const picture of pictures) squares += (picture[i]! - mean) ** 2;
  }
  return Math.sqrt(squares / pixels / pictures.length);
}

/**
 * Counts and measures.
 *
 * @param images [count, pixels], at least one
 * @throws RangeError when the images are not whole
 */
export function pictureNumbers(images: Float32Array, pixels: number): PictureNumbers {
  const count = images.length / pixels;
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`images holds ${images.length} numbers; one image has ${pixels}.`);
  }
  const pictures = Array.from({ length: count }, (_, i) =>
    images.subarray(i * pixels, (i + 1) * pixels),
  );
  return {
    saturated: shareOf(images, (value) => Math.abs(value) >= end),
    white: shareOf(images, (value) => value >= end),
    outside: shareOf(images, (value) => Math.abs(value) > 1),
    contrast: pictures.reduce((sum, picture) => sum + deviation(picture), 0) / count,
    variety: varietyOf(pictures),
  };
}

/** How far two sets of pictures are apart as a screen shows them: the root mean square difference a pixel, both clipped. */
export function shownDistance(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length)
    throw new RangeError(`${a.length} and ${b.length} numbers differ in length.`);
  const shown = (value: number) => Math.min(1, Math.max(-1, value));
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += (shown(a[i]!) - shown(b[i]!)) ** 2;
  return Math.sqrt(squares / a.length);
}
