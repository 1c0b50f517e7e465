/** How this lesson writes numbers: few digits, real minus signs, powers of ten where needed. */

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

function superscript(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]);
  return `${exponent < 0 ? '⁻' : ''}${digits.join('')}`;
}

/** Keeps a number and what belongs to it on one line. */
const noBreak = '\u00a0';

/** A number with `digits` significant digits: 0.0123, 24, −3.2, 4.04 × 10⁻⁵, −∞. */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return '–';
  const sign = value < 0 ? '−' : '';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size === Infinity) return `${sign}∞`;
  if (size >= 1e5 || size < 1e-3) {
    const [mantissa, exponent] = size.toExponential(digits - 1).split('e');
    return `${sign}${mantissa}${noBreak}×${noBreak}10${superscript(Number(exponent))}`;
  }
  if (size < 1 && size > 0.999) return `${sign}${Number(size.toFixed(6))}`;
  return `${sign}${Number(size.toPrecision(digits))}`;
}

/** A whole power of ten, for an axis: 0.01, 1, 100, 10⁻⁴. */
export function formatPowerOfTen(value: number): string {
  const exponent = Math.round(Math.log10(value));
  return Math.abs(exponent) <= 2
    ? String(Number(value.toPrecision(1)))
    : `10${superscript(exponent)}`;
}

/** A number of per cent, kept on one line. */
export function formatPercent(value: number): string {
  return `${value}${noBreak}%`;
}

/** A share as a whole per cent, "12 %"; small ones that are not 0 say so. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.005) return `under ${formatPercent(1)}`;
  return formatPercent(Math.round(share * 100));
}

/** A list in a sentence: "a", "a and b", "a, b and c". */
export function listInWords(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
