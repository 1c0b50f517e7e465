/** Paints signed numbers as a heat map: one colour above zero, one below, the ground where they are zero. */

/** Colours as red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

export interface SignedColours {
  readonly above: Rgb;
  readonly below: Rgb;
  readonly ground: Rgb;
}

/** The colour of a value: the ground at 0, the full colour at ± `most` and beyond. */
export function signedColour(value: number, most: number, colours: SignedColours): Rgb {
  const { above, below, ground } = colours;
  const share = most > 0 ? Math.min(1, Math.abs(value) / most) : 0;
  const full = value > 0 ? above : below;
  return ground.map((from, i) => Math.round(from + share * (full[i]! - from))) as unknown as Rgb;
}

/** "#0064a6" as numbers. @throws Error when it is no such colour */
export function rgbOf(hex: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!match) throw new Error(`“${hex}” is no colour of six hexadecimal digits.`);
  return match.slice(1).map((part) => Number.parseInt(part, 16)) as unknown as Rgb;
}

/** Paints [size, size] values, one canvas pixel each. */
export function drawSignedMap(
  canvas: HTMLCanvasElement,
  picture: { readonly values: Float32Array; readonly size: number; readonly most: number },
  colours: SignedColours,
): void {
  const { values, size, most } = picture;
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  const image = context.createImageData(size, size);
  values.forEach((value, i) => {
    image.data.set([...signedColour(value, most, colours), 255], 4 * i);
  });
  context.putImageData(image, 0, 0);
}
