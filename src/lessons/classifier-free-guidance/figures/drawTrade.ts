/** Draws one measure against the guidance scale: the shipped table's line, what was measured here, and real images. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';
import type { Measure, TradePoint } from './tradePoints.ts';

export interface TradePicture {
  readonly measure: Measure;
  /** The shipped table. */
  readonly shipped: readonly TradePoint[];
  /** Measured on this page. */
  readonly here: readonly TradePoint[];
  /** Real images, measured on this page or in the table. */
  readonly real: number | null;
}

const largestScale = 15;

/** The axis of a measure: shares end at 1, a Fréchet distance has no end. */
export function domainOf({ measure, shipped, here, real }: TradePicture): [number, number] {
  if (measure === 'accuracy') return [0, 1.05];
  // At scale 0 the classes are mixed up, and the spread within a class is that of all of them.
  const counted = [...shipped, ...here].filter(({ scale }) => scale >= 1);
  const most = Math.max(real ?? 0, ...counted.map((point) => point[measure]), 0.5);
  return [0, Math.ceil(most * 1.1 * 4) / 4];
}

/** A dashed line for the shipped table, dots for what was measured here, a dotted rule for real images. */
export function drawTrade(plot: PlotModule, width: number, picture: TradePicture): Element {
  const { measure, shipped, here, real } = picture;
  const domain = domainOf(picture);
  const place = { x: 'scale', y: measure };
  const rows = [...here].sort((a, b) => a.scale - b.scale);
  return plot.plot({
    width,
    height: 220,
    marginTop: 12,
    marginRight: 10,
    marginBottom: 36,
    x: {
      domain: [0, largestScale],
      label: 'guidance scale w',
      labelArrow: 'none',
      ticks: [0, 1, 3, 5, 10, 15],
    },
    y: { domain, label: null, ticks: 5 },
    clip: true,
    marks: [
      plot.gridY({ stroke: 'var(--fn-rule)', strokeOpacity: 1 }),
      ...(real === null
        ? []
        : [
            plot.ruleY([real], {
              stroke: 'var(--fn-data)',
              strokeWidth: 2,
              strokeDasharray: '2 3',
            }),
          ]),
      plot.line(shipped, {
        ...place,
        stroke: 'var(--fn-soft)',
        strokeWidth: 2,
        strokeDasharray: '7 3',
      }),
      plot.line(rows, { ...place, stroke: 'var(--fn-prediction)', strokeWidth: 2 }),
      plot.dot(rows, { ...place, fill: 'var(--fn-prediction)', r: 4 }),
    ],
  });
}
