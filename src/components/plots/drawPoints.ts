/** Paints a two-dimensional cloud: points, optional trails, optional axes; plain numbers in, canvas out. */

export interface PointsPicture {
  /** x, y, x, y, … in data units. */
  readonly points: ArrayLike<number>;
  /** Half-width of the square that is shown, in data units. */
  readonly extent: number;
  readonly colour: string;
  readonly radius?: number;
  readonly opacity?: number;
}

export interface TrailsPicture {
  /** One polyline per trail: x, y, x, y, … */
  readonly trails: readonly ArrayLike<number>[];
  readonly extent: number;
  readonly colour: string;
  readonly width?: number;
  readonly opacity?: number;
}

/** Makes the canvas as sharp as the screen and clears it; returns its context and its side in CSS pixels. */
export function prepareSquare(
  canvas: HTMLCanvasElement,
): { context: CanvasRenderingContext2D; side: number } | null {
  const side = Math.max(1, Math.round(canvas.clientWidth));
  const ratio = globalThis.devicePixelRatio || 1;
  const pixels = Math.round(side * ratio);
  if (canvas.width !== pixels || canvas.height !== pixels) canvas.width = canvas.height = pixels;
  const context = canvas.getContext('2d');
  if (!context) return null;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, side, side);
  return { context, side };
}

/** From data units to CSS pixels; y points up. */
export function toPixels(value: number, extent: number, side: number, flip: boolean): number {
  return ((flip ? -value : value) / extent / 2 + 0.5) * side;
}

/** Paints small round points. */
export function drawPoints(
  context: CanvasRenderingContext2D,
  side: number,
  p: PointsPicture,
): void {
  const radius = p.radius ?? 2;
  context.globalAlpha = p.opacity ?? 0.7;
  context.fillStyle = p.colour;
  context.beginPath();
  for (let i = 0; i + 1 < p.points.length; i += 2) {
    const x = toPixels(p.points[i]!, p.extent, side, false);
    const y = toPixels(p.points[i + 1]!, p.extent, side, true);
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }
  context.fill();
  context.globalAlpha = 1;
}

/** Paints polylines. */
export function drawTrails(
  context: CanvasRenderingContext2D,
  side: number,
  p: TrailsPicture,
): void {
  context.globalAlpha = p.opacity ?? 0.6;
  context.strokeStyle = p.colour;
  context.lineWidth = p.width ?? 1.2;
  context.beginPath();
  for (const trail of p.trails) {
    for (let i = 0; i + 1 < trail.length; i += 2) {
      const x = toPixels(trail[i]!, p.extent, side, false);
      const y = toPixels(trail[i + 1]!, p.extent, side, true);
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
  }
  context.stroke();
  context.globalAlpha = 1;
}

/** Paints thin axes through the origin and a circle of radius one standard deviation. */
export function drawAxes(
  context: CanvasRenderingContext2D,
  side: number,
  extent: number,
  colour: string,
): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, side / 2);
  context.lineTo(side, side / 2);
  context.moveTo(side / 2, 0);
  context.lineTo(side / 2, side);
  const unit = side / 2 / extent;
  context.moveTo(side / 2 + unit, side / 2);
  context.arc(side / 2, side / 2, unit, 0, 2 * Math.PI);
  context.stroke();
}
