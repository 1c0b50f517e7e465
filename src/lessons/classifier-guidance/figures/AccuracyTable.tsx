/** What was measured at each t: how often each reader is right, and how sure it says it is. */
import { readers } from './drawAccuracy.ts';
import { measuredSteps } from './noiseAccuracy.ts';
import type { AccuracyRow } from './useNoiseAccuracy.ts';

const inOrder = [...measuredSteps].sort((a, b) => a - b);
const points = (value: number): string => (100 * value).toFixed(1);

/** A row a timestep; what is not measured yet is left open. */
export function AccuracyTable({ rows }: { readonly rows: readonly AccuracyRow[] }) {
  return (
    <details class="fn-more">
      <summary>All numbers: read right, and how sure it is, in %</summary>
      <table class="fn-reads">
        <thead>
          <tr>
            <th scope="col">t</th>
            {readers.map(({ key, name }) => (
              <th scope="col" key={key}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {inOrder.map((t) => (
            <tr key={t} data-t={t}>
              <th scope="row">{t}</th>
              {readers.map(({ key }) => (
                <td key={key} data-reader={key}>
                  {cell(rows.find((row) => row.t === t)?.[key])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

const cell = (score: AccuracyRow['noisy'] | undefined): string =>
  score ? `${points(score.accuracy)}, ${points(score.sureness)} sure` : '…';
