/** Checks GroupNorm without its learned scale and shift (Wu and He 2018, equations 1, 2 and 7; ε = 1e-5 as in PyTorch). */
import { makeRng, type Rng } from '../../../../lib/diffusion/index.ts';
import {
  type CodeExercise,
  functionCheck,
  listOf,
  type ShowContext,
} from '../../../../lib/exercises/index.ts';

type Numbers = readonly number[];
type Channels = readonly Numbers[];
type Args = [x: Channels, groups: number];

/** Which channels share mean and deviation with channel c. */
type Sharing = (c: number, channels: number, groups: number) => (other: number) => boolean;

const neighbours: Sharing = (c, channels, groups) => {
  const groupOf = (index: number) => Math.floor((index * groups) / channels);
  return (other) => groupOf(other) === groupOf(c);
};

const epsilon = 1e-5;

function moments(values: Numbers): { mean: number; squares: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, squares: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) };
}

/** The formula by hand: (value − mean) / √(variance + ε), or what a mistake makes of it. */
const normWith =
  ({
    sharing = neighbours,
    spread = ({ squares }, { length }) => squares / length,
    divisor = (variance) => Math.sqrt(variance + epsilon),
    keep = 0,
  }: {
    readonly sharing?: Sharing;
    /** The variance of a group's values, or what is taken for it. */
    readonly spread?: (moments: { mean: number; squares: number }, values: Numbers) => number;
    readonly divisor?: (variance: number) => number;
    /** Share of the mean that is left in. */
    readonly keep?: number;
  }) =>
  (x: Channels, groups: number): number[][] =>
    x.map((channel, c) => {
      const values = x.filter((_, other) => sharing(c, x.length, groups)(other)).flat();
      const found = moments(values);
      const below = divisor(spread(found, values));
      return channel.map((value) => (value - (1 - keep) * found.mean) / below);
    });

const right = normWith({});

const random = (rng: Rng): Args => {
  const groups = 1 + rng.integer(3);
  const pixels = 2 + rng.integer(4);
  const channel = () => {
    const [scale, shift] = [rng.uniform(), rng.normal()];
    return Array.from({ length: pixels }, () => shift + scale * rng.normal());
  };
  return [Array.from({ length: groups * (1 + rng.integer(3)) }, channel), groups];
};

const shown = { channels: 8, groups: 4, pixels: 64 } as const;

/** Mean and standard deviation of a list, in words; what is no list of numbers gets a dash. */
function described(value: unknown): [string, string] {
  const numbers = (listOf(value) ?? []).map(Number);
  if (numbers.length === 0 || !numbers.every(Number.isFinite)) return ['–', '–'];
  const { mean, squares } = moments(numbers);
  return [mean, Math.sqrt(squares / numbers.length)].map((entry) =>
    entry.toFixed(2).replace('-', '−'),
  ) as [string, string];
}

async function show({ call, put }: ShowContext): Promise<void> {
  const rng = makeRng('group norm');
  const x = Array.from({ length: shown.channels }, (_, c) =>
    Array.from({ length: shown.pixels }, () => c - 2 + (1 + c / 2) * rng.normal()),
  );
  const yours = listOf((await call('groupNorm', [x, shown.groups])).value) ?? [];
  const expected = right(x, shown.groups);
  const size = shown.channels / shown.groups;
  const whole = expected.every((channel, c) => listOf(yours[c])?.length === channel.length);
  put([
    {
      kind: 'table',
      caption: `${shown.channels} channels in ${shown.groups} groups: mean and deviation of each channel`,
      columns: [
        'Group',
        'Channel',
        'Mean before',
        'Deviation before',
        'Yours, mean',
        'Yours, deviation',
        'Right, mean',
        'Right, deviation',
      ],
      rows: x.map((channel, c) => [
        Math.floor(c / size),
        c,
        ...described(channel),
        ...described(yours[c]),
        ...described(expected[c]),
      ]),
    },
    ...(whole
      ? []
      : [
          {
            kind: 'text' as const,
            text: 'Your channels are not as many, or not as long, as those of x.',
          },
        ]),
  ]);
}

const exercise: CodeExercise = {
  kind: 'code',
  functions: ['groupNorm'],
  badge: 'exact formula',
  check: functionCheck<Args>({
    name: 'groupNorm',
    arguments: ['x', 'groups'],
    given: [
      [
        [
          [1, 3],
          [5, 7],
          [0, 0.01],
          [0.02, 0.01],
        ],
        2,
      ],
      [
        [
          [2, 2],
          [2, 2],
          [1, -1],
          [3, 5],
        ],
        2,
      ],
    ],
    random,
    expected: right,
    slips: [
      {
        called:
          'the variance is divided by one less than the number of pixels; divide by the number',
        gives: normWith({ spread: ({ squares }, { length }) => squares / (length - 1) }),
      },
      {
        called: 'each channel is taken for itself; all channels of a group share mean and variance',
        gives: normWith({ sharing: (c) => (other) => other === c }),
      },
      {
        called: 'all channels together have one mean and variance; each group has its own',
        gives: normWith({ sharing: () => () => true }),
      },
      {
        called: 'every so many channels make a group; a group is channels in a row',
        gives: normWith({
          sharing: (c, _, groups) => (other) => other % groups === c % groups,
        }),
      },
      {
        called: 'the square root is missing: divide by the standard deviation, not by the variance',
        gives: normWith({ divisor: (variance) => variance + epsilon }),
      },
      {
        called: 'the 1e−5 stands outside the root; it belongs to the variance, below it',
        gives: normWith({ divisor: (variance) => Math.sqrt(variance) + epsilon }),
      },
      {
        called: 'the 1e−5 is missing, and a group of equal pixels divides 0 by 0',
        gives: normWith({ divisor: Math.sqrt }),
      },
      {
        called: 'the mean is not subtracted from the pixels',
        gives: normWith({ keep: 1 }),
      },
      {
        called: 'the division is missing: only the mean has been subtracted',
        gives: normWith({ divisor: () => 1 }),
      },
      {
        called:
          'it puts as many channels into a group as there are groups; a group has x.length / groups of them',
        gives: normWith({
          sharing: (c, _, groups) => (other) =>
            Math.floor(other / groups) === Math.floor(c / groups),
        }),
      },
      {
        called:
          'the variance is the mean square of the values; subtract the mean before you square',
        gives: normWith({
          spread: ({ mean, squares }, { length }) => squares / length + mean ** 2,
        }),
      },
      {
        called: 'the variance is a sum; divide it by the number of pixels',
        gives: normWith({ spread: ({ squares }) => squares }),
      },
      {
        called: 'only the mean is divided: put brackets around the value minus the mean',
        gives: (x, groups) => {
          const normed = right(x, groups);
          const divided = normWith({ keep: 1 })(x, groups);
          return x.map((channel, c) =>
            channel.map((value, i) => value - divided[c]![i]! + normed[c]![i]!),
          );
        },
      },
      {
        called: 'the channels are joined to one list; keep each as a list of its own',
        gives: (x, groups) => right(x, groups).flat(),
      },
    ],
  }),
  show,
};

export default exercise;
