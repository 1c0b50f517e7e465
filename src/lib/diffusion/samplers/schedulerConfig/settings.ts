/** What a `scheduler_config.json` says, in this library's words. */
import type { Prediction } from '../../predictions.ts';
import type { Schedule } from '../../schedules/index.ts';
import type { FlowOptions } from '../flow.ts';
import type { SamplerName, SamplerOptions } from '../registry.ts';
import type { DynamicThreshold } from '../x0Hooks.ts';
import type { NoiseWords } from './noise.ts';

/** What is done to a predicted x0: the numbers for clipX0 and dynamicThreshold. */
export interface HookSettings {
  readonly clip?: number;
  readonly dynamicThreshold?: DynamicThreshold;
}

/** A sampler of the registry, or DDIM backwards, with all that it needs but the model. */
export interface DiffusionSettings {
  readonly sampler: SamplerName | 'ddimInverse';
  readonly schedule: Schedule;
  /** The words for the schedule; found from its betas where they are left out. */
  readonly noise?: NoiseWords;
  readonly options: SamplerOptions;
  readonly prediction: Exclude<Prediction, 'score'>;
  readonly hooks: HookSettings;
}

/** Euler's method on a rectified flow, which has no schedule: its network predicts the velocity. */
export interface FlowSettings {
  readonly sampler: 'flowEuler';
  readonly options: Partial<FlowOptions>;
}

/** Either. */
export type SchedulerSettings = DiffusionSettings | FlowSettings;

/** The same, read; and a sentence for each field that is unknown or not honoured. */
export type ReadSettings = (DiffusionSettings | FlowSettings) & {
  readonly notes: readonly string[];
};

/** A `scheduler_config.json`, parsed. */
export type SchedulerConfig = Readonly<Record<string, unknown>>;

/**
 * The field under which the writer keeps what diffusers' class has no field for: eta, the number of steps and the
 * timesteps, which there are arguments of a call, and a spacing or an end that the class does not offer. diffusers leaves
 * fields that begin with "_" alone.
 */
export const ownField = '_from_noise';
