/** Two interleaved half circles, as scikit-learn's make_moons defines them. */

import { type PointDataset, type Shape, sampleShape } from './pointDataset.ts';
import { sineCosine } from './sineCosine.ts';

/**
 * Upper moon (cos θ, sin θ), lower moon (1 − cos θ, ½ − sin θ), θ uniform on [0, π], half and half.
 * x: mean ½; variance ½ within a moon + ¼ between the two.
 * y: mean ¼; E[y²] = ½ (½ + ¾ − 2/π), as E[sin θ] = 2/π, so variance 9/16 − 1/π.
 */
export const moonsShape: Shape = {
  mean: [1 / 2, 1 / 4],
  deviation: [Math.sqrt(3 / 4), Math.sqrt(9 / 16 - 1 / Math.PI)],
  labelled: true,
  draw(rng) {
    const label = rng.integer(2);
    const { sine, cosine } = sineCosine(Math.PI * rng.uniform());
    return label === 0 ? { x: cosine, y: sine, label } : { x: 1 - cosine, y: 1 / 2 - sine, label };
  },
};

export const moons: PointDataset<'moons'> = {
  id: 'moons',
  label: 'Two moons',
  description: 'Two half circles that reach into each other, with no gap that a line could use.',
  citation: 'Pedregosa et al. 2011, scikit-learn, sklearn.datasets.make_moons',
  classes: 2,
  noise: { min: 0, max: 0.5, step: 0.01, default: 0.07 },
  sample: (request) => sampleShape(moonsShape, request),
};
