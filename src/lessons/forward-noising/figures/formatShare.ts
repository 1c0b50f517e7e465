/** Writes a share of variance so that it never reads as a bare 0 or 1. */

/** Two decimals, or as many as it takes to tell the share from 0 and from 1. */
export function formatShare(share: number): string {
  if (share >= 0.995) return share.toFixed(4);
  return share >= 0.01 ? share.toFixed(2) : share.toPrecision(1);
}
