/** The scheduler classes of Hugging Face diffusers that the samplers here stand for: their fields, defaults and what is honoured. */
import type { SamplerName } from '../registry.ts';

/** A sampler that a `scheduler_config.json` may name. */
export type ConfiguredSampler = SamplerName | 'ddimInverse' | 'flowEuler';

/** A class of diffusers, as version 0.36 has it or nearly. */
export interface SchedulerClass {
  readonly sampler: ConfiguredSampler;
  /** Every field with its default. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** Fields of which only some values are honoured, the first of them standing in for the others. */
  readonly only: Readonly<Record<string, readonly unknown[]>>;
  /** Fields that say something only together with one that is not honoured. */
  readonly idle?: readonly string[];
}

const noise = {
  num_train_timesteps: 1000,
  beta_start: 0.0001,
  beta_end: 0.02,
  beta_schedule: 'linear',
  trained_betas: null,
  prediction_type: 'epsilon',
};
const latentNoise = { ...noise, beta_start: 0.00085, beta_end: 0.012 };
const clipping = { clip_sample: true, clip_sample_range: 1 };
const thresholding = {
  thresholding: false,
  dynamic_thresholding_ratio: 0.995,
  sample_max_value: 1,
};
const leading = { timestep_spacing: 'leading', steps_offset: 0 };
const linspace = { timestep_spacing: 'linspace', steps_offset: 0 };
const zeroSnr = { rescale_betas_zero_snr: false };
const sigmas = { use_karras_sigmas: false, use_exponential_sigmas: false, use_beta_sigmas: false };
const onlySigmas = { use_exponential_sigmas: [false], use_beta_sigmas: [false] };
const flowing = { use_flow_sigmas: false, flow_shift: 1, use_dynamic_shifting: false };
const onlyFlowing = { use_flow_sigmas: [false], use_dynamic_shifting: [false] };
const flowIdle = ['flow_shift', 'time_shift_type'];
const dpmSolver = {
  solver_order: 2,
  algorithm_type: 'dpmsolver++',
  solver_type: 'midpoint',
  final_sigmas_type: 'zero',
  lambda_min_clipped: null,
  variance_type: null,
};
const onlyDpmSolver = {
  ...onlySigmas,
  ...onlyFlowing,
  solver_order: [2],
  algorithm_type: ['dpmsolver++'],
  solver_type: ['midpoint'],
  lambda_min_clipped: [null],
  variance_type: [null],
};

/** Every class by name, in the order of the registry. */
export const schedulerClasses: Readonly<Record<string, SchedulerClass>> = {
  DDPMScheduler: {
    sampler: 'ddpm',
    defaults: {
      ...noise,
      variance_type: 'fixed_small',
      ...clipping,
      ...thresholding,
      ...leading,
      ...zeroSnr,
    },
    only: {
      variance_type: ['fixed_small', 'fixed_large', 'fixed_small_log', 'fixed_large_log'],
    },
  },
  DDIMScheduler: {
    sampler: 'ddim',
    defaults: {
      ...noise,
      ...clipping,
      ...thresholding,
      set_alpha_to_one: true,
      ...leading,
      ...zeroSnr,
    },
    only: {},
  },
  DDIMInverseScheduler: {
    sampler: 'ddimInverse',
    defaults: { ...noise, ...clipping, set_alpha_to_one: true, ...leading, ...zeroSnr },
    only: {},
  },
  EulerDiscreteScheduler: {
    sampler: 'euler',
    defaults: {
      ...noise,
      interpolation_type: 'linear',
      ...sigmas,
      sigma_min: null,
      sigma_max: null,
      timestep_type: 'discrete',
      ...linspace,
      ...zeroSnr,
      final_sigmas_type: 'zero',
    },
    only: {
      ...onlySigmas,
      interpolation_type: ['linear'],
      sigma_min: [null],
      sigma_max: [null],
      timestep_type: ['discrete'],
    },
  },
  EulerAncestralDiscreteScheduler: {
    sampler: 'eulerAncestral',
    defaults: { ...noise, ...linspace, ...zeroSnr },
    only: {},
  },
  HeunDiscreteScheduler: {
    sampler: 'heun',
    defaults: { ...latentNoise, ...sigmas, ...clipping, clip_sample: false, ...linspace },
    only: onlySigmas,
  },
  DPMSolverMultistepScheduler: {
    sampler: 'dpmSolver2M',
    defaults: {
      ...noise,
      ...dpmSolver,
      ...thresholding,
      lower_order_final: true,
      euler_at_final: false,
      ...sigmas,
      use_lu_lambdas: false,
      ...flowing,
      time_shift_type: 'exponential',
      ...linspace,
      ...zeroSnr,
    },
    only: { ...onlyDpmSolver, lower_order_final: [true], use_lu_lambdas: [false] },
    idle: [...flowIdle, 'euler_at_final'],
  },
  DPMSolverSinglestepScheduler: {
    sampler: 'dpmSolver2S',
    defaults: {
      ...noise,
      ...dpmSolver,
      ...thresholding,
      lower_order_final: false,
      ...sigmas,
      ...flowing,
      time_shift_type: 'exponential',
    },
    only: onlyDpmSolver,
    idle: [...flowIdle, 'lower_order_final'],
  },
  UniPCMultistepScheduler: {
    sampler: 'unipc',
    defaults: {
      ...noise,
      solver_order: 2,
      ...thresholding,
      predict_x0: true,
      solver_type: 'bh2',
      lower_order_final: true,
      disable_corrector: [],
      solver_p: null,
      ...sigmas,
      ...flowing,
      time_shift_type: 'exponential',
      ...linspace,
      final_sigmas_type: 'zero',
      ...zeroSnr,
    },
    only: {
      ...onlySigmas,
      ...onlyFlowing,
      solver_order: [2],
      predict_x0: [true],
      solver_type: ['bh2'],
      lower_order_final: [true],
      disable_corrector: [[]],
      solver_p: [null],
    },
    idle: flowIdle,
  },
  PNDMScheduler: {
    sampler: 'pndm',
    defaults: { ...noise, skip_prk_steps: false, set_alpha_to_one: false, ...leading },
    only: {},
  },
  LCMScheduler: {
    sampler: 'lcm',
    defaults: {
      ...latentNoise,
      beta_schedule: 'scaled_linear',
      original_inference_steps: 50,
      ...clipping,
      clip_sample: false,
      ...thresholding,
      set_alpha_to_one: true,
      ...leading,
      timestep_scaling: 10,
      ...zeroSnr,
    },
    only: {},
  },
  FlowMatchEulerDiscreteScheduler: {
    sampler: 'flowEuler',
    defaults: {
      num_train_timesteps: 1000,
      shift: 1,
      use_dynamic_shifting: false,
      base_shift: 0.5,
      max_shift: 1.15,
      base_image_seq_len: 256,
      max_image_seq_len: 4096,
      invert_sigmas: false,
      shift_terminal: null,
      ...sigmas,
      time_shift_type: 'exponential',
      stochastic_sampling: false,
    },
    only: {
      ...onlySigmas,
      use_karras_sigmas: [false],
      use_dynamic_shifting: [false],
      invert_sigmas: [false],
      shift_terminal: [null],
      stochastic_sampling: [false],
    },
    idle: ['base_shift', 'max_shift', 'base_image_seq_len', 'max_image_seq_len', 'time_shift_type'],
  },
};

/** The name of the class that stands for a sampler. */
export function classNameOf(sampler: ConfiguredSampler): string {
  const found = Object.entries(schedulerClasses).find(([, entry]) => entry.sampler === sampler);
  return found![0];
}
