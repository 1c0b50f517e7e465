/** The bound on the code length, summed up: prior, transitions, decoder and total, in bits per pixel. */
import { useMemo } from 'preact/hooks';
import type { ImageDataset } from '../../../lib/datasets/index.ts';
import { priorTermBits } from '../../../lib/diffusion/index.ts';
import { digitLevels, digitPixels, schedule } from './digits.ts';
import { lossSteps, transitionBits } from './lossSeries.ts';
import { threeDigits } from './posterior.ts';
import type { MeasuredSeries } from './useLossSeries.ts';

export interface BoundTableProps {
  readonly series: readonly MeasuredSeries[];
  readonly data: ImageDataset | null;
  readonly heldOut: ImageDataset | null;
}

interface Row {
  readonly name: string;
  /** Prior, transitions, decoder and their sum; null until measured whole. */
  readonly bits: readonly number[] | null;
}

function rowOf({ name, losses }: MeasuredSeries, clean: ImageDataset | null): Row {
  if (!clean || losses.length < lossSteps.length) return { name, bits: null };
  const parts = [
    priorTermBits(schedule, clean.images),
    transitionBits(losses),
    losses[0]!.boundBits,
  ];
  return { name, bits: [...parts, parts.reduce((sum, part) => sum + part, 0)] };
}

const columns = ['prior', 'transitions', 'decoder', 'total'];

/** One row a series that is wanted; its numbers come when it is measured whole. */
export function BoundTable({ series, data, heldOut }: BoundTableProps) {
  const rows = useMemo(
    () => series.map((one, place) => rowOf(one, place === 0 ? data : heldOut)),
    [series, data, heldOut],
  );
  return (
    <div>
      <div class="fn-table-scroll">
        <table class="fn-bound">
          <caption>The bound, in bits per pixel</caption>
          <thead>
            <tr>
              <th scope="col">measured on</th>
              {columns.map((column) => (
                <th scope="col" key={column}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, bits }) => (
              <tr key={name} data-bound={bits?.at(-1)}>
                <th scope="row">{name}</th>
                {columns.map((column, i) => (
                  <td key={column}>{bits ? threeDigits(bits[i]!) : '…'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="fn-note">
        For comparison: naming one of the {data?.count.toLocaleString('en-US') ?? '…'} training
        digits takes {data ? (Math.log2(data.count) / digitPixels).toFixed(3) : '…'} bits per pixel,
        and sending each pixel’s {digitLevels} levels as they are takes{' '}
        {Math.log2(digitLevels).toFixed(2)}.
      </p>
    </div>
  );
}
