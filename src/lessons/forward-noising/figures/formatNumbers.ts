/** How the figures of this lesson write numbers. */

/** A share of variance with two decimals, or as many as it takes to tell it from 0 and from 1. */
export function formatShare(share: number): string {
  if (share >= 0.995) return share.toFixed(4);
  return share >= 0.01 ? share.toFixed(2) : share.toPrecision(1);
}

/** A share and its rest in percent, with as many decimals as it takes to tell them from 0 and from 100. */
export function formatPercents(share: number): { readonly share: string; readonly rest: string } {
  const smaller = 100 * Math.min(share, 1 - share);
  const decimals = smaller >= 10 ? 0 : smaller >= 0.1 ? 2 : 3;
  return { share: (100 * share).toFixed(decimals), rest: (100 * (1 - share)).toFixed(decimals) };
}

/** A fixed number of decimals, with a real minus sign, and none before a zero. */
export function formatSigned(value: number, decimals: number): string {
  return value
    .toFixed(decimals)
    .replace(/^-(?=[0.]*$)/, '')
    .replace('-', '−');
}
