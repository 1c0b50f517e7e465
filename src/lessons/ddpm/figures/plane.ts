/** The two-dimensional figure's data, network, training and tables. */
import { type PointDatasetId, pointDatasets, samplePoints } from '../../../lib/datasets/index.ts';
import {
  clipX0,
  type DdpmVariance,
  makeDdpmTable,
  makeRng,
  type Numbers,
  predictionAt,
  type SamplerStep,
  type SamplerTable,
} from '../../../lib/diffusion/index.ts';
import { schedule } from './modelSchedule.ts';

/** Point sets to choose from: all but the reader's own drawing. */
export type PlaneSet = Exclude<PointDatasetId, 'drawn'>;

export const planeSets = (Object.keys(pointDatasets) as PointDatasetId[]).filter(
  (id): id is PlaneSet => id !== 'drawn',
);

/** Points that the network learns from. */
export const dataCount = 2000;
/** Points that walk back at once. */
export const particles = 400;
/** Half-width of the square that is shown. */
export const extent = 3.2;
/** Predicted points are clipped to the square where the data is. */
export const clipAt = 2.5;
/** See `learningRateAt`. */
export const training = { loops: 4000, batch: 64, chunk: 100, most: 0.01 } as const;

/** Two hidden layers; the timestep as 32 sines and cosines. */
export const planeShape = { pixels: 2, embedding: 32, hidden: 64 } as const;

/** Numbers that the network has: three linear layers with biases. */
export const planeParameters = (({ pixels, embedding, hidden }) =>
  hidden * (pixels + embedding + 1) + hidden * (hidden + 1) + pixels * (hidden + 1))(planeShape);

/** The points of a set, always the same, [dataCount · 2]. */
export function planeData(id: PlaneSet): Float32Array {
  return Float32Array.from(
    samplePoints({ id, count: dataCount, rng: makeRng('plane data') }).points,
  );
}

/** The learning rate falls from `most` to a twentieth of it, along half a cosine. */
export function learningRateAt(loop: number): number {
  const part = Math.min(1, loop / training.loops);
  return training.most * (0.05 + 0.95 * 0.5 * (1 + Math.cos(Math.PI * part)));
}

/** The table of a walk. */
export const planeTable = (steps: number, variance: DdpmVariance): SamplerTable =>
  makeDdpmTable(schedule, { steps, variance });

const clip = clipX0(clipAt);

/** The clipped clean points that predicted noise implies. */
export function cleanPoints(step: SamplerStep, xt: Float32Array, eps: Numbers): Float32Array {
  const { xt: ofXt, value } = predictionAt(step, 'eps', 'x0');
  return clip(
    xt.map((x, i) => ofXt * x + value * eps[i]!),
    step,
  );
}

const gridSide = 15;
const gridReach = 2.8;

/** Where the arrows start, [gridSide² · 2]. */
export const gridPoints: Float32Array = Float32Array.from(
  { length: 2 * gridSide * gridSide },
  (_, i) => {
    const place = Math.floor(i / 2);
    const along = i % 2 === 0 ? place % gridSide : Math.floor(place / gridSide);
    return gridReach * ((2 * along) / (gridSide - 1) - 1);
  },
);

const arrowScale = 0.16;
const longestArrow = 0.36;

/** Arrows along −ε_θ, the direction of the score, [n · 2]: shortened alike, and cut where they would cross. */
export function arrowsOf(eps: Float32Array): Float32Array {
  const arrows = eps.map((value) => -arrowScale * value);
  for (let i = 0; i + 1 < arrows.length; i += 2) {
    const length = Math.hypot(arrows[i]!, arrows[i + 1]!);
    if (length <= longestArrow) continue;
    arrows[i]! *= longestArrow / length;
    arrows[i + 1]! *= longestArrow / length;
  }
  return arrows;
}

/** Root mean square distance of points from their mean, and that mean. */
export function spreadOf(points: Float32Array): {
  readonly mean: readonly [number, number];
  readonly spread: number;
} {
  const count = points.length / 2;
  const mean: [number, number] = [0, 0];
  for (let i = 0; i < points.length; i++) mean[i % 2]! += points[i]! / count;
  let squares = 0;
  for (let i = 0; i < points.length; i++) squares += (points[i]! - mean[i % 2]!) ** 2;
  return { mean, spread: Math.sqrt(squares / count) };
}

/** The mean distance from each point to the nearest point of the data. */
export function distanceToData(points: Float32Array, data: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < points.length; i += 2) {
    let nearest = Number.POSITIVE_INFINITY;
    for (let j = 0; j < data.length; j += 2) {
      const dx = points[i]! - data[j]!;
      const dy = points[i + 1]! - data[j + 1]!;
      nearest = Math.min(nearest, dx * dx + dy * dy);
    }
    sum += Math.sqrt(nearest);
  }
  return sum / (points.length / 2);
}
