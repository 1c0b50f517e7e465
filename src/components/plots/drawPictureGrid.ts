/** Paints small grey pictures side by side on one canvas, with clear gaps between them. */
import { greyLevel } from './drawPixels.ts';

export interface PictureGrid {
  /** Values in [−1, 1], row by row; all of the same size; null leaves the place empty. */
  readonly pictures: readonly (ArrayLike<number> | null)[];
  /** Side of one picture, in pixels. */
  readonly size: number;
  readonly columns: number;
  /** Width of the gaps, in picture pixels. */
  readonly gap: number;
}

/** Width and height of the whole grid, in canvas pixels. */
export function gridSize({ pictures, size, columns, gap }: PictureGrid): {
  width: number;
  height: number;
} {
  const rows = Math.ceil(pictures.length / columns);
  return { width: columns * (size + gap) - gap, height: rows * (size + gap) - gap };
}

/** The grid as red, green, blue and alpha bytes, row by row; gaps are transparent. */
export function gridBytes(grid: PictureGrid): Uint8ClampedArray<ArrayBuffer> {
  const { width, height } = gridSize(grid);
  const bytes = new Uint8ClampedArray(width * height * 4);
  grid.pictures.forEach((pixels, index) => {
    if (!pixels) return;
    const left = (index % grid.columns) * (grid.size + grid.gap);
    const top = Math.floor(index / grid.columns) * (grid.size + grid.gap);
    writePicture(bytes, width, left, top, pixels, grid.size);
  });
  return bytes;
}

function writePicture(
  bytes: Uint8ClampedArray,
  width: number,
  left: number,
  top: number,
  pixels: ArrayLike<number>,
  size: number,
): void {
  if (pixels.length !== size * size) {
    throw new Error(
      `A picture of ${size}×${size} needs ${size * size} pixels, not ${pixels.length}.`,
    );
  }
  for (let i = 0; i < pixels.length; i++) {
    const at = 4 * ((top + Math.floor(i / size)) * width + left + (i % size));
    bytes[at] = bytes[at + 1] = bytes[at + 2] = greyLevel(pixels[i]!);
    bytes[at + 3] = 255;
  }
}

/** Paints the grid, one canvas pixel per picture pixel. */
export function drawPictureGrid(canvas: HTMLCanvasElement, grid: PictureGrid): void {
  const { width, height } = gridSize(grid);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.putImageData(new ImageData(gridBytes(grid), width, height), 0, 0);
}
