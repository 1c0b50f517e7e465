/** The guided picture with a share of the spread that guidance added taken back. */
export function rescaleGuidance(guided: number[], cond: number[], share: number): number[] {
  const ratio = deviation(cond) / deviation(guided);
  const factor = share * ratio + 1 - share;
  return guided.map((value) => factor * value);
}

function deviation(values: number[]): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / values.length);
}
