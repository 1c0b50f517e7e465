/** Two concentric circles, as scikit-learn's make_circles with factor ½. */

import { type PointDataset, type Shape, sampleShape } from './pointDataset.ts';
import { sineCosine } from './sineCosine.ts';

/** The radius of each ring, by label. */
export const ringRadii = [1, 1 / 2] as const;

/**
 * r (cos θ, sin θ), θ uniform on [0, 2π), r = 1 or ½, half and half.
 * Both means are 0; both variances are E[r²] / 2 = 5/16.
 */
export const ringsShape: Shape = {
  mean: [0, 0],
  deviation: [Math.sqrt(5 / 16), Math.sqrt(5 / 16)],
  labelled: true,
  draw(rng) {
    const label = rng.integer(2);
    const radius = label === 0 ? ringRadii[0] : ringRadii[1];
    const { sine, cosine } = sineCosine(2 * Math.PI * rng.uniform());
    return { x: radius * cosine, y: radius * sine, label };
  },
};

export const rings: PointDataset<'rings'> = {
  id: 'rings',
  label: 'Rings',
  description: 'Two circles, one inside the other.',
  citation: 'Pedregosa et al. 2011, scikit-learn, sklearn.datasets.make_circles',
  classes: 2,
  noise: { min: 0, max: 0.5, step: 0.01, default: 0.07 },
  sample: (request) => sampleShape(ringsShape, request),
};
