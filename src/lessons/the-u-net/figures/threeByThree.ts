/** One 3 × 3 filter over a small picture, with zeros around it, as a convolution of the network computes it. */

/** Values of `image` [size, size] filtered with `kernel` [3, 3], plus the bias. */
export function threeByThree(
  image: ArrayLike<number>,
  size: number,
  kernel: readonly number[],
  bias: number,
): Float64Array {
  const out = new Float64Array(size * size).fill(bias);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      for (let k = 0; k < 9; k++) {
        const [row, column] = [y + Math.floor(k / 3) - 1, x + (k % 3) - 1];
        if (row < 0 || row >= size || column < 0 || column >= size) continue;
        out[y * size + x]! += kernel[k]! * image[row * size + column]!;
      }
    }
  }
  return out;
}
