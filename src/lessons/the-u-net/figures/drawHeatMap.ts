/** Paints the timestep embedding as a heat map: one column a timestep, one band a number of the vector. */
import { greyLevel } from '../../../components/plots/drawPixels.ts';

/** Height of a band in canvas pixels, so that smoothing does not mix neighbours. */
const bandHeight = 3;

/** Paints `vectors` [columns][rows], values in [−1, 1]: −1 black, 1 white. */
export function drawHeatMap(
  canvas: HTMLCanvasElement,
  vectors: readonly ArrayLike<number>[],
): void {
  const rows = vectors[0]?.length ?? 0;
  canvas.width = vectors.length;
  canvas.height = rows * bandHeight;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  const image = context.createImageData(canvas.width, canvas.height);
  for (let y = 0; y < canvas.height; y++) {
    const row = Math.floor(y / bandHeight);
    for (let x = 0; x < canvas.width; x++) {
      const at = 4 * (y * canvas.width + x);
      image.data.fill(greyLevel(vectors[x]![row]!), at, at + 3);
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
}
