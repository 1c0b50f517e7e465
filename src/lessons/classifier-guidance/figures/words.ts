/** How this lesson's figures write shares, amounts and times. */

/** A probability as a percentage; what rounds to none or to all is told apart from it. */
export function percent(probability: number): string {
  const value = 100 * probability;
  if (value > 0 && value < 0.1) return '< 0.1 %';
  if (value < 100 && value > 99.9) return '> 99.9 %';
  return `${value.toFixed(1)} %`;
}

/** The same inside a sentence: "less than 0.1 %". */
export const percentWords = (probability: number): string =>
  percent(probability).replace('<', 'less than').replace('>', 'more than');

/** A share as a whole percentage. */
export const share = (part: number, all: number): string => `${Math.round((100 * part) / all)} %`;

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Two significant digits, with a power of ten where the number is small: "1.4 · 10⁻⁷". */
export function amount(value: number): string {
  if (value === 0) return '0';
  if (value >= 0.001) return value.toPrecision(2);
  const [digits, power] = value.toExponential(1).split('e') as [string, string];
  const raised = [...power.replace('-', '')].map((digit) => superscripts[Number(digit)]).join('');
  return `${digits} · 10⁻${raised}`;
}

/** Milliseconds, with as many decimals as they deserve. */
export const milliseconds = (value: number): string =>
  `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
