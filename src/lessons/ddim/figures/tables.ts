/** A sampler's table of coefficients as rows to print, and what two of them do not share. */
import type { SamplerTable } from '../../../lib/diffusion/index.ts';
import { signed } from './words.ts';

/** The columns that hold numbers, in their order. */
export const columns = ['xt', 'x0', 'earlier', 'noise', 'signalAfter', 'sigmaAfter'] as const;

/** One of them. */
export type Column = (typeof columns)[number];

/** A row to print. */
export interface PrintedRow {
  readonly t: string;
  readonly cells: Readonly<Record<Column, string>>;
}

/** What x holds before a row, x = signal · x0 + sigma · ε. */
interface Held {
  readonly signal: number;
  readonly sigma: number;
}

/**
 * What x holds after each row, if every predicted x0 is right: the factor of x0, and the deviation of all that is noise.
 */
export function heldAfter(table: SamplerTable): Held[] {
  return table.map((row, i) => {
    let signal = row.xt * row.signal + row.x0;
    let kept = row.xt * row.sigma;
    row.earlier?.forEach((factors, back) => {
      const seen = table[i - 1 - back]!;
      signal += factors.xt * seen.signal + factors.x0;
      kept += factors.xt * seen.sigma;
    });
    return { signal, sigma: Math.hypot(kept, row.noise) };
  });
}

const primes = ['′', '″', '‴', '⁗'];

/** "−0.31 x̂₀′": what is taken of earlier rows, one prime a row back. */
function earlierText(row: SamplerTable[number]): string {
  const terms = (row.earlier ?? []).flatMap(({ xt, x0 }, back) => [
    ...(xt === 0 ? [] : [`${signed(xt, 4)} x${primes[back] ?? ''}`]),
    ...(x0 === 0 ? [] : [`${signed(x0, 4)} x̂₀${primes[back] ?? ''}`]),
  ]);
  return terms.join(', ') || '–';
}

/** The table's rows as they are printed, with four decimals. */
export function printedRows(table: SamplerTable): PrintedRow[] {
  const after = heldAfter(table);
  return table.map((row, i) => ({
    t: Number.isInteger(row.t) ? String(row.t) : row.t.toFixed(1),
    cells: {
      xt: signed(row.xt, 4),
      x0: signed(row.x0, 4),
      earlier: earlierText(row),
      noise: signed(row.noise, 4),
      signalAfter: signed(after[i]!.signal, 4),
      sigmaAfter: signed(after[i]!.sigma, 4),
    },
  }));
}

/** Whether any row takes something of earlier ones. */
export const usesEarlier = (table: SamplerTable): boolean => table.some(({ earlier }) => earlier);

/** Which cells of a row are printed differently in the other table; all of them where it has no such row. */
export function differing(row: PrintedRow, other: PrintedRow | undefined): ReadonlySet<Column> {
  return new Set(columns.filter((column) => row.cells[column] !== other?.cells[column]));
}

/** The largest difference of any two factors in the same place; null where the tables are not as long. */
export function largestGap(a: SamplerTable, b: SamplerTable): number | null {
  if (a.length !== b.length) return null;
  let most = 0;
  a.forEach((row, i) => {
    const other = b[i]!;
    const reach = Math.max(row.earlier?.length ?? 0, other.earlier?.length ?? 0);
    for (const key of ['xt', 'x0', 'noise'] as const)
      most = Math.max(most, Math.abs(row[key] - other[key]));
    for (let back = 0; back < reach; back++) {
      for (const key of ['xt', 'x0'] as const) {
        const gap = (row.earlier?.[back]?.[key] ?? 0) - (other.earlier?.[back]?.[key] ?? 0);
        most = Math.max(most, Math.abs(gap));
      }
    }
  });
  return most;
}
