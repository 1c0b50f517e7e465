/** Measured sets of images as a table: one row a guidance scale, and one for training images. */
import type { TradePoint } from './tradePoints.ts';
import { percentOne, scaleText } from './words.ts';

export interface TradeTableProps {
  readonly caption: string;
  /** Handle for tests. */
  readonly name: string;
  readonly points: readonly TradePoint[];
  readonly real: Omit<TradePoint, 'scale'> | null;
}

/** Accuracy as a percentage, the others with two decimals. */
export function TradeTable({ caption, name, points, real }: TradeTableProps) {
  return (
    <div class="fn-table-scroll">
      <table class="fn-cfg-table" data-table={name}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">w</th>
            <th scope="col">read as their class</th>
            <th scope="col">Fréchet</th>
            <th scope="col">diversity</th>
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <Row key={point.scale} head={scaleText(point.scale)} set={point} />
          ))}
          {real && <Row head="training images" set={real} />}
        </tbody>
      </table>
    </div>
  );
}

function Row({ head, set }: { readonly head: string; readonly set: Omit<TradePoint, 'scale'> }) {
  return (
    <tr data-row={head}>
      <th scope="row">{head}</th>
      <td>{percentOne(set.accuracy)}</td>
      <td>{set.frechet.toFixed(2)}</td>
      <td>{set.diversity.toFixed(2)}</td>
    </tr>
  );
}
