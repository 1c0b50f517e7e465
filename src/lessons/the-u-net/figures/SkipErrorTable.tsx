/** The damage measured so far, one row for each set of silenced skips. */
import { meanError, measuredSteps } from './skipErrors.ts';
import type { SkipErrors } from './useSkipErrors.ts';
import { amount } from './words.ts';

/** The timesteps in the table's columns; all of them are measured. */
const columns = [100, 300, 500, 700, 900] as const;

export interface SkipErrorTableProps {
  readonly errors: SkipErrors;
  readonly nameOf: (silenced: readonly string[]) => string;
}

/** Nothing before the first measurement; a row fills in while it is measured. */
export function SkipErrorTable({ errors, nameOf }: SkipErrorTableProps) {
  const rows = Object.entries(errors).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
  if (rows.length === 0) return null;
  return (
    <div class="fn-table-scroll">
      <table class="fn-net-table fn-skip-table">
        <caption>Squared error in the noise; 1 is as good as saying “no noise”</caption>
        <thead>
          <tr>
            <th scope="col">t =</th>
            {columns.map((t) => (
              <th scope="col" key={t}>
                {t}
              </th>
            ))}
            <th scope="col">mean</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([key, points]) => (
            <tr key={key} data-silenced={key}>
              <th scope="row">{nameOf(key === '' ? [] : key.split(' '))}</th>
              {columns.map((t) => {
                const point = points.find((one) => one.t === t);
                return <td key={t}>{point ? amount(point.error) : '…'}</td>;
              })}
              <td>{points.length < measuredSteps.length ? '…' : amount(meanError(points)!)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
