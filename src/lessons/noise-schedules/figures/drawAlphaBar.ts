/** Draws the reader's ᾱ curve with the places where it is wrong; numbers in, SVG out. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import type { CurveProblem } from '../handDrawn.ts';
import { axisTitle, chartFrame } from './chartMarks.ts';
import { drawnTimesteps } from './drawCurves.ts';

/** The pad reaches a little beyond what ᾱ may be, so that a drawing can go wrong there and be told so. */
export const padDomain: readonly [number, number] = [-0.08, 1.08];

const gridValues = [0, 0.2, 0.4, 0.6, 0.8, 1];

export interface AlphaBarPicture {
  readonly alphaBars: Float64Array;
  readonly problems: readonly CurveProblem[];
  readonly height: number;
}

interface Point {
  readonly t: number;
  readonly value: number;
}

/** Draws the curve; wrong stretches are thick, in the warning colour, and marked with "!". */
export function drawAlphaBar(plot: PlotModule, width: number, picture: AlphaBarPicture): Element {
  const { alphaBars, problems, height } = picture;
  const T = alphaBars.length;
  const points = drawnTimesteps(T).map((t) => ({ t, value: alphaBars[t]! }));
  const band = { fill: 'var(--fn-warn-bg)', x1: 0, x2: T - 1 };
  return plot.plot({
    ...chartFrame(width, height, T),
    y: { domain: [...padDomain], label: null },
    marks: [
      plot.rect([0], { ...band, y1: 1, y2: padDomain[1] }),
      plot.rect([0], { ...band, y1: padDomain[0], y2: 0 }),
      plot.gridY(gridValues, { stroke: 'var(--fn-rule)' }),
      plot.axisY(gridValues, {}),
      axisTitle(plot, 'ᾱ: share of signal left', 'var(--fn-data)'),
      plot.lineY(points, {
        x: 't',
        y: 'value',
        stroke: 'var(--fn-data)',
        strokeWidth: 2.6,
        className: 'fn-curve-drawn',
      }),
      ...problems.flatMap((problem) => markProblem(plot, alphaBars, problem)),
    ],
  });
}

function markProblem(plot: PlotModule, alphaBars: Float64Array, { from, to }: CurveProblem) {
  const inside = drawnTimesteps(alphaBars.length).filter((t) => t > from && t < to);
  const points: Point[] = [from, ...inside, to].map((t) => ({ t, value: alphaBars[t]! }));
  const middle = Math.round((from + to) / 2);
  return [
    plot.lineY(points, {
      x: 't',
      y: 'value',
      stroke: 'var(--fn-warn)',
      strokeWidth: 7,
      strokeOpacity: 0.75,
    }),
    plot.dot([points[0]!, points.at(-1)!], { x: 't', y: 'value', r: 6, fill: 'var(--fn-warn)' }),
    plot.text([{ t: middle, value: alphaBars[middle]! }], {
      x: 't',
      y: 'value',
      text: () => '!',
      dy: alphaBars[middle]! > 0.85 ? 18 : -18,
      fill: 'var(--fn-warn)',
      fontWeight: 800,
      fontSize: 20,
    }),
  ];
}
