/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['-k / (half - 1)', '-k / half']], told: 'divides by half' },
  { change: [['-k / (half - 1)', '-k / (dim - 1)']], told: 'divides by dim − 1' },
  {
    change: [
      ['return [...sines, ...cosines]', 'return sines.flatMap((sine, k) => [sine, cosines[k]])'],
    ],
    told: 'in turn',
  },
  {
    change: [['[...sines, ...cosines]', '[...cosines, ...sines]']],
    told: 'the cosines come first',
  },
  { change: [['-k / (half - 1)', 'k / (half - 1)']], told: 'the minus in the exponent is missing' },
  { change: [['let k = 0; k < half', 'let k = 1; k <= half']], told: 'k starts at 1' },
  { change: [['[...sines, ...cosines]', 'sines']], told: 'the cosines are missing' },
  { change: [['(-k / (half - 1))', '-k / (half - 1)']], told: 'the exponent needs brackets' },
  { change: [['-k / (half - 1)', '-k / half - 1']], told: 'half − 1 needs brackets' },
  { change: [['-k / (half - 1)', '-k / dim']], told: 'divides by dim; divide' },
  { change: [['k < half', 'k < dim']], told: 'k goes up to dim' },
  {
    change: [
      ['Math.sin(t * frequency)', 'Math.sin(frequency)'],
      ['Math.cos(t * frequency)', 'Math.cos(frequency)'],
    ],
    told: 't has no part in it',
  },
  { change: [['[...sines, ...cosines]', '[sines, cosines]']], told: 'two lists in a list' },
];

export default mistakes;
