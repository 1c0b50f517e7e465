/** The settings of a training run: their defaults, their limits, and a plain sentence each. */
import {
  type LossWeighting,
  lossWeightings,
  type ScheduleName,
  schedules,
} from '../diffusion/index.ts';

/** A setting that is not allowed; the message is a sentence for the reader. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** What the network learns to draw. */
export type TrainingDataName = 'digits-8' | 'fashion-32' | 'own';

/** What the network is asked to predict. */
export type TrainablePrediction = 'eps' | 'x0' | 'v';

/** Everything that decides a run: the same settings give the same batches, noise and start. */
export interface TrainingSettings {
  readonly data: TrainingDataName;
  /** Labels to learn, ascending; empty for the reader's own images, which have none. */
  readonly classes: readonly number[];
  readonly batchSize: number;
  readonly learningRate: number;
  /** Steps over which the learning rate rises from 0. */
  readonly warmup: number;
  readonly steps: number;
  readonly T: number;
  readonly schedule: ScheduleName;
  readonly prediction: TrainablePrediction;
  readonly weighting: LossWeighting;
  /** Channels of the first level. */
  readonly base: number;
  readonly emaDecay: number;
  /** Share of examples whose class is hidden. */
  readonly labelDropout: number;
  readonly seed: number;
}

/** A first run: ten classes of digits, legible well before its end. */
export const defaultSettings: TrainingSettings = {
  data: 'digits-8',
  classes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  batchSize: 64,
  learningRate: 2e-3,
  warmup: 50,
  steps: 1000,
  T: 1000,
  schedule: 'cosine',
  prediction: 'eps',
  weighting: 'uniform',
  base: 16,
  emaDecay: 0.995,
  labelDropout: 0.1,
  seed: 1,
};

/** How the pictures of a run are drawn: DDIM steps, and guidance where there are classes. */
export const filmSampling = { steps: 25, guidanceScale: 3 } as const;

/** Width of the time embedding of every network trained here. */
export const embeddingWidth = 64;

/** Side of the square images of a data set; the reader's own are reduced to 16. */
export const imageSizes: Readonly<Record<TrainingDataName, number>> = {
  'digits-8': 8,
  'fashion-32': 32,
  own: 16,
};

/** One setting in words. `number` settings have limits; `choice` settings their allowed values. */
export type SettingDescription = {
  readonly key: keyof TrainingSettings;
  readonly label: string;
  /** What it does, in one plain sentence. */
  readonly sentence: string;
  /** The id of the lesson's heading that explains it. */
  readonly paragraph: string;
} & (
  | {
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      readonly integer: boolean;
      /** Only multiples of it are allowed. */
      readonly multipleOf?: number;
    }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'classes' }
);

/** Every setting, in the order in which the page shows them. */
export const settingDescriptions: readonly SettingDescription[] = [
  {
    key: 'data',
    label: 'Pictures',
    sentence: 'What the network learns to draw: digits, garments, or pictures of your own.',
    paragraph: 'setting-data',
    kind: 'choice',
    values: ['digits-8', 'fashion-32', 'own'],
  },
  {
    key: 'classes',
    label: 'Classes',
    sentence: 'Which classes it sees. Fewer classes are learnt sooner.',
    paragraph: 'setting-classes',
    kind: 'classes',
  },
  {
    key: 'batchSize',
    label: 'Batch size',
    sentence:
      'How many noisy pictures each step learns from. More make a step steadier, and slower.',
    paragraph: 'setting-batch-size',
    kind: 'number',
    min: 1,
    max: 256,
    integer: true,
  },
  {
    key: 'learningRate',
    label: 'Learning rate',
    sentence: 'How far each step moves the weights. Too far, and training falls apart.',
    paragraph: 'setting-learning-rate',
    kind: 'number',
    min: 1e-6,
    max: 1,
    integer: false,
  },
  {
    key: 'warmup',
    label: 'Warm-up steps',
    sentence:
      'The learning rate rises from zero over this many steps, while Adam’s averages are young.',
    paragraph: 'setting-warmup',
    kind: 'number',
    min: 0,
    max: 10_000,
    integer: true,
  },
  {
    key: 'steps',
    label: 'Steps',
    sentence: 'How many updates the run makes. You can stop before, and go on after.',
    paragraph: 'setting-steps',
    kind: 'number',
    min: 1,
    max: 200_000,
    integer: true,
  },
  {
    key: 'T',
    label: 'T',
    sentence: 'How many noise levels there are between a clean picture and pure noise.',
    paragraph: 'setting-t',
    kind: 'number',
    min: 1,
    max: 4000,
    integer: true,
  },
  {
    key: 'schedule',
    label: 'Schedule',
    sentence: 'How the noise grows from level to level.',
    paragraph: 'setting-schedule',
    kind: 'choice',
    values: Object.keys(schedules),
  },
  {
    key: 'prediction',
    label: 'Prediction',
    sentence: 'What the network is asked for: the noise ε, the clean picture x₀, or the mix v.',
    paragraph: 'setting-prediction',
    kind: 'choice',
    values: ['eps', 'x0', 'v'],
  },
  {
    key: 'weighting',
    label: 'Loss weight',
    sentence: 'Which noise levels count for more in the loss.',
    paragraph: 'setting-weighting',
    kind: 'choice',
    values: lossWeightings,
  },
  {
    key: 'base',
    label: 'Base width',
    sentence: 'Channels of the first level; twice as wide is about four times the arithmetic.',
    paragraph: 'setting-base',
    kind: 'number',
    min: 8,
    max: 64,
    integer: true,
    multipleOf: 8,
  },
  {
    key: 'emaDecay',
    label: 'EMA decay',
    sentence: 'How slowly the averaged weights, which draw the samples, follow the trained ones.',
    paragraph: 'setting-ema',
    kind: 'number',
    min: 0,
    max: 0.9999,
    integer: false,
  },
  {
    key: 'labelDropout',
    label: 'Label drop-out',
    sentence: 'How often the class is hidden, so that one network also learns to draw without one.',
    paragraph: 'setting-label-dropout',
    kind: 'number',
    min: 0,
    max: 1,
    integer: false,
  },
  {
    key: 'seed',
    label: 'Seed',
    sentence: 'Decides the first weights, every batch and all noise: the same seed, the same run.',
    paragraph: 'setting-seed',
    kind: 'number',
    min: 0,
    max: 4_294_967_295,
    integer: true,
  },
];

/**
 * What is wrong with a value of one setting, as a sentence for the reader; null when nothing is.
 */
export function settingFault(
  settings: TrainingSettings,
  key: keyof TrainingSettings,
): string | null {
  const description = settingDescriptions.find((entry) => entry.key === key)!;
  const value = settings[key];
  const { label } = description;
  if (description.kind === 'choice') {
    return description.values.includes(String(value))
      ? null
      : `${label} must be one of ${description.values.join(', ')}.`;
  }
  if (description.kind === 'classes') return classesFault(settings);
  const { min, max, integer, multipleOf } = description;
  if (typeof value !== 'number' || !Number.isFinite(value)) return `${label} must be a number.`;
  if (value < min || value > max) return `${label} must be from ${min} to ${max}.`;
  if (integer && !Number.isInteger(value)) return `${label} must be a whole number.`;
  if (multipleOf && value % multipleOf !== 0)
    return `${label} must be a multiple of ${multipleOf}.`;
  return null;
}

function classesFault({ data, classes }: TrainingSettings): string | null {
  if (data === 'own') return classes.length === 0 ? null : 'Your own pictures have no classes.';
  const ok = classes.every(
    (label, i) =>
      Number.isInteger(label) && label >= 0 && label < 10 && (i === 0 || label > classes[i - 1]!),
  );
  if (!ok) return 'Classes must be whole numbers from 0 to 9, each once, in order.';
  return classes.length > 0 ? null : 'Choose at least one class.';
}

/**
 * The settings, if each is allowed.
 *
 * @throws SettingsError that says what is wrong with the first setting which is not
 */
export function checkSettings(settings: TrainingSettings): TrainingSettings {
  for (const { key } of settingDescriptions) {
    const fault = settingFault(settings, key);
    if (fault) throw new SettingsError(fault);
  }
  return settings;
}
