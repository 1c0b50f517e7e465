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
  { change: [[' ** 2', ' ^ 2']], told: '^ is not a power' },
  { change: [[' ** 2', ' * 2']], told: 'the differences are doubled' },
  { change: [['sum += ', 'sum = ']], told: 'only the last difference counts' },
  {
    code: 'export function simpleLoss(eps, epsPred) { for (let i = 0; i < eps.length; i++) return (eps[i] - epsPred[i]) ** 2 / eps.length; }',
    told: 'only the first difference counts',
  },
  { change: [['let i = 0', 'let i = 1']], told: 'the first entry is left out' },
  {
    change: [['(eps[i] - epsPred[i]) ** 2', 'eps[i] ** 2 - epsPred[i] ** 2']],
    told: 'the difference of the squares',
  },
  { change: [['sum / eps.length', 'sum / 2']], told: 'however many entries there are' },
  {
    code: 'export const simpleLoss = (eps, epsPred) => eps.map((value, i) => (value - epsPred[i]) ** 2);',
    told: 'one by one',
  },
];

export default mistakes;
