/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  {
    change: [
      ['(value - mean) ** 2, 0) / values.length', '(value - mean) ** 2, 0) / (values.length - 1)'],
    ],
    told: 'by one less than the number of pixels',
  },
  {
    change: [['x.slice(first, first + size).flat()', 'channel']],
    told: 'each channel is taken for itself',
  },
  { change: [['x.slice(first, first + size).flat()', 'x.flat()']], told: 'all channels together' },
  {
    change: [['Math.sqrt(variance + 1e-5)', '(variance + 1e-5)']],
    told: 'the square root is missing',
  },
  {
    change: [['Math.sqrt(variance + 1e-5)', '(Math.sqrt(variance) + 1e-5)']],
    told: 'stands outside the root',
  },
  { change: [[' + 1e-5', '']], told: '1e−5 is missing' },
  { change: [['(value - mean) / Math', 'value / Math']], told: 'the mean is not subtracted' },
  {
    change: [
      [
        'x.slice(first, first + size).flat()',
        'x.filter((_, i) => i % groups === c % groups).flat()',
      ],
    ],
    told: 'every so many channels',
  },
  {
    change: [
      ['c - (c % size)', 'c - (c % groups)'],
      ['first + size', 'first + groups'],
    ],
    told: 'as many channels into a group as there are groups',
  },
  { change: [['(value - mean) ** 2', 'value ** 2']], told: 'subtract the mean before' },
  {
    change: [['(value - mean) ** 2, 0) / values.length', '(value - mean) ** 2, 0)']],
    told: 'the variance is a sum',
  },
  { change: [['(value - mean) / Math', 'value - mean / Math']], told: 'only the mean is divided' },
  { change: [['return x.map', 'return x.flatMap']], told: 'joined to one list' },
];

export default mistakes;
