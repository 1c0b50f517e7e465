/** Paints a grey image with values in [−1, 1] onto a canvas, one canvas pixel per image pixel. */

/** Grey level 0…255 of a pixel value: −1 is black, 1 is white, beyond is clipped. */
export function greyLevel(value: number): number {
  return Math.round(Math.min(1, Math.max(0, (value + 1) / 2)) * 255);
}

/** Paints `pixels` (`height·width`, row by row). Throws when the length does not fit. */
export function drawPixels(
  canvas: HTMLCanvasElement,
  pixels: ArrayLike<number>,
  width: number,
  height = width,
): void {
  if (pixels.length !== width * height) {
    throw new Error(
      `An image of ${width}×${height} needs ${width * height} pixels, not ${pixels.length}.`,
    );
  }
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  const image = context.createImageData(width, height);
  for (let i = 0; i < pixels.length; i++) {
    const level = greyLevel(pixels[i]!);
    image.data.set([level, level, level, 255], i * 4);
  }
  context.putImageData(image, 0, 0);
}

/** Shows nothing: what was there no longer holds. */
export function clearPixels(canvas: HTMLCanvasElement): void {
  canvas
    .getContext('2d', { willReadFrequently: true })
    ?.clearRect(0, 0, canvas.width, canvas.height);
}
