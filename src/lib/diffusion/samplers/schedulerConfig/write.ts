/** Writes settings as a Hugging Face diffusers `scheduler_config.json`. */
import { check } from '../../checks.ts';
import type { SamplerOptions } from '../registry.ts';
import { classNameOf, schedulerClasses } from './classes.ts';
import { type NoiseWords, noiseWordsOf } from './noise.ts';
import {
  type DiffusionSettings,
  type HookSettings,
  ownField,
  type SchedulerConfig,
  type SchedulerSettings,
} from './settings.ts';

const predictionWords = { eps: 'epsilon', x0: 'sample', v: 'v_prediction' } as const;

/** Fields, and the settings for which the class has none. */
interface Written {
  readonly fields: Record<string, unknown>;
  readonly own: { options: Record<string, unknown>; hooks: Record<string, unknown> };
}

function noiseFields(words: NoiseWords): Record<string, unknown> {
  return {
    num_train_timesteps: words.T,
    beta_start: words.betaStart,
    beta_end: words.betaEnd,
    beta_schedule: words.betaSchedule,
    trained_betas: words.trainedBetas ?? null,
    ...(words.zeroTerminalSnr ? { rescale_betas_zero_snr: true } : {}),
  };
}

function has(className: string, field: string): boolean {
  return field in schedulerClasses[className]!.defaults;
}

/** Where the walk visits: into the class's fields as far as it has them. */
function writeSpacing(className: string, spacing: SamplerOptions['spacing'], to: Written): void {
  if (spacing === 'karras' && has(className, 'use_karras_sigmas')) {
    to.fields.use_karras_sigmas = true;
  } else if (spacing !== 'karras' && has(className, 'timestep_spacing')) {
    to.fields.timestep_spacing = spacing ?? 'trailing';
  } else if (spacing !== 'linspace') to.own.options.spacing = spacing ?? 'trailing';
}

function writeEnd(className: string, { options, schedule }: DiffusionSettings, to: Written): void {
  const { finalAlphaBar = 1 } = options;
  const first = finalAlphaBar === schedule.alphasCumprod[0];
  const word = first || finalAlphaBar === 1;
  if (word && has(className, 'set_alpha_to_one')) to.fields.set_alpha_to_one = !first;
  else if (word && has(className, 'final_sigmas_type')) {
    to.fields.final_sigmas_type = first ? 'sigma_min' : 'zero';
  } else if (finalAlphaBar !== 1) to.own.options.finalAlphaBar = finalAlphaBar;
}

/** The options that have a field of their own in the class; the rest goes under our own. */
function writeOptions(
  className: string,
  { sampler, options }: DiffusionSettings,
  to: Written,
): void {
  const { spacing: _, finalAlphaBar: __, ...rest } = options;
  const left: Record<string, unknown> = { ...rest };
  const take = (key: keyof SamplerOptions, field: string, word: (value: unknown) => unknown) => {
    if (!has(className, field) || left[key] === undefined) return;
    to.fields[field] = word(left[key]);
    delete left[key];
  };
  take('stepsOffset', 'steps_offset', (value) => value);
  if (sampler === 'ddpm' && left.variance !== 'none') {
    take('variance', 'variance_type', (value) =>
      value === 'fixedLarge' ? 'fixed_large' : 'fixed_small',
    );
  }
  if (sampler === 'pndm') {
    to.fields.skip_prk_steps = true;
    take('start', 'skip_prk_steps', (value) => value === 'linear');
  }
  take('timestepScaling', 'timestep_scaling', (value) => value);
  if (left.stepsOffset === 0) delete left.stepsOffset;
  Object.assign(to.own.options, left);
}

function writeHooks(
  className: string,
  { clip, dynamicThreshold }: HookSettings,
  to: Written,
): void {
  if (has(className, 'clip_sample')) to.fields.clip_sample = false;
  if (dynamicThreshold && has(className, 'thresholding')) {
    to.fields.thresholding = true;
    to.fields.dynamic_thresholding_ratio = dynamicThreshold.percentile ?? 0.995;
    to.fields.sample_max_value = dynamicThreshold.mostThreshold ?? null;
  } else if (dynamicThreshold) to.own.hooks.dynamicThreshold = dynamicThreshold;
  if (clip === undefined) return;
  if (dynamicThreshold || !has(className, 'clip_sample')) to.own.hooks.clip = clip;
  else Object.assign(to.fields, { clip_sample: true, clip_sample_range: clip });
}

function ownOf({ own }: Written): Record<string, unknown> {
  const filled = Object.entries(own).filter(([, value]) => Object.keys(value).length > 0);
  return filled.length > 0 ? { [ownField]: Object.fromEntries(filled) } : {};
}

/**
 * The configuration that says the same in diffusers' words, all fields of the class included. What the class has no field
 * for is kept under `_from_noise`, which diffusers leaves alone and the reader here takes up again: reading it back gives
 * the same settings.
 *
 * @throws InvalidArgumentError when the sampler is unknown, or the class cannot be told of a zero terminal SNR
 */
export function writeSchedulerConfig(settings: SchedulerSettings): SchedulerConfig {
  const named = Object.values(schedulerClasses).some(({ sampler }) => sampler === settings.sampler);
  check(named, 'sampler', settings.sampler, 'a sampler of the registry, ddimInverse or flowEuler');
  const className = classNameOf(settings.sampler);
  const { defaults } = schedulerClasses[className]!;
  const to: Written = { fields: {}, own: { options: {}, hooks: {} } };
  if (settings.sampler === 'flowEuler') {
    const { T = 1000, shift = 1, ...rest } = settings.options;
    Object.assign(to.fields, { num_train_timesteps: T, shift });
    Object.assign(to.own.options, rest);
  } else {
    const words = settings.noise ?? noiseWordsOf(settings.schedule);
    const sayable = !words.zeroTerminalSnr || 'rescale_betas_zero_snr' in defaults;
    check(sayable, 'noise.zeroTerminalSnr', true, `false for ${className}`);
    Object.assign(to.fields, noiseFields(words));
    to.fields.prediction_type = predictionWords[settings.prediction];
    writeSpacing(className, settings.options.spacing, to);
    writeEnd(className, settings, to);
    writeOptions(className, settings, to);
    writeHooks(className, settings.hooks, to);
  }
  return { _class_name: className, ...defaults, ...to.fields, ...ownOf(to) };
}
