/** How the figures of this lesson write numbers. */

/** A share of variance with two decimals, or as many as it takes to tell it from 0 and from 1. */
export function formatShare(share: number): string {
  if (share >= 0.995) return share.toFixed(4);
  return share >= 0.01 ? share.toFixed(2) : share.toPrecision(1);
}

/** A fixed number of decimals, with a real minus sign, and none before a zero. */
export function formatSigned(value: number, decimals: number): string {
  return value
    .toFixed(decimals)
    .replace(/^-(?=[0.]*$)/, '')
    .replace('-', '−');
}
