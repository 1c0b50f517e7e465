/** Draws a function of the timestep, and what one linear layer makes of it from two kinds of input. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import { timestepFrame } from './timestepFrame.ts';
import { timesteps } from './timestepVectors.ts';

export interface WishPicture {
  readonly target: ArrayLike<number>;
  readonly sines: ArrayLike<number>;
  readonly bare: ArrayLike<number>;
  readonly t: number;
}

const stride = 4;

/** Three lines: the wish thick, the two fits over it. */
export function drawWish(plot: PlotModule, width: number, picture: WishPicture): Element {
  const rows = timesteps
    .filter((s) => s % stride === 0 || s === timesteps.at(-1))
    .map((s) => ({
      s,
      target: picture.target[s]!,
      sines: picture.sines[s]!,
      bare: picture.bare[s]!,
    }));
  return plot.plot({
    ...timestepFrame(width),
    height: 230,
    y: { domain: [-0.35, 1.3], label: 'output', labelArrow: 'none', ticks: [0, 0.5, 1] },
    marks: [
      plot.gridY([0, 0.5, 1], { stroke: 'var(--fn-rule)', strokeOpacity: 1 }),
      plot.ruleX([picture.t], { stroke: 'var(--fn-condition)', strokeWidth: 1.5 }),
      plot.line(rows, {
        x: 's',
        y: 'target',
        stroke: 'var(--fn-data)',
        strokeOpacity: 0.45,
        strokeWidth: 7,
      }),
      plot.line(rows, {
        x: 's',
        y: 'bare',
        stroke: 'var(--fn-soft)',
        strokeWidth: 2,
        strokeDasharray: '6 4',
      }),
      plot.line(rows, { x: 's', y: 'sines', stroke: 'var(--fn-ink)', strokeWidth: 2 }),
    ],
  });
}
