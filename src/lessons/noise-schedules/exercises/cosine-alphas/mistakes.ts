/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [[' ** 2', '']], told: 'the square is missing' },
  { change: [['f(t + 1) / f(0)', 'f(t + 1)']], told: 'the division by f(0) is missing' },
  { change: [['f(t + 1) / f(0)', 'f(t) / f(0)']], told: 'one step late' },
  { change: [['(n / T + s) / (1 + s)', 'n / T']], told: 's has no effect' },
  { change: [['(n / T + s) / (1 + s)', 'n / T + s']], told: 'the division by 1 + s is missing' },
  { change: [['Math.PI / 2', '1']], told: 'π/2 is missing' },
  { change: [['Math.PI / 2', 'Math.PI']], told: 'the angle goes to π' },
  {
    change: [
      ['length: T }', 'length: T + 1 }'],
      ['f(t + 1) / f(0)', 'f(t) / f(0)'],
    ],
    told: 'the 1 from before the first step',
  },
  { change: [['Math.cos', 'Math.sin']], told: 'that is a sine' },
  {
    change: [['(n / T + s) / (1 + s)', 'n / T + s / (1 + s)']],
    told: 'only s is divided by 1 + s',
  },
  {
    change: [
      [
        'Math.cos(((n / T + s) / (1 + s)) * (Math.PI / 2)) ** 2',
        'Math.cos((((n / T + s) / (1 + s)) * (Math.PI / 2)) ** 2)',
      ],
    ],
    told: 'square its cosine',
  },
  { change: [['f(t + 1) / f(0)', 'f(t + 1) / f(t)']], told: 'it is divided by f(t)' },
];

export default mistakes;
