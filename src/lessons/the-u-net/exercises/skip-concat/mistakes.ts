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
  { change: [['[...low.map(upsample), ...skip]', '[low.map(upsample), skip]']], told: 'in a list' },
  { change: [['Math.min(left + 1, last)', 'left + 1']], told: 'nothing lies to the right' },
  {
    change: [
      [
        'upper = (left + 1 - x) * channel[top][left] + (x - left)',
        'upper = (x - left) * channel[top][left] + (left + 1 - x)',
      ],
      [
        '(left + 1 - x) * channel[bottom][left] + (x - left)',
        '(x - left) * channel[bottom][left] + (left + 1 - x)',
      ],
      ['(top + 1 - y) * upper + (y - top)', '(y - top) * upper + (top + 1 - y)'],
    ],
    told: 'the nearer one must',
  },
  {
    change: [
      ['places.map((y) =>', 'places.map((x) =>'],
      ['places.map((x) => {', 'places.map((y) => {'],
    ],
    told: 'rows and columns are swapped',
  },
];

export default mistakes;
