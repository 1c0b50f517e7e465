/** Digits in three lights: small pictures whose brightness varies, for the fault that shows in brightness. */
import {
  makeCosineSchedule,
  makeLinearSchedule,
  type Schedule,
} from '../../lib/diffusion/index.ts';

/** The mean pixel values of the three lights. */
export const lightLevels = [-0.6, 0, 0.6] as const;

/** What the lights are called. */
export const lightNames = ['dark', 'medium', 'bright'] as const;

/** How many digits are used; each appears once in each light. */
export const digitCount = 300;

/** How many pictures are generated. */
export const sampleCount = 36;

const contrast = 0.3;

/** Pictures as one flat array, `[count, dim]`. */
export interface LitDigits {
  readonly data: Float32Array;
  readonly count: number;
  readonly dim: number;
}

/** Each digit at low contrast, three times, with its mean pixel at each of the light levels. */
export function lightDigits(images: Float32Array, dim: number): LitDigits {
  const lights = lightLevels.length;
  const data = new Float32Array(digitCount * lights * dim);
  for (let n = 0; n < digitCount; n++) {
    const digit = images.subarray(n * dim, (n + 1) * dim);
    const mean = meanPixel(digit);
    lightLevels.forEach((level, l) => {
      const offset = (n * lights + l) * dim;
      for (let i = 0; i < dim; i++) data[offset + i] = level + contrast * (digit[i]! - mean);
    });
  }
  return { data, count: digitCount * lights, dim };
}

function meanPixel(picture: Float32Array): number {
  return picture.reduce((sum, value) => sum + value, 0) / picture.length;
}

/** What a set of generated pictures is like. */
export interface LightMeasures {
  /** How many pictures are dark, medium and bright, by the nearest level. */
  readonly counts: readonly number[];
  /** Root mean squared difference per pixel to the most similar picture of the data, averaged. */
  readonly blur: number;
}

/** Measures generated pictures, `[n, dim]` flattened. */
export function measureLights(
  samples: Float32Array,
  { data, count, dim }: LitDigits,
): LightMeasures {
  const n = samples.length / dim;
  const counts = lightLevels.map(() => 0);
  let blur = 0;
  for (let k = 0; k < n; k++) {
    const picture = samples.subarray(k * dim, (k + 1) * dim);
    const mean = meanPixel(picture);
    const away = lightLevels.map((level) => Math.abs(level - mean));
    counts[away.indexOf(Math.min(...away))]! += 1;
    blur += nearest(picture, data, count) / n;
  }
  return { counts, blur };
}

function nearest(picture: Float32Array, data: Float32Array, count: number): number {
  const dim = picture.length;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    let squares = 0;
    for (let j = 0; j < dim; j++) squares += (picture[j]! - data[i * dim + j]!) ** 2;
    least = Math.min(least, squares);
  }
  return Math.sqrt(least / dim);
}

/** The schedules that the figure compares. */
export const lightSchedules = {
  cut: {
    label: 'Linear, β as for 1000',
    make: (T: number): Schedule => makeLinearSchedule({ T }),
  },
  half: {
    label: 'Linear, ᾱ ends at 0.5',
    make: (T: number): Schedule => makeLinearSchedule({ T, betaEnd: 0.0013, rescaled: true }),
  },
  linear: {
    label: 'Linear, β adjusted to T',
    make: (T: number): Schedule => makeLinearSchedule({ T, rescaled: true }),
  },
  cosine: { label: 'Cosine', make: (T: number): Schedule => makeCosineSchedule({ T }) },
} as const;

/** The name of one of them. */
export type LightScheduleName = keyof typeof lightSchedules;

/** The values of T that the slider offers. */
export const digitSteps: readonly number[] = [1, 2, 4, 8, 20, 50, 100, 200, 500, 1000];
