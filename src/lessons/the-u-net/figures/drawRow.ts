/** Paints a vector as one row of grey cells, one canvas pixel each. */
import { drawPixels } from '../../../components/plots/drawPixels.ts';

/** Values in [−1, 1]: −1 black, 1 white. */
export function drawRow(canvas: HTMLCanvasElement, values: ArrayLike<number>): void {
  drawPixels(canvas, values, values.length, 1);
}
