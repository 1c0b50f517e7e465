/** The runs that the lesson sets up: the first one, and one for each experiment. */
import { defaultSettings, type TrainingSettings } from '../../lib/training/settings.ts';

/** A run that one click sets up. */
export interface Preset {
  /** The anchor that a link in the prose points to: `#try-…`. */
  readonly id: string;
  readonly label: string;
  /** What it changes of the first run's settings. */
  readonly change: Partial<TrainingSettings>;
  /** What to look for, in the figure, while it trains. */
  readonly lookFor: string;
}

export const presets: readonly Preset[] = [
  {
    id: 'try-first-run',
    label: 'The first run',
    change: {},
    lookFor:
      'All settings at their defaults. Follow the guide; the run then stays on show beside the next one.',
  },
  {
    id: 'try-linear',
    label: 'Linear schedule',
    change: { schedule: 'linear' },
    lookFor:
      'The loss comes out lower than with the cosine schedule. Are the digits better? Compare both at the same step.',
  },
  {
    id: 'try-learning-rate',
    label: 'Learning rate 0.1',
    change: { learningRate: 0.1, steps: 300 },
    lookFor:
      'The first steps look fine, since the warm-up keeps the rate small. Watch the loss as it rises, on the logarithmic axis. 300 steps are enough to see it.',
  },
  {
    id: 'try-no-ema',
    label: 'No EMA',
    change: { emaDecay: 0 },
    lookFor:
      'The samples now come from the weights of the very last step. Scrub through the late frames: does a digit stay as it is?',
  },
  {
    id: 'try-x0',
    label: 'Predict x₀',
    change: { prediction: 'x0' },
    lookFor:
      'The same noise, the same pictures, another question. Compare the first fifty steps, then the loss by noise level.',
  },
  {
    id: 'try-ten-levels',
    label: 'T = 10',
    change: { T: 10 },
    lookFor:
      'The network knows ten noise levels, and a sample takes ten steps. Can you tell the two runs apart?',
  },
  {
    id: 'try-ten-linear',
    label: 'T = 10, linear',
    change: { T: 10, schedule: 'linear' },
    lookFor:
      'At the last of these ten levels the picture is still plain to see. What will the sampler make of pure noise?',
  },
];

/** All settings of a preset. */
export function presetSettings({ change }: Preset): TrainingSettings {
  return { ...defaultSettings, ...change };
}

/** The preset whose settings these are, whatever the seed; null for others. */
export function presetOf(settings: TrainingSettings): Preset | null {
  const text = (all: TrainingSettings) => JSON.stringify({ ...all, seed: 0 });
  return presets.find((preset) => text(presetSettings(preset)) === text(settings)) ?? null;
}
