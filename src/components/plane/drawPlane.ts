/** Paints the plane: a faint cloud of data, groups of points, paths and arrows; plain numbers in, canvas out. */
import type { Role } from '../../lessons/notation.ts';
import type { Numbers } from '../../lib/diffusion/index.ts';
import type { ThemeColours } from '../figure/hooks.ts';
import { drawPoints, drawTrails, prepareSquare, toPixels } from '../plots/drawPoints.ts';

/** Points that belong together. */
export interface PointGroup {
  /** x, y, x, y, … */
  readonly xy: Numbers;
  readonly role: Role;
  /** Written above the middle of the group. */
  readonly label?: string;
  readonly large?: boolean;
}

/** What the plane shows; later parts are painted over earlier ones. */
export interface PlanePicture {
  /** Half-width of the square that is shown. */
  readonly extent: number;
  /** A faint cloud behind everything, [n · 2]. */
  readonly data?: Numbers;
  readonly arrows?: { readonly at: Numbers; readonly vectors: Numbers; readonly role: Role };
  /** One polyline a path. */
  readonly paths?: readonly { readonly xy: Numbers; readonly role: Role }[];
  readonly groups?: readonly PointGroup[];
}

const colourOf = (colours: ThemeColours, role: Role) =>
  role === 'plain' ? colours.ink : colours[role];

/** The two sides of an arrow's head: as long as a third of the arrow, at most six pixels. */
function arrowHead(dx: number, dy: number): readonly (readonly [number, number])[] {
  const length = Math.hypot(dx, dy);
  const size = Math.min(6, length / 3);
  return [2.6, -2.6].map((turn) => {
    const angle = Math.atan2(dy, dx) + turn;
    return [size * Math.cos(angle), size * Math.sin(angle)] as const;
  });
}

function drawArrows(
  context: CanvasRenderingContext2D,
  side: number,
  { arrows, extent }: PlanePicture,
  colours: ThemeColours,
): void {
  if (!arrows) return;
  const { at, vectors, role } = arrows;
  const unit = side / 2 / extent;
  context.strokeStyle = colourOf(colours, role);
  context.lineWidth = 1.4;
  context.beginPath();
  for (let i = 0; i + 1 < at.length; i += 2) {
    const x = toPixels(at[i]!, extent, side, false);
    const y = toPixels(at[i + 1]!, extent, side, true);
    const [dx, dy] = [vectors[i]! * unit, -vectors[i + 1]! * unit];
    context.moveTo(x, y);
    context.lineTo(x + dx, y + dy);
    for (const [headX, headY] of arrowHead(dx, dy)) {
      context.moveTo(x + dx, y + dy);
      context.lineTo(x + dx + headX, y + dy + headY);
    }
  }
  context.stroke();
}

/** A group's name above its mean, readable on whatever is painted there. */
function drawLabel(
  context: CanvasRenderingContext2D,
  { side, extent }: { readonly side: number; readonly extent: number },
  { xy, label }: PointGroup,
  { colour, halo }: { readonly colour: string; readonly halo: string },
): void {
  const count = xy.length / 2;
  if (!label || count === 0) return;
  const middle = [0, 0];
  for (let i = 0; i < xy.length; i++) middle[i % 2]! += xy[i]! / count;
  const x = toPixels(middle[0]!, extent, side, false);
  const y = toPixels(middle[1]!, extent, side, true) - 10;
  context.font = `600 ${Math.max(11, side / 26)}px Inter Variable, system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.lineWidth = 4;
  context.strokeStyle = halo;
  context.strokeText(label, x, y);
  context.fillStyle = colour;
  context.fillText(label, x, y);
}

/** Paints the picture on a square canvas of its own size. */
export function drawPlane(
  canvas: HTMLCanvasElement,
  picture: PlanePicture,
  colours: ThemeColours,
): void {
  const prepared = prepareSquare(canvas);
  if (!prepared) return;
  const { context, side } = prepared;
  const { extent, data, paths = [], groups = [] } = picture;
  if (data) {
    drawPoints(context, side, {
      points: data,
      extent,
      colour: colours.data,
      radius: 1.3,
      opacity: 0.3,
    });
  }
  drawArrows(context, side, picture, colours);
  for (const { xy, role } of paths) {
    drawTrails(context, side, { trails: [xy], extent, colour: colourOf(colours, role) });
  }
  for (const { xy, role, large } of groups) {
    const colour = colourOf(colours, role);
    drawPoints(context, side, {
      points: xy,
      extent,
      colour,
      radius: large ? 4 : 2.2,
      opacity: 0.85,
    });
  }
  for (const group of groups) {
    const colour = colourOf(colours, group.role);
    drawLabel(context, { side, extent }, group, { colour, halo: colours.paper });
  }
}
