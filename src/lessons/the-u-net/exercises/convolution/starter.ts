/** A convolution of 3 × 3: each pixel becomes the weighted sum of the nine around it; outside the picture is 0. */
export function conv3x3(image: number[][], kernel: number[][]): number[][] {
  // TODO: for each pixel, add up the nine neighbours, each times its weight.
  return image;
}
