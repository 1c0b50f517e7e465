/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['1000 / T', '1']], told: 'too few to arrive at noise' },
  { change: [['1000 / T', 'T / 1000']], told: 'even smaller' },
  { change: [['0.0001 * work', '0.0001']], told: 'only the last β is scaled' },
  { change: [['0.02 * work', '0.02']], told: 'only the first β is scaled' },
  { change: [['1000 / T', 'Math.sqrt(1000 / T)']], told: 'the factor is too small' },
  { change: [['1000 / T', '20']], told: 'right for T = 50 alone' },
  { change: [['/ (T - 1)', '/ T']], told: 'the last end is missed' },
  {
    code: 'export const makeBetas = () => Array.from({ length: 1000 }, (_, t) => 0.0001 + (t * 0.0199) / 999);',
    told: 'all 1,000 betas',
  },
  {
    code: 'export const makeBetas = (T) => Array.from({ length: T }, (_, t) => 0.0001 + ((t * 0.0199) / (T - 1)) * (1000 / T));',
    told: 'but first is not',
  },
];

export default mistakes;
