/** Draws the loss of every training loop, thin, and its running mean, thick. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import { smoothed } from './trainingRun.ts';

/** How many losses the running mean takes in. */
export const smoothingWindow = 50;

const mostPoints = 400;
const levels = [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2];

/** Every k-th point, so that at most `mostPoints` are drawn; the last one always. */
function thinned<P>(points: readonly P[]): P[] {
  const stride = Math.ceil(points.length / mostPoints);
  return points.filter((_, i) => i % stride === 0 || i === points.length - 1);
}

/** An SVG; the dashed line at 1 is what predicting no noise at all would cost. */
export function drawLossCurve(plot: PlotModule, width: number, losses: readonly number[]): Element {
  const means = smoothed(losses, smoothingWindow);
  const points = thinned(losses.map((loss, i) => ({ loop: i + 1, loss, mean: means[i]! })));
  const few = losses.length < 3;
  return plot.plot({
    width,
    height: 200,
    marginLeft: 40,
    marginRight: 12,
    marginBottom: 36,
    style: { fontSize: '12px', color: 'var(--fn-soft)' },
    x: {
      domain: [0, Math.max(20, losses.length)],
      label: 'training loops',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: width < 420 ? 5 : 10,
    },
    y: {
      domain: [0, 1.3],
      clamp: true,
      label: 'loss',
      labelArrow: 'none',
      ticks: levels,
    },
    marks: [
      plot.gridY(levels, { stroke: 'var(--fn-rule)', strokeOpacity: 1 }),
      plot.ruleY([1], { stroke: 'var(--fn-noise)', strokeDasharray: '5 4' }),
      plot.text([''], {
        frameAnchor: 'top-right',
        y: 1,
        dy: -14,
        text: () => 'predicting no noise at all: 1',
        fill: 'var(--fn-noise)',
      }),
      plot.line(points, {
        x: 'loop',
        y: 'loss',
        stroke: 'var(--fn-soft)',
        strokeWidth: 0.8,
        strokeOpacity: 0.7,
      }),
      plot.line(points, { x: 'loop', y: 'mean', stroke: 'var(--fn-prediction)', strokeWidth: 2.5 }),
      plot.dot(few ? points : points.slice(-1), {
        x: 'loop',
        y: 'mean',
        fill: 'var(--fn-prediction)',
        r: 4,
      }),
    ],
  });
}
