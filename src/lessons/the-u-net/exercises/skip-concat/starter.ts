/** Twice the size: each new pixel is a weighted mean of the four old ones around its place; corners stay corners. */
export function upsample(channel: number[][]): number[][] {
  const last = channel.length - 1;
  // TODO: find the place of each new row and column among the old ones, from 0 to last.
  // TODO: mix the four old pixels around each place.
  return channel;
}

/** What a block on the way up reads: the channels from below, made larger, and after them those of the skip. */
export function upsampleAndConcat(low: number[][][], skip: number[][][]): number[][][] {
  // TODO: make the channels of low larger, and lay those of skip after them.
  return skip;
}
