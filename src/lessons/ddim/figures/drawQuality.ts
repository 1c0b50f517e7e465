/** Draws the Fréchet distance of each measured set against its steps, with the line of real images as the floor. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import type { SamplerName } from '../../../lib/diffusion/index.ts';
import type { Cost } from './drawOrders.ts';
import { samplerStyles } from './samplerStyles.ts';

/** What a point needs. */
export interface DrawnPoint {
  readonly sampler: SamplerName;
  readonly steps: number;
  readonly calls: number;
  readonly frechet: number;
}

export interface QualityPicture {
  readonly points: readonly DrawnPoint[];
  /** Of real images; null while it is not known. */
  readonly real: number | null;
  readonly cost: Cost;
}

const ticks = [2, 5, 10, 20, 50, 100];
const powers = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50];

/** Lines with dots, one sampler each. */
export function drawQuality(plot: PlotModule, width: number, picture: QualityPicture): Element {
  const { points, real, cost } = picture;
  const names = [...new Set(points.map(({ sampler }) => sampler))];
  const marks = names.flatMap((name) => {
    const own = points.filter(({ sampler }) => sampler === name).sort((a, b) => a[cost] - b[cost]);
    const { colour, dash } = samplerStyles[name];
    const place = { x: cost, y: 'frechet' };
    return [
      plot.line(own, { ...place, stroke: colour, strokeWidth: 2.2, strokeDasharray: dash }),
      plot.dot(own, { ...place, fill: colour, r: 4 }),
    ];
  });
  const values = [...points.map(({ frechet }) => frechet), ...(real === null ? [] : [real])];
  const low = Math.min(0.1, ...values.map((value) => value / 1.3));
  const high = Math.max(2, ...values.map((value) => value * 1.3));
  return plot.plot({
    width,
    height: 280,
    marginLeft: 44,
    marginRight: 14,
    marginTop: 28,
    marginBottom: 42,
    style: { fontSize: '12px', color: 'var(--fn-soft)' },
    x: {
      type: 'log',
      domain: [1.8, cost === 'steps' ? 58 : 115],
      ticks: ticks.filter((tick) => cost === 'calls' || tick < 100),
      tickFormat: (value: number) => String(value),
      label: cost === 'steps' ? 'steps' : 'network calls for one image',
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    y: {
      type: 'log',
      domain: [low, high],
      ticks: powers.filter((power) => power >= low && power <= high),
      tickFormat: (value: number) => String(value),
      label: 'squared Fréchet distance to held-out images',
      labelArrow: 'none',
    },
    marks: [
      plot.gridY(powers, { stroke: 'var(--fn-rule)', strokeOpacity: 1 }),
      ...(real === null
        ? []
        : [
            plot.ruleY([real], {
              stroke: 'var(--fn-data)',
              strokeWidth: 2,
              strokeDasharray: '3 3',
            }),
          ]),
      ...marks,
    ],
  });
}
