/** Writes rows as comma-separated values (RFC 4180) that a spreadsheet takes for text, whoever wrote them. */

/** A spreadsheet would run a cell that begins like a formula; an apostrophe keeps it a text. */
const formulaLike = /^[=+\-@\t\r]/;

function cell(value: string): string {
  const safe = formulaLike.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line, with its line end. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;
