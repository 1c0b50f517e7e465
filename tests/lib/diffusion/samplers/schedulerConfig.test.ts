/** diffusers' scheduler_config.json: published ones, each class's defaults, every way there and back, what is not honoured. */
import { describe, expect, it } from 'vitest';
import {
  type DiffusionSettings,
  makeCosineSchedule,
  makeCustomSchedule,
  makeFlowEulerTable,
  makeLinearSchedule,
  makeScaledLinearSchedule,
  makeSigmoidSchedule,
  type ReadSettings,
  readSchedulerConfig,
  rescaleToZeroTerminalSnr,
  type SamplerOptions,
  type Schedule,
  type SchedulerSettings,
  samplerNames,
  samplers,
  sampleWalk,
  writeSchedulerConfig,
} from '../../../../src/lib/diffusion/index.ts';
import { largestRelativeError, thrownBy } from '../closeness.ts';

/** What was read, when it is no flow. */
function readDiffusion(json: unknown): DiffusionSettings & Pick<ReadSettings, 'notes'> {
  const read = readSchedulerConfig(json);
  if (read.sampler === 'flowEuler') throw new Error('A flow.');
  return read;
}

/** The `scheduler/scheduler_config.json` of Stable Diffusion 1.5, as published. */
const stableDiffusion = `{
  "_class_name": "PNDMScheduler",
  "_diffusers_version": "0.6.0",
  "beta_end": 0.012,
  "beta_schedule": "scaled_linear",
  "beta_start": 0.00085,
  "num_train_timesteps": 1000,
  "set_alpha_to_one": false,
  "skip_prk_steps": true,
  "steps_offset": 1,
  "trained_betas": null,
  "clip_sample": false
}`;

describe('a published configuration', () => {
  it('Stable Diffusion: PLMS on the scaled-linear schedule, one step off', () => {
    const { sampler, schedule, options, prediction, hooks, notes } = readDiffusion(stableDiffusion);
    expect({ sampler, prediction, hooks }).toEqual({
      sampler: 'pndm',
      prediction: 'eps',
      hooks: {},
    });
    expect(options).toEqual({
      spacing: 'leading',
      stepsOffset: 1,
      finalAlphaBar: schedule.alphasCumprod[0],
      start: 'linear',
    });
    expect(schedule.alphasCumprod).toEqual(makeScaledLinearSchedule({ T: 1000 }).alphasCumprod);
    expect(notes).toEqual(['clip_sample is no field of PNDMScheduler, and is left out.']);
    const visited = samplers.pndm.make(schedule, { ...options, steps: 50 }).map(({ t }) => t);
    // diffusers visits 981, 961, 961, 941, …, 21, 1 in 50 steps.
    expect([...visited.slice(0, 4), ...visited.slice(-2)]).toEqual([981, 961, 961, 941, 21, 1]);
    expect(visited).toHaveLength(51);
  });

  it('an LCM: rescaled to zero terminal SNR, v, thresholds', () => {
    const { schedule, ...read } = readDiffusion({
      _class_name: 'LCMScheduler',
      beta_schedule: 'linear',
      beta_start: 0.001,
      prediction_type: 'v_prediction',
      rescale_betas_zero_snr: true,
      set_alpha_to_one: false,
      thresholding: true,
      dynamic_thresholding_ratio: 0.99,
      sample_max_value: 1.5,
      original_inference_steps: 50,
    });
    expect(read.prediction).toBe('v');
    expect(read.hooks).toEqual({ dynamicThreshold: { percentile: 0.99, mostThreshold: 1.5 } });
    expect(read.options).toMatchObject({ spacing: 'leading', timestepScaling: 10 });
    expect(schedule.alphasCumprod.at(-1)).toBe(0);
    expect(read.notes).toEqual([
      'original_inference_steps is not used: the steps are spaced over the whole schedule.',
    ]);
  });

  it('a flow: its shift, and what its pipeline would change', () => {
    const read = readSchedulerConfig({
      _class_name: 'FlowMatchEulerDiscreteScheduler',
      num_train_timesteps: 1000,
      shift: 3,
      use_dynamic_shifting: true,
      base_shift: 0.25,
    });
    expect(read).toMatchObject({ sampler: 'flowEuler', options: { T: 1000, shift: 3 } });
    expect(read.notes).toEqual([
      'use_dynamic_shifting true is not supported; the walk goes as with false.',
      'base_shift has no effect here.',
      expect.stringMatching(/^sigmas: /),
    ]);
    if (read.sampler !== 'flowEuler') throw new Error('No flow.');
    const table = makeFlowEulerTable({ ...read.options, steps: 4 });
    expect(table.map(({ t }) => Math.round(t))).toEqual([1000, 900, 750, 500]);
  });

  it('may hold Python’s infinity', () => {
    const text = '{"_class_name": "DPMSolverMultistepScheduler", "lambda_min_clipped": -Infinity}';
    expect(readDiffusion(text).notes.join(' ')).not.toContain('lambda_min_clipped');
  });
});

describe('absent fields take the class’s own defaults', () => {
  const linear = makeLinearSchedule({ T: 1000 });
  const latent = makeScaledLinearSchedule({ T: 1000 });
  const heunsOwn = makeLinearSchedule({ T: 1000, betaStart: 0.00085, betaEnd: 0.012 });
  const level = (spacing: string, schedule: Schedule, end: 'one' | 'first' = 'one') => ({
    spacing,
    stepsOffset: 0,
    finalAlphaBar: end === 'one' ? 1 : schedule.alphasCumprod[0],
  });

  it.each([
    [
      'DDPMScheduler',
      'ddpm',
      linear,
      { ...level('leading', linear), variance: 'fixedSmall' },
      { clip: 1 },
    ],
    ['DDIMScheduler', 'ddim', linear, level('leading', linear), { clip: 1 }],
    ['DDIMInverseScheduler', 'ddimInverse', linear, level('leading', linear), { clip: 1 }],
    ['EulerDiscreteScheduler', 'euler', linear, level('linspace', linear), {}],
    ['EulerAncestralDiscreteScheduler', 'eulerAncestral', linear, level('linspace', linear), {}],
    ['HeunDiscreteScheduler', 'heun', heunsOwn, level('linspace', linear), {}],
    ['DPMSolverMultistepScheduler', 'dpmSolver2M', linear, level('linspace', linear), {}],
    ['DPMSolverSinglestepScheduler', 'dpmSolver2S', linear, level('linspace', linear), {}],
    ['UniPCMultistepScheduler', 'unipc', linear, level('linspace', linear), {}],
    [
      'PNDMScheduler',
      'pndm',
      linear,
      { ...level('leading', linear, 'first'), start: 'rungeKutta' },
      {},
    ],
    ['LCMScheduler', 'lcm', latent, { ...level('leading', latent), timestepScaling: 10 }, {}],
  ] as const)('%s', (_class_name, sampler, schedule, options, hooks) => {
    const read = readDiffusion({ _class_name });
    expect(read).toMatchObject({ sampler, prediction: 'eps' });
    expect(read.options).toEqual(options);
    expect(read.hooks).toEqual(hooks);
    expect(read.schedule.betas).toEqual(schedule.betas);
  });
});

describe('words of the noise', () => {
  const read = (fields: object) =>
    readDiffusion({ _class_name: 'DDIMScheduler', ...fields }).schedule;

  it('squaredcos_cap_v2 is the cosine schedule', () => {
    const schedule = read({ beta_schedule: 'squaredcos_cap_v2', num_train_timesteps: 50 });
    const f = (u: number) => Math.cos(((u + 0.008) / 1.008) * (Math.PI / 2)) ** 2;
    const betas = Array.from({ length: 50 }, (_, i) =>
      Math.min(1 - f((i + 1) / 50) / f(i / 50), 0.999),
    );
    expect(largestRelativeError(schedule.betas, betas)).toBeLessThan(1e-11);
  });

  it('sigmoid is diffusers’, a logistic curve of β, and not the registry’s', () => {
    const schedule = read({ beta_schedule: 'sigmoid', num_train_timesteps: 13 });
    const betas = Array.from(
      { length: 13 },
      (_, i) => 1e-4 + (0.02 - 1e-4) / (1 + Math.exp(6 - i)),
    );
    expect(largestRelativeError(schedule.betas, betas)).toBeLessThan(1e-12);
    const registry = makeSigmoidSchedule({ T: 13 });
    expect(largestRelativeError(registry.betas, betas)).toBeGreaterThan(0.5);
  });

  it('trained_betas count before the words', () => {
    expect([...read({ trained_betas: [0.1, 0.2, 1] }).betas]).toEqual([0.1, 0.2, 1]);
  });

  it('a zero terminal SNR is 0 for DDIM, and diffusers’ smallest float16 for samplers in σ', () => {
    const zero = read({ rescale_betas_zero_snr: true });
    expect(zero.alphasCumprod).toEqual(
      rescaleToZeroTerminalSnr(makeLinearSchedule({ T: 1000 })).alphasCumprod,
    );
    for (const _class_name of ['EulerDiscreteScheduler', 'UniPCMultistepScheduler']) {
      const read = readDiffusion({ _class_name, rescale_betas_zero_snr: true });
      const before = zero.alphasCumprod.at(-2)!;
      expect(before).toBeLessThan(2 ** -24);
      expect(read.schedule.alphasCumprod.at(-1)! / before).toBeCloseTo(0.5, 6);
      const latent = { _class_name, rescale_betas_zero_snr: true, beta_schedule: 'scaled_linear' };
      const least = readDiffusion({ ...latent, beta_start: 0.00085, beta_end: 0.012 }).schedule;
      expect(least.alphasCumprod.at(-1)! * 2 ** 24).toBeCloseTo(1, 6);
      expect(read.schedule.alphasCumprod.at(-2)).toBe(zero.alphasCumprod.at(-2));
      const { sampler, schedule, options } = read;
      if (sampler !== 'ddimInverse') samplers[sampler].make(schedule, { ...options, steps: 5 });
    }
  });
});

/** Settings with every choice that a sampler has, each in a way of its own. */
function waysOf(sampler: DiffusionSettings['sampler']): SamplerOptions[] {
  const karras = sampler === 'ddimInverse' ? false : samplers[sampler].karras;
  const own: SamplerOptions[] = {
    ddpm: [
      { variance: 'fixedLarge' as const },
      { variance: 'fixedSmall' as const },
      { variance: 'none' as const },
    ],
    ddim: [{ eta: 0.4 }, {}],
    eulerAncestral: [{ eta: 0.4 }, {}],
    pndm: [{ start: 'linear' as const }, { start: 'rungeKutta' as const }],
    lcm: [{ timestepScaling: 3, sigmaData: 0.4 }, { timestepScaling: 10 }],
  }[sampler as string] ?? [{}];
  const spacings = ['trailing', 'leading', 'linspace', ...(karras ? ['karras'] : [])];
  const choices = spacings.flatMap((spacing, i) =>
    own.map((mine) => ({ ...mine, spacing, stepsOffset: i % 2 }) as SamplerOptions),
  );
  const listed = { ...own[0], spacing: 'linspace', stepsOffset: 0, timesteps: [80, 30, 2] };
  const started = { ...own[0], spacing: 'trailing', stepsOffset: 0, steps: 9, startAt: 60 };
  return [...choices, listed as SamplerOptions, started as SamplerOptions];
}

const schedules: Record<string, Schedule> = {
  linear: makeLinearSchedule({ T: 100 }),
  'scaled linear': makeScaledLinearSchedule({ T: 250, betaStart: 0.0007, betaEnd: 0.03 }),
  cosine: makeCosineSchedule({ T: 100 }),
  sigmoid: makeSigmoidSchedule({ T: 100 }),
  custom: makeCustomSchedule({
    betas: Array.from({ length: 90 }, (_, t) => 0.01 + 0.0001 * (t % 7)),
  }),
};

const hooks = [
  {},
  { clip: 0.8 },
  { dynamicThreshold: { percentile: 0.9, mostThreshold: 2 } },
  { dynamicThreshold: { percentile: 0.9 } },
];

describe('written and read again', () => {
  it.each([...samplerNames, 'ddimInverse' as const])('%s is the same', (sampler) => {
    for (const schedule of Object.values(schedules)) {
      for (const [i, options] of waysOf(sampler).entries()) {
        const prediction = (['eps', 'x0', 'v'] as const)[i % 3]!;
        const finalAlphaBar = [1, schedule.alphasCumprod[0]!, 0.9999999][i % 3]!;
        const settings = { sampler, schedule, prediction, hooks: hooks[i % 4]! };
        const wanted = { ...settings, options: { ...options, finalAlphaBar } };
        const text = JSON.stringify(writeSchedulerConfig(wanted));
        const read = readDiffusion(text);
        const { schedule: betasOf, noise: _, notes: __, ...rest } = read;
        const close = Math.abs(Number(rest.options.finalAlphaBar) - finalAlphaBar);
        expect(close).toBeLessThan(1e-14);
        const { schedule: ___, ...same } = wanted;
        expect({ ...rest, options: { ...rest.options, finalAlphaBar } }).toEqual(same);
        expect(largestRelativeError(betasOf.betas, schedule.betas)).toBeLessThan(1e-12);
        expect(JSON.stringify(writeSchedulerConfig(read))).toBe(text);
      }
    }
  });

  it('a flow is the same', () => {
    const wanted: SchedulerSettings = {
      sampler: 'flowEuler',
      options: { T: 500, shift: 2.5, steps: 3, sigmas: [0.9, 0.5, 0.2] },
    };
    const { notes: _, ...read } = readSchedulerConfig(JSON.stringify(writeSchedulerConfig(wanted)));
    expect(read).toEqual(wanted);
  });

  it('says the noise in words where they fit, and else one by one', () => {
    const words = (schedule: Schedule) => {
      const settings = {
        sampler: 'ddim',
        schedule,
        options: {},
        prediction: 'eps',
        hooks: {},
      } as const;
      const { beta_schedule, beta_start, beta_end, trained_betas } = writeSchedulerConfig(settings);
      return { beta_schedule, beta_start, beta_end, trained: Array.isArray(trained_betas) };
    };
    expect(words(schedules.linear!)).toEqual({
      beta_schedule: 'linear',
      beta_start: 0.0001,
      beta_end: 0.02,
      trained: false,
    });
    expect(words(schedules['scaled linear']!)).toEqual({
      beta_schedule: 'scaled_linear',
      beta_start: 0.0007,
      beta_end: 0.03,
      trained: false,
    });
    expect(words(schedules.cosine!)).toMatchObject({
      beta_schedule: 'squaredcos_cap_v2',
      trained: false,
    });
    expect(words(schedules.sigmoid!).trained).toBe(true);
    expect(words(rescaleToZeroTerminalSnr(schedules.linear!)).trained).toBe(true);
  });

  it('keeps the words of a rescaled schedule', () => {
    const config = { _class_name: 'DDIMScheduler', rescale_betas_zero_snr: true, beta_end: 0.03 };
    const written = writeSchedulerConfig(readSchedulerConfig(config));
    expect(written).toMatchObject({ ...config, trained_betas: null, beta_schedule: 'linear' });
  });

  it('keeps fields of the class alone, beside those that begin with "_"', () => {
    for (const sampler of samplerNames) {
      const settings = {
        sampler,
        schedule: schedules.linear!,
        prediction: 'eps',
        hooks: {},
      } as const;
      const config = writeSchedulerConfig({ ...settings, options: { steps: 7 } });
      expect(config._from_noise).toMatchObject({ options: { steps: 7 } });
      const { notes } = readSchedulerConfig(config);
      expect(notes.filter((note) => /no field|not supported/.test(note))).toEqual([]);
    }
  });

  it('what is read can be walked', () => {
    for (const sampler of samplerNames) {
      const settings = {
        sampler,
        schedule: schedules.cosine!,
        prediction: 'v',
        hooks: {},
      } as const;
      const read = readDiffusion(writeSchedulerConfig({ ...settings, options: { steps: 7 } }));
      const table = samplers[sampler].make(read.schedule, read.options);
      const walk = sampleWalk({ table, start: Float64Array.of(0.4) }, (x) => x.map(Math.tanh));
      let turn = walk.next();
      while (!turn.done) turn = walk.next();
      expect(Number.isFinite(turn.value[0])).toBe(true);
    }
  });
});

describe('what is unknown or not honoured is named', () => {
  const notesOn = (_class_name: string, fields: object) =>
    readDiffusion({ _class_name, timestep_spacing: 'trailing', ...fields }).notes;

  it.each([
    [
      'DPMSolverMultistepScheduler',
      { solver_order: 3 },
      'solver_order 3 is not supported; the walk goes as with 2.',
    ],
    [
      'DPMSolverMultistepScheduler',
      { algorithm_type: 'sde-dpmsolver++' },
      'algorithm_type "sde-dpmsolver++" is not supported; the walk goes as with "dpmsolver++".',
    ],
    [
      'DPMSolverMultistepScheduler',
      { use_lu_lambdas: true },
      /^use_lu_lambdas true is not supported/,
    ],
    [
      'DPMSolverMultistepScheduler',
      { lower_order_final: false },
      /^lower_order_final false is not/,
    ],
    [
      'DPMSolverMultistepScheduler',
      { lambda_min_clipped: -5.1 },
      /^lambda_min_clipped -5.1 is not/,
    ],
    [
      'DDPMScheduler',
      { variance_type: 'learned_range' },
      /^variance_type "learned_range" is not supported; .*"fixed_small"\.$/,
    ],
    ['UniPCMultistepScheduler', { solver_type: 'bh1' }, /^solver_type "bh1" is not supported/],
    [
      'UniPCMultistepScheduler',
      { disable_corrector: [0] },
      /^disable_corrector \[0\] is not supported/,
    ],
    ['EulerDiscreteScheduler', { use_beta_sigmas: true }, /^use_beta_sigmas true is not supported/],
    ['EulerDiscreteScheduler', { sigma_max: 80 }, /^sigma_max 80 is not supported/],
    [
      'EulerAncestralDiscreteScheduler',
      { my_own: 1 },
      'my_own is no field of EulerAncestralDiscreteScheduler, and is left out.',
    ],
    [
      'DDIMScheduler',
      { eta: 1, clip_sample: false, timestep_spacing: 'leading' },
      'eta is no field of DDIMScheduler, and is left out.',
    ],
  ])('%s %o', (name, fields, note) => {
    const notes = notesOn(name, fields);
    expect(notes).toEqual([typeof note === 'string' ? note : expect.stringMatching(note)]);
  });

  it('the same words that walk a little differently are named too', () => {
    expect(notesOn('UniPCMultistepScheduler', { timestep_spacing: 'leading' })).toEqual([
      expect.stringMatching(
        /^timestep_spacing leading: UniPCMultistepScheduler spreads one step more/,
      ),
    ]);
    expect(notesOn('EulerDiscreteScheduler', { timestep_spacing: 'linspace' })).toEqual([
      expect.stringMatching(/^timestep_spacing linspace: .* does not round/),
    ]);
    expect(notesOn('DDIMScheduler', { timestep_spacing: 'leading' })).toEqual([
      expect.stringMatching(/^clip_sample: DDIMScheduler keeps/),
    ]);
    expect(notesOn('EulerDiscreteScheduler', {})).toEqual([]);
  });

  it('an error names what nothing sensible can be run with', () => {
    const message = (fields: unknown) => thrownBy(() => readSchedulerConfig(fields)).message;
    const ddim = { _class_name: 'DDIMScheduler' };
    expect(message(3)).toBe('scheduler_config must be an object of fields, but it is 3.');
    expect(message([])).toContain('scheduler_config must be');
    expect(message({})).toMatch(
      /^_class_name must be one of DDPMScheduler, .*, but it is undefined/,
    );
    expect(message({ _class_name: 'ScoreSdeVeScheduler' })).toContain('"ScoreSdeVeScheduler"');
    expect(message({ _class_name: 'toString' })).toContain('_class_name must be');
    expect(message({ ...ddim, beta_schedule: 'laplace' })).toMatch(/^beta_schedule must be one of/);
    expect(message({ ...ddim, prediction_type: 'flow_prediction' })).toMatch(
      /^prediction_type must/,
    );
    expect(message({ ...ddim, timestep_spacing: 'even' })).toMatch(/^timestep_spacing must be one/);
    expect(message({ ...ddim, num_train_timesteps: '1000' })).toMatch(/^num_train_timesteps must/);
    expect(message({ ...ddim, num_train_timesteps: 0 })).toMatch(
      /^num_train_timesteps must be a pos/,
    );
    expect(message({ ...ddim, clip_sample: 'yes' })).toBe(
      'clip_sample must be true or false, but it is "yes".',
    );
    expect(message({ ...ddim, trained_betas: 0.1 })).toMatch(/^trained_betas must be a list/);
    expect(message({ ...ddim, trained_betas: [0.1, 2] })).toMatch(/^betas\[1\] must be/);
    expect(message({ ...ddim, beta_start: 0 })).toMatch(/^betaStart must be/);
  });

  it('so does the writer', () => {
    const settings = {
      schedule: schedules.linear!,
      options: {},
      prediction: 'eps',
      hooks: {},
    } as const;
    const unknown = { ...settings, sampler: 'midpoint' as never };
    expect(thrownBy(() => writeSchedulerConfig(unknown)).message).toMatch(
      /^sampler must be .*"midpoint"/,
    );
    const noise = {
      T: 100,
      betaSchedule: 'linear',
      betaStart: 0.0001,
      betaEnd: 0.02,
      zeroTerminalSnr: true,
    } as const;
    const heun = { ...settings, sampler: 'heun', noise } as const;
    expect(thrownBy(() => writeSchedulerConfig(heun)).message).toBe(
      'noise.zeroTerminalSnr must be false for HeunDiscreteScheduler, but it is true.',
    );
  });
});
