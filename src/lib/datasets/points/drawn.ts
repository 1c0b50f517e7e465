/** The reader's own drawing: its points drawn again at random, with a little noise. */

import { InvalidArgumentError } from '../../diffusion/index.ts';
import { checkRequest, type PointDataset, type PointRequest } from './pointDataset.ts';

function checkDrawn({ drawn }: PointRequest): Float32Array {
  if (!drawn || drawn.length === 0 || drawn.length % 2 !== 0) {
    const allowed = 'a list of x, y pairs with at least one point';
    throw new InvalidArgumentError('drawn', drawn, allowed);
  }
  if (!drawn.every(Number.isFinite)) {
    throw new InvalidArgumentError('drawn', drawn, 'x, y pairs of finite numbers');
  }
  return drawn;
}

/**
 * Each point is one of the reader's, every one as likely, plus noise · z on each axis. The drawing
 * is taken to be in standardised units already, so what is learned appears where it was drawn.
 */
export const drawn: PointDataset<'drawn'> = {
  id: 'drawn',
  label: 'Your own drawing',
  description: 'The points that you draw, each used many times with a little noise.',
  citation: 'Parzen 1962, Annals of Mathematical Statistics 33: a kernel density with this noise',
  classes: 0,
  noise: { min: 0, max: 0.5, step: 0.01, default: 0.05 },
  sample(request) {
    checkRequest(request);
    const source = checkDrawn(request);
    const { count, rng, noise } = request;
    const points = new Float64Array(count * 2);
    for (let i = 0; i < count; i++) {
      const from = 2 * rng.integer(source.length / 2);
      points[2 * i] = source[from]! + noise * rng.normal();
      points[2 * i + 1] = source[from + 1]! + noise * rng.normal();
    }
    return { points };
  },
};
