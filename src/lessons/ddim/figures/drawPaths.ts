/** Draws how a few starts walk to the data on a line: the true paths of the flow, and a sampler's straight pieces. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';

/** One polyline; `noise` is how much of it x holds, from 1 at the start to 0. */
export interface Path {
  readonly id: number;
  readonly points: readonly { readonly noise: number; readonly x: number }[];
}

export interface PathsPicture {
  readonly exact: readonly Path[];
  readonly walked: readonly Path[];
  readonly colour: string;
}

/** From left, all noise, to right, none. */
export function drawPaths(plot: PlotModule, width: number, picture: PathsPicture): Element {
  const flat = (paths: readonly Path[]) =>
    paths.flatMap(({ id, points }) => points.map((point) => ({ id, ...point })));
  const place = { x: 'noise', y: 'x', z: 'id', clip: true } as const;
  const walked = flat(picture.walked);
  return plot.plot({
    width,
    height: 260,
    marginLeft: 36,
    marginRight: 14,
    marginTop: 26,
    marginBottom: 42,
    style: { fontSize: '12px', color: 'var(--fn-soft)' },
    x: {
      domain: [1, 0],
      label: 'noise in x (its deviation)',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: 5,
    },
    y: { domain: [-2.4, 2.4], label: 'x', labelArrow: 'none', ticks: 5 },
    marks: [
      plot.gridY({ stroke: 'var(--fn-rule)', strokeOpacity: 1 }),
      plot.line(flat(picture.exact), { ...place, stroke: 'var(--fn-data)', strokeWidth: 2 }),
      plot.line(walked, { ...place, stroke: picture.colour, strokeWidth: 1.6 }),
      plot.dot(walked, { ...place, fill: picture.colour, r: 2.6 }),
    ],
  });
}
