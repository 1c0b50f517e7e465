/** The arrows of the plane at one t: the score of all data, the classifier's gradient times its scale, and their sum. */

import { planeSchedule } from './guidedWalk.ts';
import { noiseClasses } from './labelledClusters.ts';

/** Half-width of the square that is shown. */
export const extent = 3.2;

/** Which arrows. */
export type FieldName = 'all' | 'classifier' | 'sum' | 'class';

const across = 14;

/** Where arrows stand, [across² · 2]. */
export const places: Float64Array = Float64Array.from({ length: 2 * across * across }, (_, i) => {
  const point = Math.floor(i / 2);
  const place = i % 2 === 0 ? point % across : Math.floor(point / across);
  return ((place + 0.5) / across - 0.5) * 2 * extent;
});

/** The fields at t, [across² · 2] each, and how far the sum is from the score of the class alone. */
export interface Fields extends Readonly<Record<FieldName, Float64Array>> {
  /** The largest difference of sum and class, in the score’s own units. */
  readonly apart: number;
}

/** All four fields at t for a class and a scale. */
export function fieldsAt(t: number, y: number, scale: number): Fields {
  const classes = noiseClasses(planeSchedule.alphasCumprod[t]!);
  const all = classes.score(places);
  const classifier = classes.classifierGradient(places, y).map((value) => scale * value);
  const sum = all.map((value, i) => value + classifier[i]!);
  const own = classes.classScore(places, y);
  const apart = sum.reduce((most, value, i) => Math.max(most, Math.abs(value - own[i]!)), 0);
  return { all, classifier, sum, class: own, apart };
}

/** Longest drawn arrow, as a part of the space between two. */
const longest = 0.95;

/**
 * A field as arrows can be drawn: times 1 − ᾱ_t and a half, which is half the way that the score points, and cut where an
 * arrow would reach the next one.
 */
export function drawnArrows(field: Float64Array, t: number): Float64Array {
  const factor = planeSchedule.oneMinusAlphasCumprod[t]! / 2;
  const most = (longest * 2 * extent) / across;
  const drawn = field.map((value) => factor * value);
  for (let i = 0; i < drawn.length; i += 2) {
    const length = Math.hypot(drawn[i]!, drawn[i + 1]!);
    if (length <= most) continue;
    drawn[i]! *= most / length;
    drawn[i + 1]! *= most / length;
  }
  return drawn;
}
