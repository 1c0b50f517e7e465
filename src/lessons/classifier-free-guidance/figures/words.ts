/** How this lesson's figures write numbers, and what they say of a set of images. */

/** A scale as it is read: "3", "7.5". */
export const scaleText = (scale: number): string => String(Number(scale.toFixed(2)));

/** A share as a percentage without decimals; a small one is told apart from none. */
export function percent(share: number): string {
  if (share > 0 && share < 0.005) return 'under 1 %';
  if (share < 1 && share > 0.995) return 'over 99 %';
  return `${Math.round(100 * share)} %`;
}

/** A share with one decimal, as tables have it. */
export const percentOne = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A number with so many decimals and a real minus sign; never "−0". */
export function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** "12 seconds", "3 minutes". */
export function durationText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 1.5) return 'a second';
  if (seconds < 90) return `${Math.round(seconds)} seconds`;
  return `${Math.round(seconds / 60)} minutes`;
}
