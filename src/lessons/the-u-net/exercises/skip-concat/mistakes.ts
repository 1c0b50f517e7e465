/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  {
    change: [['[...low.map(upsample), ...skip]', '[...skip, ...low.map(upsample)]']],
    told: 'the skip comes first',
  },
  {
    change: [
      [
        '[...low.map(upsample), ...skip]',
        'low.map(upsample).map((channel, c) => channel.map((row, y) => row.map((value, x) => value + skip[c][y][x])))',
      ],
    ],
    told: 'the skip is added',
  },
  {
    change: [['[...low.map(upsample), ...skip]', '[...low, ...skip]']],
    told: 'the channels from below are not doubled',
  },
  {
    change: [['[...low.map(upsample), ...skip]', 'low.map(upsample)']],
    told: 'the skip is missing',
  },
  {
    change: [
      [
        'places.map((y) =>',
        'places.map((_, i) => places.map((__, j) => channel[Math.floor(i / 2)][Math.floor(j / 2)])); return places.map((y) =>',
      ],
    ],
    told: 'each old pixel is repeated',
  },
  {
    change: [['(i * last) / (2 * last + 1)', 'Math.max(0, Math.min(last, (i + 0.5) / 2 - 0.5))']],
    told: 'align_corners=False',
  },
  {
    change: [['(i * last) / (2 * last + 1)', 'Math.min(last, i / 2)']],
    told: 'the places are i / 2',
  },
];

export default mistakes;
