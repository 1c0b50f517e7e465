/** What the figure of many chains draws: which classes, which rows are kept, and how far apart two chains of one class end. */
import { plainDraw } from '../../../components/model/useDraw.ts';
import type { DdpmVariance, Numbers } from '../../../lib/diffusion/index.ts';
import type { DrawSettings } from '../../../lib/sampling/settings.ts';
import { rmsDifference } from './oneStep.ts';

/** The models that the figure offers, and the classes that it draws twice with each. */
export const chainModels = {
  'digits-8': { label: '20 digits', classes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], things: 'digits' },
  'fashion-32': { label: '10 garments', classes: [0, 1, 3, 5, 8], things: 'garments' },
} as const;

/** A model of the figure. */
export type ChainModel = keyof typeof chainModels;

/** Every class twice: the second of each in the lower row. */
export const chainClasses = (model: ChainModel): number[] => [
  ...chainModels[model].classes,
  ...chainModels[model].classes,
];

/** How many steps a walk may take. */
export const stepChoices = [1000, 250, 50, 10] as const;

/** At most about so many pictures of a walk are kept. */
const mostFrames = 50;

/** Every so many rows a picture is kept. */
export const frameEvery = (steps: number): number => Math.max(1, Math.ceil(steps / mostFrames));

/** How many pictures of a walk are kept: the first row, every so many, the last. */
export function framesKept(steps: number): number {
  const every = frameEvery(steps);
  const multiples = Math.floor(steps / every);
  const first = every > 1 ? 1 : 0;
  const last = steps % every === 0 ? 0 : 1;
  return multiples + first + last;
}

/** Settings of a DDPM walk. */
export const ddpmSettings = (steps: number, variance: DdpmVariance): DrawSettings => ({
  ...plainDraw,
  sampler: 'ddpm',
  options: { steps, variance },
});

/** How far apart the two chains of each class are: the root mean squared difference a pixel, over all classes. */
export function pairDistance(pictures: readonly Numbers[]): number {
  const half = pictures.length / 2;
  const squares = pictures
    .slice(0, half)
    .map((picture, i) => rmsDifference(picture, pictures[half + i]!) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / half);
}
