/** The noise schedule of this lesson: β from 1e-4 to 0.02 in 1,000 steps (Ho et al. 2020, section 4). */
import { makeLinearSchedule } from '../../../lib/diffusion/index.ts';

export const schedule = makeLinearSchedule({ T: 1000, betaStart: 1e-4, betaEnd: 0.02 });

/** The last timestep, T − 1. */
export const lastStep = schedule.T - 1;
