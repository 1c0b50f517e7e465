/** Twice the size: each new pixel is a weighted mean of the four old ones around its place; corners stay corners. */
export function upsample(channel: number[][]): number[][] {
  const last = channel.length - 1;
  const places = Array.from({ length: 2 * channel.length }, (_, i) => (i * last) / (2 * last + 1));
  return places.map((y) =>
    places.map((x) => {
      const [top, left] = [Math.floor(y), Math.floor(x)];
      const [bottom, right] = [Math.min(top + 1, last), Math.min(left + 1, last)];
      const upper = (left + 1 - x) * channel[top]![left]! + (x - left) * channel[top]![right]!;
      const lower =
        (left + 1 - x) * channel[bottom]![left]! + (x - left) * channel[bottom]![right]!;
      return (top + 1 - y) * upper + (y - top) * lower;
    }),
  );
}

/** What a block on the way up reads: the channels from below, made larger, and after them those of the skip. */
export function upsampleAndConcat(low: number[][][], skip: number[][][]): number[][][] {
  return [...low.map(upsample), ...skip];
}
