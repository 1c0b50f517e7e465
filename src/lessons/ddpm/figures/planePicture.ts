/** What the two-dimensional figure paints: data, arrows, walking points, the paths and clean guesses of a few. */
import type { PlanePicture, PointGroup } from '../../../components/plane/PlaneView.tsx';
import { extent, gridPoints } from './plane.ts';
import type { PlaneWalk } from './usePlaneWalk.ts';

/** What the reader wants to see beside the points. */
export interface PlaneShown {
  readonly arrows: boolean;
  readonly paths: boolean;
  readonly guesses: boolean;
}

/** How many points are followed. */
export const followed = 3;

export interface PlaneContents {
  readonly data: Float32Array;
  /** The points before they walk. */
  readonly noisy: Float32Array;
  readonly walk: PlaneWalk | null;
  /** Steps walked; −1 while there is nothing to show. */
  readonly row: number;
  readonly arrows: Float32Array | null;
  readonly shown: PlaneShown;
}

/** All points after `row` steps, [n · 2]. */
export const pointsAt = ({ frames }: PlaneWalk, row: number): Float32Array =>
  row === 0 ? frames[0]!.x : frames[row - 1]!.next;

/** The way of one point up to `row`, [(row + 1) · 2]. */
export function pathOf(walk: PlaneWalk, row: number, point: number): Float32Array {
  const path = new Float32Array(2 * (row + 1));
  for (let i = 0; i <= row; i++) {
    path.set(pointsAt(walk, i).subarray(2 * point, 2 * point + 2), 2 * i);
  }
  return path;
}

const points = Array.from({ length: followed }, (_, i) => i);

/** The picture. */
export function planePicture(contents: PlaneContents): PlanePicture {
  const { data, noisy, walk, row, arrows, shown } = contents;
  const walking = walk !== null && row >= 0;
  const now = walking ? pointsAt(walk, row) : noisy;
  const groups: PointGroup[] = [];
  if (walking && shown.guesses) {
    // The guess that the next step uses; after the last step, the one that it used.
    const { x0 } = walk.frames[Math.min(row, walk.frames.length - 1)]!;
    groups.push({ xy: x0.subarray(0, 2 * followed), role: 'prediction', large: true });
  }
  groups.push({ xy: now, role: 'plain' });
  if (walking && shown.paths) {
    groups.push({ xy: now.subarray(0, 2 * followed), role: 'noise', large: true });
  }
  const paths =
    walking && shown.paths
      ? points.map((point) => ({ xy: pathOf(walk, row, point), role: 'noise' as const }))
      : [];
  const field = shown.arrows && arrows ? { at: gridPoints, vectors: arrows } : null;
  return {
    extent,
    data,
    groups,
    paths,
    ...(field ? { arrows: { ...field, role: 'prediction' as const } } : {}),
  };
}
