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

/** Only series that are measured whole have a row. */
export function BoundTable({ series, data, heldOut }: BoundTableProps) {
  const rows = useMemo(
    () =>
      series.flatMap(({ name, losses }, place) => {
        const clean = place === 0 ? data : heldOut;
        if (!clean || losses.length < lossSteps.length) return [];
        const prior = priorTermBits(schedule, clean.images);
        const transitions = transitionBits(losses);
        const decoder = losses[0]!.boundBits;
        return [{ name, prior, transitions, decoder, total: prior + transitions + decoder }];
      }),
    [series, data, heldOut],
  );
  if (rows.length === 0) return null;
  const index = Math.log2(data?.count ?? 1) / digitPixels;
  return (
    <div>
      <div class="fn-table-scroll">
        <table class="fn-bound">
          <caption>The bound, in bits per pixel</caption>
          <thead>
            <tr>
              <th scope="col">Measured on</th>
              <th scope="col">prior</th>
              <th scope="col">transitions</th>
              <th scope="col">decoder</th>
              <th scope="col">total</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, prior, transitions, decoder, total }) => (
              <tr key={name} data-bound={total}>
                <th scope="row">{name}</th>
                <td>{threeDigits(prior)}</td>
                <td>{threeDigits(transitions)}</td>
                <td>{threeDigits(decoder)}</td>
                <td>{threeDigits(total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="fn-note">
        For comparison: naming one of the {data?.count.toLocaleString('en-US')} training digits
        takes {index.toFixed(3)} bits per pixel, and sending each pixel’s {digitLevels} levels as
        they are takes {Math.log2(digitLevels).toFixed(2)}.
      </p>
    </div>
  );
}
