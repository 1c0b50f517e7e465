/** Paints a noisy cloud: points in the data's colour that turn into the noise's, and a few points' trails. */
import type { ThemeColours } from '../../../components/figure/hooks.ts';
import {
  drawAxes,
  drawPoints,
  drawTrails,
  prepareSquare,
  toPixels,
} from '../../../components/plots/drawPoints.ts';
import { extent } from './cloudPoints.ts';

export interface CloudPicture {
  /** x and y in turn. */
  readonly points: ArrayLike<number>;
  /** One polyline per tracked point, from its clean place to where it is. */
  readonly trails: readonly Float32Array[];
  /** The data's share of the variance, ᾱ_t. */
  readonly alphaBar: number;
  /** Where the keyboard's pen is, if the reader draws. */
  readonly pen: { readonly x: number; readonly y: number; readonly down: boolean } | null;
}

/** How many of a trail's last places are drawn strong, the others faint. */
const recentPlaces = 20;

/** Paints everything; the canvas is made as sharp as the screen. */
export function drawCloud(canvas: HTMLCanvasElement, picture: CloudPicture, colours: ThemeColours) {
  const prepared = prepareSquare(canvas);
  if (!prepared) return;
  const { context, side } = prepared;
  const { points, trails, alphaBar, pen } = picture;
  drawAxes(context, side, extent, colours.rule);
  const dots = { points, extent, radius: side < 320 ? 1.5 : 2 };
  drawPoints(context, side, { ...dots, colour: colours.noise, opacity: 0.65 * (1 - alphaBar) });
  drawPoints(context, side, { ...dots, colour: colours.data, opacity: 0.65 * alphaBar });
  const recent = trails.map((trail) => trail.subarray(-2 * recentPlaces));
  const line = { extent, colour: colours.ink, width: 1 };
  drawTrails(context, side, { ...line, trails, opacity: 0.2 });
  drawTrails(context, side, { ...line, trails: recent, opacity: 0.65 });
  drawUnitCircle(context, side, colours.ink);
  const ends = trails.flatMap((trail) => Array.from(trail.subarray(trail.length - 2)));
  const starts = trails.flatMap((trail) => Array.from(trail.subarray(0, 2)));
  const mark = { extent, radius: 3.5, opacity: 1 };
  drawPoints(context, side, { ...mark, points: starts, colour: colours.data, radius: 4.5 });
  drawPoints(context, side, { ...mark, points: starts, colour: colours.paper, radius: 2.5 });
  drawPoints(context, side, { ...mark, points: ends, colour: colours.noise });
  if (pen) drawPen(context, side, pen, colours.ink);
}

/** The circle of radius 1, one standard deviation of pure noise. */
function drawUnitCircle(context: CanvasRenderingContext2D, side: number, colour: string) {
  context.strokeStyle = colour;
  context.lineWidth = 1.75;
  context.setLineDash([5, 4]);
  context.beginPath();
  context.arc(side / 2, side / 2, side / 2 / extent, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([]);
}

function drawPen(
  context: CanvasRenderingContext2D,
  side: number,
  pen: { readonly x: number; readonly y: number; readonly down: boolean },
  colour: string,
) {
  const radius = pen.down ? 4 : 7;
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(
    toPixels(pen.x, extent, side, false),
    toPixels(pen.y, extent, side, true),
    radius,
    0,
    2 * Math.PI,
  );
  context.stroke();
}
