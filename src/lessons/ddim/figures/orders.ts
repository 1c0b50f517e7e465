/** How the error of a sampler falls with its steps, on a line, where the probability flow's end is known exactly. */
import {
  type GaussianMixture,
  type Level,
  levelAt,
  makeGaussianMixture,
  makeLinearSchedule,
  noiseMixture,
  normalCdf,
  type SamplerName,
  type SamplerTable,
  samplers,
  sampleWalk,
} from '../../../lib/diffusion/index.ts';
import type { Path } from './drawPaths.ts';
import { rmsDifference } from './words.ts';

/** Linear, T = 1000: its first noise level is about the one that Karras et al. 2022 start at. */
const schedule = makeLinearSchedule({ T: 1000 });

/** The samplers compared: those without fresh noise that can visit any noise level. */
export const compared = ['euler', 'heun', 'dpmSolver2M', 'dpmSolver2S', 'unipc'] as const;

/** One of them. */
export type Compared = (typeof compared)[number];

/** The step counts that the chart shows. */
export const stepCounts: readonly number[] = [4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192];

/** Data on a line: how often which value comes. */
export interface LineData {
  readonly label: string;
  readonly mixture: GaussianMixture;
}

/** The data that the figure offers, each with mean 0 or nearly, and values in about [−1.5, 1.5]. */
export const lineData = {
  one: {
    label: 'one hill',
    mixture: makeGaussianMixture([{ weight: 1, mean: [0.3], covariance: 0.09 }]),
  },
  two: {
    label: 'two hills',
    mixture: makeGaussianMixture([
      { weight: 0.6, mean: [-0.7], covariance: 0.04 },
      { weight: 0.4, mean: [0.8], covariance: 0.02 },
    ]),
  },
} as const satisfies Record<string, LineData>;

/** A name of the data. */
export type LineDataName = keyof typeof lineData;

/** How many starts are walked: the middles of as many equally likely parts of the noise. */
export const startCount = 40;

/** P(x_t ≤ x) of the noised mixture at a level. */
export function cdfAt(
  { components }: GaussianMixture,
  { signal, sigma }: { readonly signal: number; readonly sigma: number },
  x: number,
): number {
  let sum = 0;
  for (const { weight, mean, covariance } of components) {
    const deviation = Math.sqrt(signal ** 2 * covariance[0]![0]! + sigma ** 2);
    sum += weight * normalCdf((x - signal * mean[0]!) / deviation);
  }
  return sum;
}

/** The x below which a share of the noised mixture lies, by bisection. */
export function quantileAt(
  mixture: GaussianMixture,
  level: { readonly signal: number; readonly sigma: number },
  share: number,
): number {
  let [low, high] = [-40, 40];
  for (let i = 0; i < 90; i++) {
    const middle = (low + high) / 2;
    if (cdfAt(mixture, level, middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const shares = Array.from({ length: startCount }, (_, i) => (i + 0.5) / startCount);
const last = levelAt(schedule, 0);

/**
 * Where the flow takes each start, at any level: on a line paths cannot cross, and the flow has the marginals of the
 * process (Song et al. 2021, section 4.3), so a path keeps its share of probability below it.
 */
export const exactAt = (
  mixture: GaussianMixture,
  level: Pick<Level, 'signal' | 'sigma'>,
): Float64Array => Float64Array.from(shares, (share) => quantileAt(mixture, level, share));

/**
 * The table of a sampler in so many steps, over the levels of Karras et al. 2022, from t = T − 1 to the level of t = 0.
 * A last row that stays where it is, because the last visited level is where the walk ends, is left out.
 */
export function tableOf(name: SamplerName, steps: number): SamplerTable {
  const table = samplers[name].make(schedule, {
    steps: steps + 1,
    spacing: 'karras',
    finalAlphaBar: schedule.alphasCumprod[0]!,
  });
  const { earlier, x0 } = table.at(-1)!;
  return earlier || x0 !== 0 ? table : table.slice(0, -1);
}

/** Every x of a walk of all starts with the exact posterior mean as the predicted x0: before the first row, then after each. */
export function walkExact(mixture: GaussianMixture, table: SamplerTable): Float64Array[] {
  const start = exactAt(mixture, levelAt(schedule, schedule.T - 1));
  const walk = sampleWalk({ table, start }, (x, { signal }) =>
    noiseMixture(mixture, signal ** 2).posteriorMean(x),
  );
  return [start, ...Array.from(walk, ({ next }) => next)];
}

/** What one sampler's walk with so many steps costs, and how far its ends are off (root mean square). */
export interface OrderPoint {
  readonly steps: number;
  readonly calls: number;
  readonly error: number;
}

/** One walk, measured. */
export function measure(mixture: GaussianMixture, name: SamplerName, steps: number): OrderPoint {
  const table = tableOf(name, steps);
  const ends = walkExact(mixture, table).at(-1)!;
  return { steps, calls: table.length, error: rmsDifference(ends, exactAt(mixture, last)) };
}

/** A sampler at every step count. */
export const measureAll = (mixture: GaussianMixture, name: SamplerName): OrderPoint[] =>
  stepCounts.map((steps) => measure(mixture, name, steps));

/** Minus the slope of log error over log steps, by least squares, from 48 steps on: the order as it is seen. */
export function measuredOrder(points: readonly OrderPoint[]): number {
  const late = points.filter(({ steps }) => steps >= 48);
  const x = late.map(({ steps }) => Math.log(steps));
  const y = late.map(({ error }) => Math.log(error));
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, value, i) => sum + (value - mx) * (y[i]! - my), 0);
  return -covariance / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}

/** The starts whose paths are drawn, by their place among all starts. */
export const drawnStarts: readonly number[] = [1, 7, 13, 19, 22, 26, 32, 38];

/** Points of the drawn paths at the levels of a table's rows, and at the end. */
function pathsOf(levels: readonly Pick<Level, 'sigma'>[], states: readonly Float64Array[]): Path[] {
  return drawnStarts.map((id) => ({
    id,
    points: levels.map(({ sigma }, i) => ({ noise: sigma, x: states[i]![id]! })),
  }));
}

const drawnLevels = Array.from({ length: 61 }, (_, i) =>
  levelAt(schedule, Math.round((schedule.T - 1) * (1 - i / 60))),
);

/** The flow's own paths. */
export const exactPaths = (mixture: GaussianMixture): Path[] =>
  pathsOf(
    drawnLevels,
    drawnLevels.map((level) => exactAt(mixture, level)),
  );

/** A sampler's paths; each corner is where the network was asked, the last where the walk ended. */
export function walkedPaths(mixture: GaussianMixture, name: SamplerName, steps: number): Path[] {
  const table = tableOf(name, steps);
  return pathsOf([...table, last], walkExact(mixture, table));
}
