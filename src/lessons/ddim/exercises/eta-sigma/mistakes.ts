/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const first = 'Math.sqrt((1 - alphaBarNext) / (1 - alphaBar))';
const second = 'Math.sqrt(1 - alphaBar / alphaBarNext)';

const mistakes: readonly Mistake[] = [
  { change: [['eta * ', '']], told: 'eta is left out' },
  {
    change: [['eta * ofNoise * ofStretch', '(eta * ofNoise * ofStretch) ** 2']],
    told: 'that is the variance',
  },
  { change: [['eta *', 'eta * eta *']], told: 'eta is squared' },
  {
    change: [
      [first, '(1 - alphaBarNext) / (1 - alphaBar)'],
      [second, '1 - alphaBar / alphaBarNext'],
    ],
    told: 'both roots are missing',
  },
  {
    change: [[first, '(1 - alphaBarNext) / (1 - alphaBar)']],
    told: 'missing on the first fraction',
  },
  { change: [[second, '1 - alphaBar / alphaBarNext']], told: 'missing on the second factor' },
  {
    change: [[first, 'Math.sqrt((1 - alphaBar) / (1 - alphaBarNext))']],
    told: 'upside down',
  },
  {
    change: [[second, 'Math.sqrt(1 - alphaBarNext / alphaBar)']],
    told: 'the square root of a negative number',
  },
  { change: [[second, 'Math.sqrt(alphaBar / alphaBarNext)']], told: 'it must take 1 minus that' },
  { change: [[second, 'Math.sqrt(1 - alphaBar)']], told: 'all the noise so far' },
  { change: [[' * ofStretch', '']], told: 'the second root is missing' },
  { change: [['ofNoise * ofStretch', '(ofNoise + ofStretch)']], told: 'they are multiplied' },
];

export default mistakes;
