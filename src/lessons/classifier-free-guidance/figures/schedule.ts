/** The schedule that the shipped models were trained with: cosine, T = 1000. */
import { makeCosineSchedule } from '../../../lib/diffusion/index.ts';

export const schedule = makeCosineSchedule({ T: 1000 });

/** The last timestep. */
export const lastStep = schedule.T - 1;
