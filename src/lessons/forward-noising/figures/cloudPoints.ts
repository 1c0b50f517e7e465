/** The clean points of the cloud figure, and what can be measured of a cloud. */
import { type PointDatasetId, pointDatasets, samplePoints } from '../../../lib/datasets/index.ts';
import { fork } from '../../../lib/diffusion/index.ts';

/** How many points the cloud has. */
export const cloudSize = 1000;

/** How many of them leave a trail. */
export const trailCount = 12;

/** Half of the side of the square that is shown. */
export const extent = 3.5;

/** The sets the reader can choose from, as the registry names them. */
export const cloudSets = Object.values(pointDatasets).map(({ id, label }) => ({ id, label }));

/** The points of a set, x and y in turn; null where the reader has yet to draw them. */
export function cleanCloud(
  id: PointDatasetId,
  drawn: readonly number[],
  seed: number,
): Float32Array<ArrayBuffer> | null {
  if (id === 'drawn' && drawn.length === 0) return null;
  const rng = fork(seed, 'cloud');
  const { points } = samplePoints({ id, count: cloudSize, rng, drawn: Float32Array.from(drawn) });
  return Float32Array.from(points);
}

/** What the figure says of a cloud. */
export interface CloudMeasures {
  /** Root mean square distance from the origin along x, and along y. */
  readonly rms: readonly [number, number];
  /** Share of the points less than 1 from the origin. */
  readonly insideCircle: number;
}

/** Measures points given as x and y in turn. */
export function measureCloud(points: ArrayLike<number>): CloudMeasures {
  const count = points.length / 2;
  const squares = [0, 0] as [number, number];
  let inside = 0;
  for (let i = 0; i < points.length; i += 2) {
    const [xx, yy] = [points[i]! ** 2, points[i + 1]! ** 2];
    squares[0] += xx;
    squares[1] += yy;
    if (xx + yy < 1) inside++;
  }
  return {
    rms: [Math.sqrt(squares[0] / count), Math.sqrt(squares[1] / count)],
    insideCircle: inside / count,
  };
}

/** Share of N(0, I) in two dimensions within 1 of the origin: 1 − e^(−1/2), since r²/2 is exponential. */
export const insideCircleOfNoise = 1 - Math.exp(-1 / 2);
