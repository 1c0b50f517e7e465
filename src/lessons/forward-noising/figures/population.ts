/** Many values to noise at once: one pixel over and over, and a whole picture over and over. */

/** How many walks, and jumps, start from the picked pixel. */
export const pixelWalks = 4000;

/** What is looked at: one pixel's values, or those of all pixels. */
export type View = 'pixel' | 'picture';

/** How many times a picture of that side is noised, to have about as many values as the pixel has. */
export function pictureCopies(size: number): number {
  return Math.max(1, Math.round(pixelWalks / (size * size)));
}

/** The clean values: first the pixel's copies, then the picture's. */
export function makePopulation(pixels: Float32Array, value: number): Float32Array<ArrayBuffer> {
  const copies = pictureCopies(Math.sqrt(pixels.length));
  const x0 = new Float32Array(pixelWalks + copies * pixels.length).fill(value, 0, pixelWalks);
  for (let i = 0; i < copies; i++) x0.set(pixels, pixelWalks + i * pixels.length);
  return x0;
}

/** The part of the values that a view looks at. */
export function viewOf(values: Float32Array, view: View): Float32Array {
  return view === 'pixel' ? values.subarray(0, pixelWalks) : values.subarray(pixelWalks);
}

/** The first noised copy of the whole picture. */
export function pictureOf(values: Float32Array, size: number): Float32Array {
  return values.subarray(pixelWalks, pixelWalks + size * size);
}
