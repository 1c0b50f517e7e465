/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['w : 1', 'w : 0']], told: '0 would ignore the class outside' },
  {
    change: [['t >= from && t <= to ? w : 1', 't > from && t < to ? w : 0']],
    told: 'and both ends are guided',
  },
  { change: [['w : 1', '1 : 0']], told: 'that only says whether' },
  { change: [['t >= from && t <= to', 't > from && t < to']], told: 'both ends belong' },
  { change: [['t >= from', 't > from']], told: 'the lower end, from, belongs' },
  { change: [['t <= to', 't < to']], told: 'the upper end, to, belongs' },
  { change: [['w : 1', '1 : w']], told: 'turned inside out' },
  { change: [[' && t <= to', '']], told: 'only the lower end' },
  { change: [['t >= from && ', '']], told: 'only the upper end' },
  { change: [['t >= from && t <= to', 't <= from && t >= to']], told: 'never guided' },
  { change: [['t >= from && t <= to ? w : 1', 'w']], told: 'w comes back at every t' },
];

export default mistakes;
