/** Draws, over t, which part of each target's variance the ideal denoiser cannot explain. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import type { LossAtTimestep } from '../../../lib/compute/client.ts';
import { schedule } from './digits.ts';
import { timestepFrame } from './timestepFrame.ts';
import { views } from './views.ts';

/** The share of variance left unexplained at one t. */
export interface Unexplained {
  readonly t: number;
  readonly eps: number;
  readonly x0: number;
  readonly v: number;
}

/** Mean over pixels of the variance of a pixel across the data set `[count · dim]`. */
export function pixelVariance(images: Float32Array, dim: number): number {
  const count = images.length / dim;
  let sum = 0;
  for (let j = 0; j < dim; j++) {
    let mean = 0;
    let squares = 0;
    for (let i = 0; i < count; i++) {
      mean += images[i * dim + j]! / count;
      squares += images[i * dim + j]! ** 2 / count;
    }
    sum += squares - mean * mean;
  }
  return sum / dim;
}

/** Losses divided by the variance of what is predicted: 1 for ε, Var x0, and their mix for v. */
export function unexplainedShare(loss: LossAtTimestep, variance: number): Unexplained {
  const alphaBar = schedule.alphasCumprod[loss.t]!;
  const ofV = alphaBar + schedule.oneMinusAlphasCumprod[loss.t]! * variance;
  return { t: loss.t, eps: loss.eps, x0: loss.x0 / variance, v: loss.v / ofV };
}

/** One curve a view; the score has ε's. */
export function drawUnexplained(
  plot: PlotModule,
  width: number,
  shares: readonly Unexplained[],
  t: number,
): Element {
  return plot.plot({
    ...timestepFrame(width),
    height: 250,
    marginLeft: 44,
    y: {
      domain: [0, 1.05],
      label: 'share unexplained',
      labelArrow: 'none',
      ticks: 5,
      tickFormat: '.0%',
    },
    marks: [
      plot.gridY([0, 0.2, 0.4, 0.6, 0.8, 1], { stroke: 'var(--fn-rule)', strokeOpacity: 1 }),
      plot.ruleX([t], { stroke: 'var(--fn-ink)', strokeWidth: 1 }),
      ...views
        .filter(({ id }) => id !== 'score')
        .map(({ id, role, dash }) =>
          plot.line(shares, {
            x: 't',
            y: id,
            stroke: `var(--fn-${role})`,
            strokeWidth: 2.25,
            strokeDasharray: dash,
          }),
        ),
    ],
  });
}
