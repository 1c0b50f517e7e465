/** The timestep as a vector of sines and cosines, and as one bare number: what a layer can tell from each. */
import { timestepEmbedding } from '../../../lib/diffusion/index.ts';
import { type LinearFit, makeLinearFit } from './linearFit.ts';
import { lastStep, schedule } from './modelSchedule.ts';

/** Width of the embedding in every network of the course. */
export const embeddingWidth = 64;

/** All timesteps, 0 … T − 1. */
export const timesteps = Array.from({ length: schedule.T }, (_, t) => t);

/** The embedding of every timestep: [T][embeddingWidth]. */
export const vectors = timesteps.map((t) => timestepEmbedding(t, embeddingWidth));

/** The timestep as one number from 0 to 1. */
export const bareNumber = (t: number): number => t / lastStep;

/** The cosine of the angle between two embeddings: all have the length √(width / 2). */
export function similarity(t: number, s: number): number {
  const [a, b] = [vectors[t]!, vectors[s]!];
  let sum = 0;
  for (let i = 0; i < embeddingWidth; i++) sum += a[i]! * b[i]!;
  return sum / (embeddingWidth / 2);
}

/** A function of the timestep that a layer may want. */
export type WishName = 'near' | 'noise' | 'first';

/** Half-width of the window of the wish `near`, as a standard deviation in timesteps. */
export const windowWidth = 60;

/** Until where the wish `first` is on. */
export const firstSteps = 50;

/** Every wish: how the controls name it, and its value at every timestep, for the chosen t. */
export const wishes: Readonly<
  Record<WishName, { readonly label: string; readonly values: (t: number) => Float64Array }>
> = {
  near: {
    label: 'be on near t only',
    values: (t) =>
      Float64Array.from(timesteps, (s) => Math.exp(-(((s - t) / windowWidth) ** 2) / 2)),
  },
  noise: {
    label: 'follow the weight on the noise',
    values: () => Float64Array.from(schedule.alphasCumprod, (bar) => Math.sqrt(1 - bar)),
  },
  first: {
    label: `be on for the first ${firstSteps} steps`,
    values: () => Float64Array.from(timesteps, (s) => (s < firstSteps ? 1 : 0)),
  },
};

let fits: { readonly sines: LinearFit; readonly bare: LinearFit } | null = null;

/** What one linear layer makes of a wish from the sines and cosines, and from the bare number. */
export function fitWish(values: ArrayLike<number>) {
  fits ??= {
    sines: makeLinearFit(vectors),
    bare: makeLinearFit(timesteps.map((t) => [bareNumber(t)])),
  };
  return { sines: fits.sines(values), bare: fits.bare(values) };
}

/** The root of the mean squared difference. */
export function rmsDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum / a.length);
}
