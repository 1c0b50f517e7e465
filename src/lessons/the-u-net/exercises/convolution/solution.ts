/** A convolution of 3 × 3: each pixel becomes the weighted sum of the nine around it; outside the picture is 0. */
export function conv3x3(image: number[][], kernel: number[][]): number[][] {
  return image.map((row, y) =>
    row.map((_, x) => {
      let sum = 0;
      for (let dy = 0; dy < 3; dy++) {
        for (let dx = 0; dx < 3; dx++) {
          const pixel = image[y + dy - 1]?.[x + dx - 1] ?? 0;
          sum += kernel[dy]![dx]! * pixel;
        }
      }
      return sum;
    }),
  );
}
