/** How the figures and the text of this lesson write numbers. */

/** A fixed number of decimals, with a real minus sign, and none before a zero. */
export function signed(value: number, decimals: number): string {
  return value
    .toFixed(decimals)
    .replace(/^-(?=[0.]*$)/, '')
    .replace('-', '−');
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

const raised = (power: number): string =>
  (power < 0 ? '⁻' : '') +
  [...String(Math.abs(power))].map((digit) => superscripts[Number(digit)]).join('');

/** Three significant digits; a power of ten where the number is below 0.001. */
export function three(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size >= 100) return sign + size.toFixed(0);
  if (size < 0.001) {
    const [digits, power] = size.toExponential(2).split('e') as [string, string];
    return `${sign}${digits}\u00a0·\u00a010${raised(Number(power))}`;
  }
  // A factor just below 1 must not be printed as 1.
  if (size < 1 && size > 0.999) return sign + String(Number(size.toFixed(6)));
  return sign + size.toFixed(Math.max(0, 2 - Math.floor(Math.log10(size))));
}

/** A whole number with thousands separators. */
export const whole = (value: number): string => value.toLocaleString('en-US');
