/** Draws clouds of points over one another, with the clusters' names and a cross at each cloud's mean. */
import type { ThemeColours } from '../../../components/figure/hooks.ts';
import {
  drawAxes,
  drawPoints,
  prepareSquare,
  toPixels,
} from '../../../components/plots/drawPoints.ts';
import { clusterNames, mixture } from '../reverseCloud.ts';

/** Half-width of the square, in data units. */
export const extent = 3.3;

/** One cloud and its role's colour. */
export interface CloudLayer {
  readonly points: Float64Array;
  readonly role: 'data' | 'noise' | 'prediction';
  readonly mean: readonly [number, number];
}

export interface CloudsPicture {
  readonly layers: readonly CloudLayer[];
  /** Whether the clusters' names are written beside their centres. */
  readonly named: boolean;
}

/** Draws the picture, sharp at any size. */
export function drawClouds(
  canvas: HTMLCanvasElement,
  { layers, named }: CloudsPicture,
  colours: ThemeColours,
): void {
  const prepared = prepareSquare(canvas);
  if (!prepared) return;
  const { context, side } = prepared;
  drawAxes(context, side, extent, colours.rule);
  for (const { points, role } of layers) {
    drawPoints(context, side, {
      points,
      extent,
      colour: colours[role],
      radius: Math.max(1, side / 150),
      opacity: 0.55,
    });
  }
  for (const { mean, role } of layers) drawCross(context, side, mean, colours[role], colours.paper);
  if (named) drawNames(context, side, colours.ink);
}

function drawCross(
  context: CanvasRenderingContext2D,
  side: number,
  mean: readonly [number, number],
  colour: string,
  halo: string,
): void {
  const [x, y] = [toPixels(mean[0], extent, side, false), toPixels(mean[1], extent, side, true)];
  const arm = Math.max(5, side / 28);
  for (const [stroke, width] of [
    [halo, 5],
    [colour, 2.5],
  ] as const) {
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(x - arm, y);
    context.lineTo(x + arm, y);
    context.moveTo(x, y - arm);
    context.lineTo(x, y + arm);
    context.stroke();
  }
}

function drawNames(context: CanvasRenderingContext2D, side: number, colour: string): void {
  context.fillStyle = colour;
  context.font = `600 ${Math.max(11, side / 17)}px Inter Variable, system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  mixture.components.forEach(({ mean }, k) => {
    const x = toPixels(mean[0]! + 0.85, extent, side, false);
    const y = toPixels(mean[1]!, extent, side, true);
    context.fillText(clusterNames[k]!, x, y);
  });
}
