/** A checkerboard: eight of sixteen squares, filled evenly, with sharp edges. */

import { type PointDataset, type Shape, sampleShape } from './pointDataset.ts';

/** Squares along a side. */
export const CHECKERBOARD_SIDE = 4;

/**
 * Uniform on the squares of [0, 4)² whose column and row add up to an even number.
 * Each column and each row has two of them, so x and y are each uniform on [0, 4): mean 2,
 * variance 4²/12. The label counts the squares, row by row.
 */
export const checkerboardShape: Shape = {
  mean: [2, 2],
  deviation: [Math.sqrt(4 / 3), Math.sqrt(4 / 3)],
  labelled: true,
  draw(rng) {
    const label = rng.integer(8);
    const row = label >> 1;
    const column = 2 * (label & 1) + (row & 1);
    return { x: column + rng.uniform(), y: row + rng.uniform(), label };
  },
};

export const checkerboard: PointDataset<'checkerboard'> = {
  id: 'checkerboard',
  label: 'Checkerboard',
  description: 'Eight filled squares of sixteen: flat inside, with sharp edges and corners.',
  citation: 'Grathwohl et al. 2019, FFJORD, ICLR 2019 (arXiv 1810.01367)',
  classes: 8,
  noise: { min: 0, max: 0.5, step: 0.01, default: 0 },
  sample: (request) => sampleShape(checkerboardShape, request),
};
