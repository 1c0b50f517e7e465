/**
 * Checks a 3 × 3 convolution of one channel, as PyTorch's conv2d with padding = 1 computes it: a cross-correlation with zeros
 * around the picture. It is the tool of the U-Net's blocks (Ronneberger et al. 2015; here with padding, as in Ho et al. 2020).
 */
import type { Rng } from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  listOf,
  type ShowContext,
} from '../../../../lib/exercises/index.ts';

type Grid = readonly (readonly number[])[];
type Args = [image: Grid, kernel: Grid];
/** A pixel that may lie outside. */
type Reader = (image: Grid, y: number, x: number) => number;

const zeroOutside: Reader = (image, y, x) => image[y]?.[x] ?? 0;

const copiedOutside: Reader = (image, y, x) => {
  const inside = (i: number) => Math.max(0, Math.min(image.length - 1, i));
  return image[inside(y)]![inside(x)]!;
};

/** Nothing is read outside, or nothing at the sides only: a weight times nothing is NaN. */
const nothingOutside: Reader = (image, y, x) => image[y]?.[x] ?? Number.NaN;
const nothingAtSides: Reader = (image, y, x) => (image[y] ? (image[y][x] ?? Number.NaN) : 0);

const wrapped: Reader = (image, y, x) => {
  const side = image.length;
  return image[(y + side) % side]![(x + side) % side]!;
};

const places = [0, 1, 2] as const;

/** Weighted sums, with the kernel's middle at `middle` and weights read by `weight`. */
const convolution =
  (
    read: Reader = zeroOutside,
    weight: (kernel: Grid, dy: number, dx: number) => number = (kernel, dy, dx) => kernel[dy]![dx]!,
    middle = 1,
  ) =>
  (image: Grid, kernel: Grid): number[][] => {
    const at = (y: number, x: number) =>
      places.reduce<number>((sum, dy) => {
        const row = places.map(
          (dx) => weight(kernel, dy, dx) * read(image, y + dy - middle, x + dx - middle),
        );
        return sum + row.reduce((a, b) => a + b, 0);
      }, 0);
    return image.map((row, y) => row.map((_, x) => at(y, x)));
  };

const right = convolution();

/** Right inside, and at the border what a mistake makes of it. */
const withBorder = (border: (pixel: number) => number) => (image: Grid, kernel: Grid) => {
  const atBorder = (i: number) => i === 0 || i === image.length - 1;
  return right(image, kernel).map((row, y) =>
    row.map((sum, x) => (atBorder(y) || atBorder(x) ? border(image[y]![x]!) : sum)),
  );
};

const inner = (rows: Grid) => rows.slice(1, -1).map((row) => row.slice(1, -1));

const random = (rng: Rng): Args => {
  const grid = (side: number) =>
    Array.from({ length: side }, () => Array.from({ length: side }, () => 2 * rng.uniform() - 1));
  return [grid(3 + rng.integer(6)), grid(3)];
};

/** Sobel's kernel for vertical edges, a quarter of it, so that its sums can be drawn. */
const edges = [
  [-0.25, 0, 0.25],
  [-0.5, 0, 0.5],
  [-0.25, 0, 0.25],
];

/** Rows as one picture; null if they are none. */
function picture(rows: unknown, side: number): number[] | null {
  const lines = (listOf(rows) ?? []).map((row) => listOf(row) ?? []);
  const numbers = lines.flat().map((value) => Math.max(-1, Math.min(1, Number(value))));
  const square = lines.length === side && lines.every((line) => line.length === side);
  return square && numbers.every(Number.isFinite) ? numbers : null;
}

async function show({ call, put, digits }: ShowContext): Promise<void> {
  const side = 8;
  const clean = await digits(3);
  const images = clean.map((digit) =>
    Array.from({ length: side }, (_, y) => Array.from(digit.slice(side * y, side * (y + 1)))),
  );
  const yours = [];
  for (const image of images)
    yours.push(picture((await call('conv3x3', [image, edges])).value, side));
  const rows = [
    { name: 'The digits', pictures: clean },
    { name: 'Yours', pictures: yours },
    { name: 'Right', pictures: images.map((image) => picture(right(image, edges), side)) },
  ];
  put([
    {
      kind: 'pictures',
      label: 'Vertical edges: bright where it gets brighter to the right',
      size: side,
      rows,
    },
    ...(yours.includes(null)
      ? [
          {
            kind: 'text' as const,
            text: 'A place stays empty where what came back is no picture of 8 × 8.',
          },
        ]
      : []),
  ]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['conv3x3'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'conv3x3',
    arguments: ['image', 'kernel'],
    given: [
      [
        [
          [1, 2, 3],
          [4, 5, 6],
          [7, 8, 9],
        ],
        [
          [1, 0, 0],
          [0, 0, 2],
          [0, -2, 0],
        ],
      ],
      [
        [
          [0, 0, 0, 0],
          [0, 1, 0, 0],
          [0, 0, 0, 0],
          [0, 0, 0, 2],
        ],
        [
          [1, 2, 3],
          [4, 5, 6],
          [7, 8, 9],
        ],
      ],
    ],
    random,
    expected: right,
    slips: [
      {
        called: 'the kernel is turned round: kernel[0][0] belongs to the pixel above on the left',
        gives: convolution(zeroOutside, (kernel, dy, dx) => kernel[2 - dy]![2 - dx]!),
      },
      {
        called: 'rows and columns of the kernel are swapped',
        gives: convolution(zeroOutside, (kernel, dy, dx) => kernel[dx]![dy]!),
      },
      {
        called: 'the pixels of the border are copied outwards; outside the picture is 0',
        gives: convolution(copiedOutside),
      },
      {
        called: 'outside the picture it goes on at the other side; there it must be 0',
        gives: convolution(wrapped),
      },
      {
        called:
          'the kernel’s corner lies on the pixel; its middle must: subtract 1 from both places',
        gives: convolution(zeroOutside, undefined, 0),
      },
      {
        called: 'the border is left out: with zeros around the picture, its size stays',
        gives: (image, kernel) => inner(right(image, kernel)),
      },
      {
        called: 'the sum is divided by 9; it is a sum, not a mean',
        gives: (image, kernel) => right(image, kernel).map((row) => row.map((value) => value / 9)),
      },
      {
        called:
          'outside the picture there is nothing to read, and nothing times a weight is NaN; take 0',
        gives: convolution(nothingOutside),
      },
      {
        called:
          'left and right of the picture there is nothing to read, and nothing times a weight is NaN; take 0',
        gives: convolution(nothingAtSides),
      },
      {
        called: 'the pixels at the border are 0; only what lies outside the picture counts as 0',
        gives: withBorder(() => 0),
      },
      {
        called: 'the pixels at the border stay as they were; they need their sums as well',
        gives: withBorder((pixel) => pixel),
      },
      {
        called: 'only the last of the nine counts: add each to the sum with +=',
        gives: convolution(zeroOutside, (kernel, dy, dx) =>
          dy === 2 && dx === 2 ? kernel[2]![2]! : 0,
        ),
      },
    ],
  }),
  show,
};

export default exercise;
