/** The registry of noise schedules: one line each; menus, figures and tests iterate it. */
import { cosine } from './cosine.ts';
import type { ScheduleEntry } from './entry.ts';
import { linear } from './linear.ts';
import { scaledLinear } from './scaledLinear.ts';
import { sigmoid } from './sigmoid.ts';

/** The name of a schedule in the registry. */
export type ScheduleName = 'linear' | 'cosine' | 'scaledLinear' | 'sigmoid';

/** Every schedule by name, in the order in which menus show them. */
export const schedules: { readonly [Name in ScheduleName]: ScheduleEntry<Name> } = {
  linear,
  cosine,
  scaledLinear,
  sigmoid,
};

export { type CosineOptions, makeCosineSchedule } from './cosine.ts';
export { makeCustomSchedule } from './custom.ts';
export type {
  NumberParameter,
  ScheduleEntry,
  ScheduleOptions,
  ScheduleParameter,
  ToggleParameter,
} from './entry.ts';
export { type LinearOptions, makeLinearSchedule } from './linear.ts';
export { makeScaledLinearSchedule, type ScaledLinearOptions } from './scaledLinear.ts';
export { makeSchedule, type Schedule } from './schedule.ts';
export { makeSigmoidSchedule, type SigmoidOptions } from './sigmoid.ts';
export { rescaleToZeroTerminalSnr } from './zeroTerminalSnr.ts';
