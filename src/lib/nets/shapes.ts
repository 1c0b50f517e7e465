/** The words that networks are described in: shapes, and how parameters start. */

/** The shape of one example, without the batch: [height, width, channels] of images, [length] of vectors, [] of numbers. */
export type Shape = readonly number[];

/** How a parameter starts: uniform in ±bound, standard normal, or all one value. */
export type Initialiser =
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'normal' }
  | { readonly kind: 'constant'; readonly value: number };

/** Number of values in a shape. */
export const sizeOf = (shape: Shape): number => shape.reduce((product, side) => product * side, 1);
