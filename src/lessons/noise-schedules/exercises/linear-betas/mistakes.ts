/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['Math.max(1, T - 1)', 'T']], told: 'the gap is one T-th of the way' },
  {
    change: [
      ['Math.max(1, T - 1)', 'T'],
      ['first + t * gap', 'first + (t + 1) * gap'],
    ],
    told: 'it starts one gap late',
  },
  {
    change: [
      ['Math.max(1, T - 1)', 'T'],
      ['length: T }', 'length: T + 1 }'],
    ],
    told: 'T + 1 numbers with T gaps',
  },
  { change: [['length: T }', 'length: T + 1 }']], told: 'goes one gap beyond last' },
  { change: [['first + t * gap', 'last - t * gap']], told: 'it runs backwards' },
  { change: [['first + t * gap', 'first']], told: 'all the same' },
  { change: [['Math.max(1, T - 1)', '(T - 1)']], told: 'NaN' },
  {
    change: [
      ['(last - first) / Math.max(1, T - 1)', '(last / first) ** (1 / Math.max(1, T - 1))'],
      ['first + t * gap', 'first * gap ** t'],
    ],
    told: 'equal factors',
  },
  { change: [['first + t * gap', 't * gap']], told: 'it starts at 0' },
  { change: [[' / Math.max(1, T - 1)', '']], told: 'each gap is the whole way' },
  { change: [['length: T }', 'length: T - 1 }']], told: 'last is missing' },
  { change: [['first + t * gap', 'first + (t + 1) * gap']], told: 'one gap too late' },
];

export default mistakes;
