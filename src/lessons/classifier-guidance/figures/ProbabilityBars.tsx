/** What a classifier holds of each class, before and after a step, as bars. */
import { tenClasses } from './digits.ts';
import { percent } from './words.ts';

export interface ProbabilityBarsProps {
  /** log p of each class; null while there is no answer. */
  readonly before: ArrayLike<number> | null;
  readonly after: ArrayLike<number> | null;
  /** The class that the digit has, and the one that is asked for. */
  readonly own: number;
  readonly wanted: number;
}

/** A table: class, bars, both percentages. */
export function ProbabilityBars({ before, after, own, wanted }: ProbabilityBarsProps) {
  return (
    <table class="fn-reads">
      <thead>
        <tr>
          <th scope="col">Class</th>
          <td aria-hidden="true" />
          <th scope="col">before</th>
          <th scope="col">after</th>
        </tr>
      </thead>
      <tbody>
        {tenClasses.map((label) => (
          <tr key={label} data-class={label} data-wanted={label === wanted}>
            <th scope="row">
              {label}
              {label === wanted && <span class="fn-note"> wanted</span>}
              {label === own && label !== wanted && <span class="fn-note"> drawn</span>}
            </th>
            <td class="fn-reads-bars" aria-hidden="true">
              <Bar kind="before" log={before?.[label]} />
              <Bar kind="after" log={after?.[label]} />
            </td>
            <td>{before ? percent(Math.exp(before[label]!)) : '…'}</td>
            <td>{after ? percent(Math.exp(after[label]!)) : '…'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Bar({ kind, log }: { readonly kind: string; readonly log: number | undefined }) {
  const width = log === undefined ? 0 : 100 * Math.exp(log);
  return <span data-kind={kind} style={{ width: `${width}%` }} />;
}
