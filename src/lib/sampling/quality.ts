/** How good a set of images is, as a classifier of clean images sees it: accuracy, Fréchet distance, diversity. */
import type { Network } from '../engines/engine.ts';
import { frechetDistance } from './frechet.ts';
import { accuracyOf, type Reading, readImages } from './readImages.ts';

/** What a classifier of clean images finds in a set of them. */
export interface SetQuality {
  readonly count: number;
  /** Share read as the class that was asked for (or that it has). */
  readonly accuracy: number;
  /** Squared Fréchet distance of the classifier's features to those of the held-out images (Heusel et al. 2017, eq. 6). */
  readonly frechet: number;
  /** Spread of features within the classes, as a share of the held-out images' spread. */
  readonly diversity: number;
}

/** The held-out images as the classifier sees them. */
export interface HeldOut {
  readonly reading: Reading;
  /** Their spread within classes. */
  readonly spread: number;
}

/**
 * The spread of features within classes: the mean, over the classes with at least two images, of the sum of the
 * features' variances (divided by count − 1).
 *
 * @param features [count, width]
 * @throws RangeError when no class has two images
 */
export function spreadWithinClasses(
  { features, width }: Pick<Reading, 'features' | 'width'>,
  classes: ArrayLike<number>,
): number {
  const rowsOf = new Map<number, number[]>();
  for (let i = 0; i < classes.length; i++) {
    const rows = rowsOf.get(classes[i]!);
    if (rows) rows.push(i);
    else rowsOf.set(classes[i]!, [i]);
  }
  const groups = [...rowsOf.values()].filter((rows) => rows.length > 1);
  if (groups.length === 0) throw new RangeError('No class has two images to compare.');
  const spreads = groups.map((rows) => totalVariance(features, width, rows));
  return spreads.reduce((sum, spread) => sum + spread, 0) / spreads.length;
}

function totalVariance(features: Float32Array, width: number, rows: readonly number[]): number {
  let total = 0;
  for (let column = 0; column < width; column++) {
    const values = rows.map((row) => features[row * width + column]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    total += values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  }
  return total;
}

/** Reads the held-out images once, for every set that is compared with them. */
export async function readHeldOut(
  classifier: Network,
  images: Float32Array,
  labels: ArrayLike<number>,
): Promise<HeldOut> {
  const reading = await readImages(classifier, images, labels.length);
  return { reading, spread: spreadWithinClasses(reading, labels) };
}

/**
 * Measures a set of images against the held-out ones.
 *
 * @param images [count, ...shape of x]
 * @param classes [count], what was asked for
 */
export async function measureSet(
  classifier: Network,
  images: Float32Array,
  classes: ArrayLike<number>,
  heldOut: HeldOut,
): Promise<SetQuality> {
  const reading = await readImages(classifier, images, classes.length);
  return {
    count: classes.length,
    accuracy: accuracyOf(reading.guesses, classes),
    frechet: frechetDistance(reading.features, heldOut.reading.features, reading.width),
    diversity: spreadWithinClasses(reading, classes) / heldOut.spread,
  };
}
