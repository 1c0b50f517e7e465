/** The numbers in this lesson's prose, computed by the course's own library when the page is built. */
import { type ScheduleName, schedules } from '../../lib/diffusion/index.ts';
import { countParameters, unet } from '../../lib/nets/index.ts';
import { defaultSettings, embeddingWidth, imageSizes } from '../../lib/training/settings.ts';
import { digitsFromDisk, shippedSteps } from './digitsFromDisk.ts';
import { stages } from './figures/stages.ts';
import { presetSettings, presets } from './presets.ts';
import { guidanceScale, samplerSteps } from './run/sampling.ts';

const digits = await digitsFromDisk();
const { batchSize, steps, T, classes, base, emaDecay, learningRate, labelDropout } =
  defaultSettings;

const network = unet({
  size: imageSizes['digits-8'],
  channelsIn: 1,
  channelsOut: 1,
  base,
  embedding: embeddingWidth,
  classes: classes.length,
});

const grouped = (value: number) => value.toLocaleString('en-US');
const percent = (share: number) => `${Math.round(100 * share)} %`;

/** ᾱ of a schedule at every t. */
const alphaBars = (name: ScheduleName, levels: number) =>
  schedules[name].make({ T: levels }).alphasCumprod;

/** Share of a schedule's timesteps that leave less than a hundredth of the variance to the picture. */
function nearlyNoise(name: ScheduleName): string {
  const bars = alphaBars(name, T);
  return percent(bars.filter((bar) => bar < 0.01).length / T);
}

/** The error of answering zero when the clean picture is asked for: the digits' mean square. */
function meanSquare(): number {
  return digits.images.reduce((sum, value) => sum + value * value, 0) / digits.images.length;
}

/** The largest first weight of the bottleneck's first convolution. */
function firstWeightBound(): number {
  const found = network.parameters.find(({ name }) => name === 'bottleneck.conv1.weight');
  if (found?.initialiser.kind !== 'uniform')
    throw new Error('The bottleneck starts otherwise now.');
  return found.initialiser.bound;
}

const tenLevels = alphaBars('linear', 10);
const fast = presetSettings(presets.find(({ id }) => id === 'try-learning-rate')!);

export const n = {
  parameters: grouped(countParameters(network)),
  digits: grouped(digits.count),
  steps: grouped(steps),
  batchSize,
  examples: grouped(steps * batchSize),
  /** How often the first run meets each digit. */
  timesMet: Math.round((steps * batchSize) / digits.count),
  stageLosses: stages.slice(1).map(({ loss }) => loss),
  nearlyNoiseLinear: nearlyNoise('linear'),
  nearlyNoiseCosine: nearlyNoise('cosine'),
  learningRate,
  fast: fast.learningRate,
  timesAsFast: Math.round(fast.learningRate / learningRate),
  fastSteps: fast.steps,
  T: grouped(T),
  samplerSteps,
  guidance: guidanceScale,
  firstWeightBound: firstWeightBound().toFixed(3),
  emaDecay,
  /** Steps that an exponential mean looks back. */
  emaWindow: Math.round(1 / (1 - emaDecay)),
  /** The same for the slower average of the settings' paragraph. */
  slowWindow: grouped(Math.round(1 / (1 - 0.9999))),
  meanSquare: meanSquare().toFixed(2),
  /** What ten steps of the linear schedule leave to the picture. */
  tenLinear: percent(tenLevels.at(-1)!),
  dropped: percent(labelDropout),
  shippedSteps: grouped(shippedSteps()),
  shippedTimes: Math.round(shippedSteps() / steps),
} as const;
