/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  {
    change: [
      ['Math.sqrt(alphaBar)', 'alphaBar'],
      ['Math.sqrt(1 - alphaBar)', '1 - alphaBar'],
    ],
    told: 'the square roots are missing, on both weights',
  },
  {
    change: [['Math.sqrt(1 - alphaBar)', '1 - alphaBar']],
    told: 'missing on the weight of the noise',
  },
  { change: [['Math.sqrt(alphaBar)', 'alphaBar']], told: 'missing on the weight of the picture' },
  {
    change: [['signal * value + noise * eps[i]', 'noise * value + signal * eps[i]']],
    told: 'swapped',
  },
  { change: [['Math.sqrt(1 - alphaBar)', '1 - signal']], told: 'it must be √(1 − ᾱ)' },
  { change: [['return x0.map', 'x0.map']], told: 'it returns nothing' },
  {
    change: [
      [
        'return x0.map((value, i) => signal * value + noise * eps[i]);',
        'for (let i = 0; i < x0.length; i++) x0[i] = signal * x0[i] + noise * eps[i]; return x0;',
      ],
    ],
    told: 'changes x0 in place',
  },
  { change: [['noise * eps[i]', 'eps[i]']], told: 'the noise has no weight' },
  { change: [['signal * value', 'value']], told: 'the picture has no weight' },
  { change: [['Math.sqrt(1 - alphaBar)', 'signal']], told: 'both weights are √ᾱ' },
  { change: [['value + noise', 'value - noise']], told: 'the noise is taken away' },
];

export default mistakes;
