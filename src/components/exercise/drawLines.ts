/** Draws a learner's curve over the course's. */
import type { View } from '../../lib/exercises/index.ts';
import type { PlotModule } from '../plots/PlotView.tsx';

type Lines = Extract<View, { kind: 'lines' }>;

/** Colours and dashes: the learner's line thin and dashed on top of the course's broad one. */
export const lineStyles = {
  learner: { colour: 'var(--fn-noise)', dash: '6 4', width: 2.5, opacity: 1 },
  course: { colour: 'var(--fn-data)', dash: '', width: 5, opacity: 0.45 },
} as const;

/** A chart of all lines; points that are no numbers are left out. */
export function drawLines(
  plot: PlotModule,
  width: number,
  { lines, xLabel, yLabel }: Lines,
): Element {
  const course = lines.filter(({ by }) => by === 'course');
  const learner = lines.filter(({ by }) => by === 'learner');
  const marks = [...course, ...learner].map(({ by, x, y }) => {
    const points = Array.from(x, (at, i) => ({ x: at, y: y[i] }));
    const { colour, dash, width: strokeWidth, opacity } = lineStyles[by];
    return plot.line(points, {
      x: 'x',
      y: 'y',
      stroke: colour,
      strokeWidth,
      strokeOpacity: opacity,
      ...(dash && { strokeDasharray: dash }),
    });
  });
  return plot.plot({
    width,
    height: 260,
    marginLeft: 52,
    style: { background: 'none', color: 'var(--fn-ink)', fontSize: '12px' },
    x: { label: xLabel, grid: false, nice: false },
    y: { label: yLabel, grid: true, nice: true },
    marks: [plot.ruleY([0], { strokeOpacity: 0.3 }), ...marks],
  });
}
