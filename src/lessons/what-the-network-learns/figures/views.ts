/** The four ways to say one prediction: how each is drawn, and what an error in it means for x0. */
import type { Role } from '../../../lessons/notation.ts';
import {
  convertPrediction,
  type Prediction,
  predictionCoefficients,
} from '../../../lib/diffusion/index.ts';
import { schedule } from './digits.ts';

/** What the course says of a view, and its line in a plot. */
export interface View {
  readonly id: Prediction;
  readonly name: string;
  readonly asks: string;
  readonly role: Role;
  readonly dash: string;
}

/** In the order of the figure's columns. */
export const views: readonly View[] = [
  { id: 'eps', name: 'noise', asks: 'which noise is in it?', role: 'noise', dash: '' },
  {
    id: 'x0',
    name: 'picture',
    asks: 'which picture is behind it?',
    role: 'data',
    dash: '7 3',
  },
  { id: 'v', name: 'velocity', asks: 'which mix of both?', role: 'prediction', dash: '2 3' },
  { id: 'score', name: 'score', asks: 'which way is likelier?', role: 'plain', dash: '9 3 2 3' },
];

/** The value that is drawn white (and, negative, black): ±1 for pictures, ±3 standard deviations for noise. */
export function drawnRange(view: Prediction, t: number): number {
  if (view === 'x0') return 1;
  if (view === 'score') return 3 / Math.sqrt(schedule.oneMinusAlphasCumprod[t]!);
  return 3;
}

/** A view of a prediction of x0, and the same view of the truth. */
export function viewOf(
  view: Prediction,
  x0: Float32Array,
  xt: Float32Array,
  t: number,
): Float32Array {
  return convertPrediction(schedule, { from: 'x0', to: view, xt, t, value: x0 });
}

/** How many times larger an error of this view becomes in the clean picture it implies. */
export function errorFactor(view: Prediction, t: number): number {
  return Math.abs(predictionCoefficients(schedule, t, view, 'x0').value);
}

/** The values scaled so that the drawn range becomes −1 to 1. */
export function scaled(values: Float32Array, range: number): Float32Array {
  return values.map((value) => value / range);
}
