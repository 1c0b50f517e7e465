/** One sampler's coefficients, row by row, with what the other table has differently marked. */
import { Sym } from '../../../components/figure/Sym.tsx';
import { columns, differing, type PrintedRow } from './tables.ts';

export interface CoefficientTableProps {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly PrintedRow[];
  readonly other: readonly PrintedRow[];
  /** Whether there is a column of what is taken of earlier rows. */
  readonly earlier: boolean;
}

/** A table; it scrolls by itself where it is too wide. */
export function CoefficientTable({ name, title, rows, other, earlier }: CoefficientTableProps) {
  const shown = columns.filter((column) => earlier || column !== 'earlier');
  return (
    <div class="fn-table-scroll">
      <table class="fn-ddim-table" data-table={name}>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">t</th>
            <th scope="col">
              × <Sym code="xt" />
            </th>
            <th scope="col">
              × <Sym code="x0Pred" />
            </th>
            {earlier && <th scope="col">earlier</th>}
            <th scope="col">
              × <span class="role-noise">z</span>
            </th>
            <th scope="col">
              of <Sym code="x0" />
            </th>
            <th scope="col">
              of <Sym code="eps" />
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => {
            const marked = differing(row, other[i]);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: two rows may ask at the same t
              <tr key={`${i} ${row.t}`}>
                <th scope="row">{row.t}</th>
                {shown.map((column) => (
                  <td key={column} data-column={column} data-differs={marked.has(column)}>
                    {row.cells[column]}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
