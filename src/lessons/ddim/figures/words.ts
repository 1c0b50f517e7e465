/** How this lesson's figures write amounts, counts and times. */

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Two significant digits, with a power of ten where the number is small: "1.4 · 10⁻⁷". */
export function amount(value: number): string {
  if (value === 0) return '0';
  if (value >= 100) return value.toFixed(0);
  if (value >= 0.001) return value.toPrecision(2);
  const [digits, power] = value.toExponential(1).split('e') as [string, string];
  const raised = [...power.replace('-', '')].map((digit) => superscripts[Number(digit)]).join('');
  return `${digits} · 10⁻${raised}`;
}

/** A number with so many decimals, and a real minus sign; never "−0". */
export function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** "1 step", "25 steps". */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

/** "0.4 s", "2 min 5 s". */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** √ of the mean squared difference. */
export function rmsDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum / a.length);
}

/** The largest difference of any two entries. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}
