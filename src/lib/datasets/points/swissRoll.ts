/** A spiral: the swiss roll of scikit-learn's make_swiss_roll, seen from its end. */

import { type PointDataset, type Shape, sampleShape } from './pointDataset.ts';
import { sineCosine } from './sineCosine.ts';

const squaredPi = Math.PI ** 2;

/**
 * (θ cos θ, θ sin θ), θ uniform on [3π/2, 9π/2].
 * Means: ∫θ cos θ = θ sin θ + cos θ gives 6π/3π = 2; ∫θ sin θ = sin θ − θ cos θ gives 2/3π.
 * Second moments: E[θ²] = 39π²/4 and E[θ² cos 2θ] = −½, so E[x²] = 39π²/8 − ¼, E[y²] = 39π²/8 + ¼.
 */
export const swissRollShape: Shape = {
  mean: [2, 2 / (3 * Math.PI)],
  deviation: [
    Math.sqrt((39 / 8) * squaredPi - 1 / 4 - 4),
    Math.sqrt((39 / 8) * squaredPi + 1 / 4 - 4 / (9 * squaredPi)),
  ],
  labelled: false,
  draw(rng) {
    const angle = (3 / 2) * Math.PI * (1 + 2 * rng.uniform());
    const { sine, cosine } = sineCosine(angle);
    return { x: angle * cosine, y: angle * sine, label: 0 };
  },
};

export const swissRoll: PointDataset<'swissRoll'> = {
  id: 'swissRoll',
  label: 'Swiss roll',
  description: 'A spiral of one and a half turns: one thin curve that fills the plane.',
  citation:
    'Marsland 2009, Machine Learning: An Algorithmic Perspective; scikit-learn, sklearn.datasets.make_swiss_roll',
  classes: 0,
  noise: { min: 0, max: 0.5, step: 0.01, default: 0.05 },
  sample: (request) => sampleShape(swissRollShape, request),
};
