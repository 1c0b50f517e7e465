/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['target: eps', 'target: x0']], told: 'the target is the clean sample' },
  { change: [['target: eps', 'target: input']], told: 'the target is the input itself' },
  { change: [['s <= t', 's < t']], told: 'the product stops one step too early' },
  {
    change: [['for (let s = 0; s <= t; s++) alphaBar *= 1 - betas[s]', 'alphaBar = 1 - betas[t]']],
    told: 'α of step t alone',
  },
  {
    change: [
      ['Math.sqrt(alphaBar)', 'alphaBar'],
      ['Math.sqrt(1 - alphaBar)', '1 - alphaBar'],
    ],
    told: 'the square roots are missing',
  },
  { change: [['1 - betas[s]', 'betas[s]']], told: 'the betas themselves are multiplied' },
  {
    change: [['signal * value + noise * eps[i]', 'noise * value + signal * eps[i]']],
    told: 'x0 and eps are swapped in the input',
  },
  {
    change: [['{ input, target: eps }', '{ input, target: eps.map((value) => noise * value) }']],
    told: 'the target is the noise with its weight',
  },
  {
    change: [['Math.sqrt(1 - alphaBar)', '1 - alphaBar']],
    told: 'missing on the weight of eps',
  },
  { change: [['Math.sqrt(alphaBar)', 'alphaBar']], told: 'missing on the weight of x0' },
  { change: [['let s = 0', 'let s = 1']], told: 'leaves step 0 out' },
  { change: [['s <= t', 's < betas.length']], told: 'runs over the whole schedule' },
  { change: [['s <= t', 's <= t + 1']], told: 'one step too far' },
  {
    change: [['{ input, target: eps }', '{ input: eps, target: input }']],
    told: 'input and target are swapped',
  },
];

export default mistakes;
