/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['i <= t', 'i < t']], told: 'the product stops before step t' },
  { change: [['i = 0; i <= t', 'i = 1; i <= t']], told: 'leaves step 0 out' },
  { change: [['alphaBar *= 1 - betas[i]', 'alphaBar = 1 - betas[i]']], told: 'only step t' },
  { change: [['i <= t', 'i < betas.length']], told: 'runs over the whole schedule' },
  { change: [['alphaBar *= 1 - betas[i]', 'alphaBar *= betas[i]']], told: 'the betas themselves' },
  {
    change: [
      ['Math.sqrt(alphaBar)', 'alphaBar'],
      ['Math.sqrt(1 - alphaBar)', '1 - alphaBar'],
    ],
    told: 'the square roots are missing',
  },
  {
    change: [
      ['Math.sqrt(alphaBar)', '1 - t / betas.length'],
      ['Math.sqrt(1 - alphaBar)', 't / betas.length'],
    ],
    told: 't is only a counter',
  },
  {
    change: [['signal * value + noise * eps[i]', 'noise * value + signal * eps[i]']],
    told: 'swapped',
  },
  { change: [['i <= t', 'i <= t + 1']], told: 'one step too far' },
  {
    change: [['Math.sqrt(1 - alphaBar)', '1 - alphaBar']],
    told: 'missing on the weight of the noise',
  },
  { change: [['Math.sqrt(alphaBar)', 'alphaBar']], told: 'missing on the weight of the picture' },
  { change: [['Math.sqrt(1 - alphaBar)', '1 - signal']], told: 'it must be √(1 − ᾱ)' },
  { change: [['alphaBar *= 1 - betas[i]', 'alphaBar -= betas[i]']], told: 'one by one' },
  { change: [['betas[i]', 'betas[t]']], told: 'is taken t + 1 times' },
  { change: [['value + noise', 'value - noise']], told: 'the noise is taken away' },
];

export default mistakes;
