/** Reads a Hugging Face diffusers `scheduler_config.json`. */
import { check, checkPositiveInteger } from '../../checks.ts';
import type { Schedule } from '../../schedules/index.ts';
import type { SamplerOptions } from '../registry.ts';
import { timestepSpacings } from '../timesteps.ts';
import { classNameOf, type SchedulerClass, schedulerClasses } from './classes.ts';
import { betaSchedules, makeWordedSchedule, type NoiseWords } from './noise.ts';
import {
  type DiffusionSettings,
  type HookSettings,
  ownField,
  type ReadSettings,
  type SchedulerConfig,
} from './settings.ts';

const predictionWords = { epsilon: 'eps', sample: 'x0', v_prediction: 'v' } as const;

/** ᾱ of the last step where diffusers' samplers in σ rescale to zero terminal SNR: its smallest float16, not 0. */
const leastAlphaBar = 2 ** -24;
const inSigma = ['euler', 'eulerAncestral', 'dpmSolver2M', 'unipc'];

/** Checked access to fields, defaults filled in. */
interface Fields {
  readonly entry: SchedulerClass;
  /** Whether the class has the field. */
  has(name: string): boolean;
  value(name: string): unknown;
  number(name: string): number;
  flag(name: string): boolean;
  word<Word extends string>(name: string, allowed: readonly Word[]): Word;
}

function makeFields(config: SchedulerConfig, entry: SchedulerClass): Fields {
  const value = (name: string) => (name in config ? config[name] : entry.defaults[name]);
  return {
    entry,
    has: (name) => name in entry.defaults,
    value,
    number(name) {
      const found = value(name);
      check(typeof found === 'number' && !Number.isNaN(found), name, found, 'a number');
      return found;
    },
    flag(name) {
      const found = value(name) ?? false;
      check(typeof found === 'boolean', name, found, 'true or false');
      return found;
    },
    word<Word extends string>(name: string, allowed: readonly Word[]) {
      const found = value(name) as Word;
      check(allowed.includes(found), name, found, `one of ${allowed.join(', ')}`);
      return found;
    },
  };
}

/** Python's json writes infinities and NaN as bare words; they stand for "no limit" there, as null does. */
function parsed(json: unknown): SchedulerConfig {
  const plain = (text: string) => JSON.parse(text.replace(/(:\s*)(-?Infinity|NaN)\b/g, '$1null'));
  const config: unknown = typeof json === 'string' ? plain(json) : json;
  const ok = typeof config === 'object' && config !== null && !Array.isArray(config);
  check(ok, 'scheduler_config', config, 'an object of fields');
  return config as SchedulerConfig;
}

function readNoise(fields: Fields): NoiseWords {
  const T = fields.number('num_train_timesteps');
  checkPositiveInteger('num_train_timesteps', T);
  const trained = fields.value('trained_betas');
  check(trained === null || Array.isArray(trained), 'trained_betas', trained, 'a list or null');
  const snr = 'rescale_betas_zero_snr';
  return {
    T: trained ? trained.length : T,
    betaSchedule: fields.word('beta_schedule', betaSchedules),
    betaStart: fields.number('beta_start'),
    betaEnd: fields.number('beta_end'),
    ...(trained ? { trainedBetas: trained as number[] } : {}),
    zeroTerminalSnr: fields.has(snr) && fields.flag(snr),
  };
}

/** Whether the walk ends at ᾱ = 1, and not at ᾱ of step 0. */
function endsClean(fields: Fields): boolean {
  if (fields.has('set_alpha_to_one')) return fields.flag('set_alpha_to_one');
  if (!fields.has('final_sigmas_type')) return true;
  return fields.word('final_sigmas_type', ['zero', 'sigma_min']) === 'zero';
}

function readLevels(fields: Fields, schedule: Schedule): SamplerOptions {
  const karras = fields.has('use_karras_sigmas') && fields.flag('use_karras_sigmas');
  const spaced = fields.has('timestep_spacing')
    ? fields.word('timestep_spacing', timestepSpacings)
    : 'linspace';
  return {
    spacing: karras ? 'karras' : spaced,
    stepsOffset: fields.has('steps_offset') ? fields.number('steps_offset') : 0,
    finalAlphaBar: endsClean(fields) ? 1 : schedule.alphasCumprod[0]!,
  };
}

/** The options of one sampler alone. */
function readExtras(fields: Fields): SamplerOptions {
  const { sampler } = fields.entry;
  if (sampler === 'ddpm') {
    const large = String(fields.value('variance_type')).startsWith('fixed_large');
    return { variance: large ? 'fixedLarge' : 'fixedSmall' };
  }
  if (sampler === 'pndm') return { start: fields.flag('skip_prk_steps') ? 'linear' : 'rungeKutta' };
  return sampler === 'lcm' ? { timestepScaling: fields.number('timestep_scaling') } : {};
}

function readHooks(fields: Fields): HookSettings {
  if (fields.has('thresholding') && fields.flag('thresholding')) {
    const most = fields.value('sample_max_value');
    const percentile = fields.number('dynamic_thresholding_ratio');
    return {
      dynamicThreshold: { percentile, ...(most === null ? {} : { mostThreshold: Number(most) }) },
    };
  }
  if (!fields.has('clip_sample') || !fields.flag('clip_sample')) return {};
  return { clip: fields.number('clip_sample_range') };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** A sentence for a field that is there but is unknown or not honoured. */
function noteOn(name: string, value: unknown, className: string): string | undefined {
  const { defaults, only, idle = [] } = schedulerClasses[className]!;
  if (!(name in defaults)) return `${name} is no field of ${className}, and is left out.`;
  const honoured = only[name];
  if (honoured && !honoured.some((allowed) => same(allowed, value))) {
    const [first] = honoured;
    return `${name} ${JSON.stringify(value)} is not supported; the walk goes as with ${JSON.stringify(first)}.`;
  }
  const asDefault = same(value, defaults[name]);
  return idle.includes(name) && !asDefault ? `${name} has no effect here.` : undefined;
}

/** Where a class, asked for the same, walks a little differently. */
function differences(fields: Fields, className: string): string[] {
  const { sampler } = fields.entry;
  const notes: string[] = [];
  const karras = fields.has('use_karras_sigmas') && fields.flag('use_karras_sigmas');
  const spacing = fields.has('timestep_spacing') ? fields.value('timestep_spacing') : 'linspace';
  const multistep = ['dpmSolver2M', 'dpmSolver2S', 'unipc'].includes(sampler);
  if (multistep && !karras && spacing !== 'trailing') {
    notes.push(
      `timestep_spacing ${spacing}: ${className} spreads one step more and leaves the lowest out; here it is visited.`,
    );
  }
  if (multistep && karras) {
    notes.push(`use_karras_sigmas: ${className} rounds the timesteps it tells the network.`);
  }
  const fractional = ['euler', 'eulerAncestral', 'heun'].includes(sampler);
  if (fractional && !karras && spacing === 'linspace') {
    notes.push(
      `timestep_spacing linspace: ${className} does not round its timesteps; here they are.`,
    );
  }
  if (fractional && karras && spacing !== 'linspace') {
    notes.push(
      `timestep_spacing ${spacing}: with use_karras_sigmas, σ goes over the whole schedule.`,
    );
  }
  if (sampler === 'lcm') {
    notes.push(
      'original_inference_steps is not used: the steps are spaced over the whole schedule.',
    );
  }
  const hooked = Object.keys(readHooks(fields)).length > 0;
  if (hooked && sampler.startsWith('ddim')) {
    notes.push(
      `clip_sample: ${className} keeps the predicted ε beside a changed x0; here ε follows the changed x0.`,
    );
  }
  if ((sampler === 'ddim' || sampler === 'pndm') && spacing !== 'leading') {
    notes.push(
      `timestep_spacing ${spacing}: ${className} goes on to t − ⌊T / steps⌋; here to the next visited step.`,
    );
  }
  return notes;
}

/** What the writer kept under its own field. */
function ownOf(config: SchedulerConfig): {
  options: SamplerOptions;
  hooks: HookSettings;
} {
  const own = (config[ownField] ?? {}) as { options?: SamplerOptions; hooks?: HookSettings };
  return { options: own.options ?? {}, hooks: own.hooks ?? {} };
}

function readDiffusion(config: SchedulerConfig, fields: Fields): DiffusionSettings {
  const noise = readNoise(fields);
  const { sampler } = fields.entry;
  const schedule = makeWordedSchedule(noise, inSigma.includes(sampler) ? leastAlphaBar : 0);
  const words = Object.keys(predictionWords) as (keyof typeof predictionWords)[];
  const own = ownOf(config);
  return {
    sampler: sampler as DiffusionSettings['sampler'],
    schedule,
    noise,
    options: { ...readLevels(fields, schedule), ...readExtras(fields), ...own.options },
    prediction: predictionWords[fields.word('prediction_type', words)],
    hooks: { ...readHooks(fields), ...own.hooks },
  };
}

const flowNote =
  'sigmas: left to itself, FlowMatchEulerDiscreteScheduler goes from σ = 1 to 1 / T; here, as for pipelines that hand it their own, σ falls from 1 by equal strides, then is shifted.';

/**
 * What a configuration says, with each class's own defaults where a field is absent.
 *
 * @param json the text of a `scheduler_config.json`, or what parsing it gave
 * @returns `options` for the sampler's `make`, beside `steps`, which diffusers asks for at the call; `noise`, the words for
 *   the schedule; `notes`, a sentence for each field that is unknown, not honoured, or walked a little differently
 * @throws InvalidArgumentError when the class is unknown, a value is of the wrong kind, or nothing sensible can be run, as
 *   for an unknown beta_schedule
 */
export function readSchedulerConfig(json: unknown): ReadSettings {
  const config = parsed(json);
  const className = String(config._class_name);
  const known = Object.keys(schedulerClasses);
  check(known.includes(className), '_class_name', config._class_name, `one of ${known.join(', ')}`);
  const fields = makeFields(config, schedulerClasses[className]!);
  const named = Object.entries(config).filter(([name]) => !name.startsWith('_'));
  const notes = named
    .map(([name, value]) => noteOn(name, value, className))
    .filter((note) => note !== undefined);
  if (className === classNameOf('flowEuler')) {
    const [T, shift] = [fields.number('num_train_timesteps'), fields.number('shift')];
    const options = { T, shift, ...ownOf(config).options };
    return { sampler: 'flowEuler', options, notes: [...notes, flowNote] };
  }
  return {
    ...readDiffusion(config, fields),
    notes: [...notes, ...differences(fields, className)],
  };
}
