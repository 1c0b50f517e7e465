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
];

export default mistakes;
