/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['sum / eps.length', 'sum']], told: 'that is the sum' },
  {
    change: [['(eps[i] - epsPred[i]) ** 2', 'Math.abs(eps[i] - epsPred[i])']],
    told: 'mean of the absolute differences',
  },
  {
    change: [['sum / eps.length', 'Math.sqrt(sum / eps.length)']],
    told: 'square root of the loss',
  },
  {
    change: [
      [' ** 2', ''],
      ['sum / eps.length', '(sum / eps.length) ** 2'],
    ],
    told: 'square each difference before',
  },
  { change: [[' ** 2', '']], told: 'the differences are not squared' },
  { change: [['sum / eps.length', 'sum / 2 / eps.length']], told: 'half of the loss' },
  { change: [['return sum', 'sum']], told: 'it returns nothing' },
];

export default mistakes;
