/**
 * Checks the step up of a U-Net: bilinear upsampling with aligned corners, then the skip's channels after those from below
 * (after Ronneberger et al. 2015; as in training/models.py, where torch.cat joins the two).
 */
import type { Rng } from '../../../../lib/diffusion/index.ts';
import {
  allOf,
  type CodeExercise,
  functionCheck,
  listOf,
  type ShowContext,
} from '../../../../lib/exercises/index.ts';

type Grid = readonly (readonly number[])[];
type Args = [low: readonly Grid[], skip: readonly Grid[]];

/** Which of two neighbours counts the more; the farther one is a mistake. */
type Favour = 'nearer' | 'farther';

/** Reads a row at a place between its entries. */
const between = (row: readonly number[], place: number, favour: Favour): number => {
  const from = Math.floor(place);
  const next = row[Math.min(from + 1, row.length - 1)]!;
  const share = favour === 'nearer' ? place - from : from + 1 - place;
  return (1 - share) * row[from]! + share * next;
};

/** A grid read at places along both sides. */
const resampled =
  (placeOf: (i: number, side: number) => number, favour: Favour = 'nearer') =>
  (channel: Grid): number[][] => {
    const side = channel.length;
    const places = Array.from({ length: 2 * side }, (_, i) => placeOf(i, side));
    const wide = channel.map((row) => places.map((place) => between(row, place, favour)));
    return places.map((place) =>
      places.map((_, x) =>
        between(
          wide.map((row) => row[x]!),
          place,
          favour,
        ),
      ),
    );
  };

const clamped = (place: number, side: number) => Math.max(0, Math.min(side - 1, place));

const right = resampled((i, side) => (i * (side - 1)) / (2 * side - 1));

const joined = (low: readonly Grid[], skip: readonly Grid[]) => [...low.map(right), ...skip];

const added = (low: readonly Grid[], skip: readonly Grid[]) =>
  low.map((channel, c) =>
    right(channel).map((row, y) => row.map((value, x) => value + (skip[c]?.[y]?.[x] ?? 0))),
  );

const drawGrid = (rng: Rng, side: number) =>
  Array.from({ length: side }, () => Array.from({ length: side }, () => 2 * rng.uniform() - 1));

const random = (rng: Rng): Args => {
  const [side, channels] = [1 + rng.integer(4), 1 + rng.integer(2)];
  const make = (of: number) => Array.from({ length: channels }, () => drawGrid(rng, of));
  return [make(side), make(2 * side)];
};

const small: Grid = [
  [0, 3],
  [6, 9],
];
const flat = (value: number): Grid => Array.from({ length: 4 }, () => [value, value, value, value]);

/** Means of 2 × 2 pixels of a digit, as rows. */
const pooled = (digit: ArrayLike<number>): number[][] =>
  Array.from({ length: 4 }, (_, y) =>
    Array.from({ length: 4 }, (_, x) => {
      const first = 16 * y + 2 * x;
      return [first, first + 1, first + 8, first + 9].reduce((sum, i) => sum + digit[i]! / 4, 0);
    }),
  );

/** Rows as one picture; null if they are none. */
function picture(rows: unknown, side: number): number[] | null {
  const lines = (listOf(rows) ?? []).map((row) => listOf(row) ?? []);
  const numbers = lines.flat().map((value) => Math.max(-1, Math.min(1, Number(value))));
  const square = lines.length === side && lines.every((line) => line.length === side);
  return square && numbers.every(Number.isFinite) ? numbers : null;
}

async function show({ call, put, digits }: ShowContext): Promise<void> {
  const clean = await digits(4);
  const low = clean.map(pooled);
  const yours: unknown[][] = [];
  for (const [i, digit] of clean.entries()) {
    const skip = Array.from({ length: 8 }, (_, y) => Array.from(digit.slice(8 * y, 8 * y + 8)));
    const { value } = await call('upsampleAndConcat', [[low[i]], [skip]]);
    yours.push([...(listOf(value) ?? [])]);
  }
  const channel = (c: number) => yours.map((channels) => picture(channels[c], 8));
  const rows = [
    { name: 'Yours, channel 0', pictures: channel(0) },
    { name: 'Right, channel 0: from below', pictures: low.map((rows) => picture(right(rows), 8)) },
    { name: 'Yours, channel 1', pictures: channel(1) },
    { name: 'Right, channel 1: the skip', pictures: clean },
  ];
  const below = low.map((rows) => picture(rows, 4));
  const whole = yours.every((channels) => channels.length === 2);
  put([
    {
      kind: 'pictures',
      label: 'What comes from below, 4 × 4',
      size: 4,
      rows: [{ name: 'Digits', pictures: below }],
    },
    { kind: 'pictures', label: 'What the next block reads, 8 × 8', size: 8, rows },
    ...(whole
      ? []
      : [
          {
            kind: 'text' as const,
            text: 'Two channels were expected: one from below and one of the skip.',
          },
        ]),
  ]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['upsampleAndConcat', 'upsample'],
  badge: 'exact formula',
  check: allOf(
    functionCheck<[channel: Grid]>({
      name: 'upsample',
      arguments: ['channel'],
      given: [[small], [[[5]]]],
      random: (rng) => [drawGrid(rng, 1 + rng.integer(4))],
      expected: right,
      slips: [
        {
          called: 'each old pixel is repeated; mix the four around the place',
          gives: resampled((i) => Math.floor(i / 2)),
        },
        {
          called: 'the nearest old pixel is taken; mix the four around the place',
          gives: resampled((i, side) => Math.round((i * (side - 1)) / (2 * side - 1))),
        },
        {
          called:
            'that is align_corners=False; here the corners stay corners, with (n − 1)/(2n − 1)',
          gives: resampled((i, side) => clamped((i + 0.5) / 2 - 0.5, side)),
        },
        {
          called: 'the places are i / 2, cut off at the end; (n − 1)/(2n − 1) spreads them evenly',
          gives: resampled((i, side) => clamped(i / 2, side)),
        },
        {
          called:
            'at the last column nothing lies to the right, and nothing times 0 is NaN; stop at last',
          gives: (channel) =>
            right(channel).map((row) =>
              row.map((value, x) =>
                channel.length === 1 || x === row.length - 1 ? Number.NaN : value,
              ),
            ),
        },
        {
          called: 'the farther pixel counts the more; the nearer one must',
          gives: resampled((i, side) => (i * (side - 1)) / (2 * side - 1), 'farther'),
        },
        {
          called: 'rows and columns are swapped: channel[row][column]',
          gives: (channel) => {
            const rows = right(channel);
            return rows.map((row, y) => row.map((_, x) => rows[x]![y]!));
          },
        },
      ],
    }),
    functionCheck<Args>({
      name: 'upsampleAndConcat',
      arguments: ['low', 'skip'],
      given: [[[small], [flat(1)]]],
      random,
      expected: joined,
      slips: [
        {
          called: 'the skip comes first; it must come after the channels from below',
          gives: (low, skip) => [...skip, ...low.map(right)],
        },
        {
          called: 'the skip is added; its channels must stand beside those from below',
          gives: added,
        },
        {
          called: 'the channels from below are not doubled',
          gives: (low, skip) => [...low, ...skip],
        },
        {
          called: 'those are two lists of channels in a list; spread both with … to make one list',
          gives: (low, skip) => [low.map(right), skip],
        },
        {
          called: 'the skip is missing',
          gives: (low) => low.map(right),
        },
      ],
    }),
  ),
  show,
};

export default exercise;
