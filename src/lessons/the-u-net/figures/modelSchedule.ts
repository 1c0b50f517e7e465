/** What all figures of this lesson share: the schedule and the sizes of the shipped digits model. */
import { makeCosineSchedule } from '../../../lib/diffusion/index.ts';

/** The schedule that the shipped model was trained with: cosine, T = 1000. */
export const schedule = makeCosineSchedule({ T: 1000 });

/** The last timestep. */
export const lastStep = schedule.T - 1;

/** Side of a digit, and how many pixels it has. */
export const digitSize = 8;
export const digitPixels = digitSize * digitSize;
