/** What a two-dimensional point set is, and how shapes become standardised, noisy points. */

import type { GaussianMixture, Rng } from '../../diffusion/index.ts';
import { InvalidArgumentError } from '../../diffusion/index.ts';

/** Points to train on or to draw. */
export interface SampledPoints {
  /** [count * 2], x and y in turn. */
  readonly points: Float64Array<ArrayBuffer>;
  /** [count], the part of the set that each point comes from; absent where there are no parts. */
  readonly labels?: Uint8Array<ArrayBuffer>;
}

/** What a set needs to draw points. */
export interface PointRequest {
  readonly count: number;
  readonly rng: Rng;
  /** Standard deviation of the noise, in standardised units. */
  readonly noise: number;
  /** [n * 2], the reader's own points; only the set `drawn` uses them. */
  readonly drawn?: Float32Array | undefined;
}

/** One registry entry. */
export interface PointDataset<Id extends string = string> {
  readonly id: Id;
  readonly label: string;
  readonly description: string;
  /** Where the definition comes from. */
  readonly citation: string;
  /** Number of parts that labels tell apart; 0 where points carry no label. */
  readonly classes: number;
  /** The slider for the noise, in standardised units. */
  readonly noise: {
    readonly min: number;
    readonly max: number;
    readonly step: number;
    readonly default: number;
  };
  sample(request: PointRequest): SampledPoints;
  /** The exact density, where the set is a Gaussian mixture. */
  readonly mixture?: (noise: number) => GaussianMixture;
}

/** One point of a shape without noise, in the shape's own units. */
export interface ShapePoint {
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

/** A shape: how to draw a point of it, and its exact mean and standard deviation per axis. */
export interface Shape {
  readonly mean: readonly [number, number];
  readonly deviation: readonly [number, number];
  /** Whether `label` means anything. */
  readonly labelled: boolean;
  draw(rng: Rng): ShapePoint;
}

/** Throws InvalidArgumentError unless count is a positive integer and noise is at least 0. */
export function checkRequest({ count, noise }: PointRequest): void {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new InvalidArgumentError('count', count, 'a positive integer');
  }
  if (!Number.isFinite(noise) || noise < 0) {
    throw new InvalidArgumentError('noise', noise, 'a number of 0 or more');
  }
}

/**
 * Draws points of a shape: (point − mean) / deviation + noise · z, axis by axis.
 *
 * Mean and deviation are those of the shape itself, known exactly, not those of the sample. So the
 * shape without noise has mean 0 and rms 1 on each axis, with noise the rms is √(1 + noise²), and
 * a sample of ten points lies on the same curve as one of ten thousand. Noise is drawn even when
 * it is 0, so moving its slider moves the same points.
 */
export function sampleShape(shape: Shape, request: PointRequest): SampledPoints {
  checkRequest(request);
  const { count, rng, noise } = request;
  const points = new Float64Array(count * 2);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const { x, y, label } = shape.draw(rng);
    points[2 * i] = (x - shape.mean[0]) / shape.deviation[0] + noise * rng.normal();
    points[2 * i + 1] = (y - shape.mean[1]) / shape.deviation[1] + noise * rng.normal();
    labels[i] = label;
  }
  return shape.labelled ? { points, labels } : { points };
}
