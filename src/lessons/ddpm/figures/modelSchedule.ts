/** What the figures of this lesson share: the schedule of the shipped models, and DDPM's table on all its steps. */
import {
  makeCosineSchedule,
  makeDdpmTable,
  type SamplerTable,
} from '../../../lib/diffusion/index.ts';

/** The schedule that the shipped models were trained with: cosine, T = 1000. */
export const schedule = makeCosineSchedule({ T: 1000 });

/** The last timestep. */
export const lastStep = schedule.T - 1;

/** DDPM with the small fixed variance, one row a timestep, the noisiest first. */
export const everyStep: SamplerTable = makeDdpmTable(schedule, { steps: schedule.T });

/** Side of a digit, and how many pixels it has. */
export const digitSize = 8;
export const digitPixels = digitSize * digitSize;
