/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  {
    change: [['signal * eps[i] - noise * value', 'signal * value - noise * eps[i]']],
    told: 'x0 and eps are swapped',
  },
  {
    change: [['signal * eps[i] - noise * value', 'noise * value - signal * eps[i]']],
    told: 'the sign is turned round',
  },
  {
    change: [['signal * eps[i] - noise * value', 'signal * eps[i] + noise * value']],
    told: 'the two are added',
  },
  {
    change: [['signal * eps[i] - noise * value', 'noise * eps[i] - signal * value']],
    told: 'the weights are swapped',
  },
  {
    change: [
      ['Math.sqrt(alphaBar)', 'alphaBar'],
      ['Math.sqrt(1 - alphaBar)', '1 - alphaBar'],
    ],
    told: 'the square roots are missing on both weights',
  },
  {
    change: [['signal * v[i] + noise * value', 'signal * v[i] - noise * value']],
    told: 'x0 is doubled',
  },
  {
    change: [['signal * v[i] + noise * value', 'noise * v[i] + signal * value']],
    told: 'the weights of v and xt are swapped',
  },
  {
    change: [['signal * v[i] + noise * value', 'signal * value - noise * v[i]']],
    told: 'that is the clean picture',
  },
  {
    change: [['signal * eps[i] - noise * value', 'eps[i] - value']],
    told: 'the weights are missing: √ᾱ on eps',
  },
  {
    change: [['signal * v[i] + noise * value', '(v[i] + noise * value) / signal']],
    told: 'xt is put in the place of x0',
  },
  {
    change: [['signal * v[i] + noise * value', '(value - signal * v[i]) / noise']],
    told: 'v is put in the place of x0',
  },
  {
    change: [['signal * v[i] + noise * value', 'noise * value - signal * v[i]']],
    told: 'v is taken away',
  },
  {
    change: [['signal * v[i] + noise * value', '(signal * v[i] + noise * value) / signal']],
    told: 'nothing has to be divided',
  },
  { change: [['signal * v[i] + noise * value', 'v[i] + value']], told: 'with √ᾱ on v' },
];

export default mistakes;
