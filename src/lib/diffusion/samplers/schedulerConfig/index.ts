/** Hugging Face diffusers' `scheduler_config.json`, read and written. */
export type { ConfiguredSampler } from './classes.ts';
export { type BetaSchedule, makeWordedSchedule, type NoiseWords, noiseWordsOf } from './noise.ts';
export { readSchedulerConfig } from './read.ts';
export type {
  DiffusionSettings,
  FlowSettings,
  HookSettings,
  ReadSettings,
  SchedulerConfig,
  SchedulerSettings,
} from './settings.ts';
export { writeSchedulerConfig } from './write.ts';
