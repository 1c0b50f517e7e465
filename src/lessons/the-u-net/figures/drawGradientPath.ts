/** Draws how large a gradient is before each layer, with and without shortcuts, on a logarithmic scale. */
import type { PlotModule } from '../../../components/plots/PlotView.tsx';

export interface GradientPicture {
  /** Relative lengths before layer 1, …, after the last layer. */
  readonly withShortcuts: readonly number[];
  readonly without: readonly number[];
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A power of ten as the scale writes it. */
export function powerOfTen(value: number): string {
  const power = Math.round(Math.log10(value));
  if (Math.abs(power) <= 2) return String(10 ** power);
  const digits = [...String(Math.abs(power))].map((digit) => superscripts[Number(digit)]).join('');
  return `10${power < 0 ? '⁻' : ''}${digits}`;
}

/** Powers of ten around all values, at most eight of them. */
function powersAround({ withShortcuts, without }: GradientPicture): number[] {
  const all = [...withShortcuts, ...without];
  const low = Math.floor(Math.log10(Math.min(...all)));
  const high = Math.max(1, Math.ceil(Math.log10(Math.max(...all))));
  const stride = Math.ceil((high - low) / 7);
  return Array.from(
    { length: Math.floor((high - low) / stride) + 1 },
    (_, i) => 10 ** (high - i * stride),
  ).reverse();
}

/** Two lines with dots; layer 1 is on the left, and the gradient comes in from the right. */
export function drawGradientPath(
  plot: PlotModule,
  width: number,
  picture: GradientPicture,
): Element {
  const depth = picture.without.length - 1;
  const powers = powersAround(picture);
  const rows = (lengths: readonly number[]) => lengths.map((value, i) => ({ layer: i + 1, value }));
  const low = Math.min(powers[0]!, ...picture.without, ...picture.withShortcuts);
  const line = (lengths: readonly number[], stroke: string, strokeDasharray: string) => [
    plot.line(rows(lengths), { x: 'layer', y: 'value', stroke, strokeDasharray, strokeWidth: 2 }),
    plot.dot(rows(lengths), { x: 'layer', y: 'value', fill: stroke, r: 3 }),
  ];
  return plot.plot({
    width,
    height: 240,
    marginLeft: 50,
    marginRight: 14,
    marginBottom: 36,
    marginTop: 24,
    style: { fontSize: '12px', color: 'var(--fn-soft)' },
    x: {
      domain: [1, depth + 1],
      label: 'before layer',
      labelAnchor: 'center',
      labelArrow: 'none',
      ticks: Math.min(depth, width < 420 ? 6 : 14),
      tickFormat: (layer: number) => (layer > depth ? 'loss' : String(layer)),
    },
    y: {
      type: 'log',
      domain: [low, powers.at(-1)!],
      label: 'gradient',
      labelArrow: 'none',
      ticks: powers,
      tickFormat: powerOfTen,
    },
    marks: [
      plot.gridY(powers, { stroke: 'var(--fn-rule)', strokeOpacity: 1 }),
      ...line(picture.without, 'var(--fn-soft)', '6 4'),
      ...line(picture.withShortcuts, 'var(--fn-ink)', ''),
    ],
  });
}
