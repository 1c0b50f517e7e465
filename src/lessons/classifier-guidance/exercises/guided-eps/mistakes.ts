/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['eps - weight', 'eps + weight']], told: 'away from the class' },
  { change: [['scale * Math.sqrt(1 - alphaBar)', 'scale']], told: 'the noise’s weight is missing' },
  { change: [['Math.sqrt(1 - alphaBar)', '(1 - alphaBar)']], told: 'the square root is missing' },
  {
    change: [['Math.sqrt(1 - alphaBar)', 'Math.sqrt(alphaBar)']],
    told: 'which belongs to the picture',
  },
  {
    change: [['Math.sqrt(1 - alphaBar)', '(1 - Math.sqrt(alphaBar))']],
    told: 'the weight is 1 − √ᾱ',
  },
  { change: [['scale * Math.sqrt', 'scale / Math.sqrt']], told: 'it must be multiplied' },
  {
    change: [
      ['scale * Math.sqrt(1 - alphaBar)', 'scale'],
      ['eps - weight', 'eps + weight'],
    ],
    told: 'the gradient is added, and without its weight',
  },
  {
    change: [['scale * Math.sqrt(1 - alphaBar)', '(scale * (1 - alphaBar)) / Math.sqrt(alphaBar)']],
    told: 'by which the clean picture moves',
  },
  {
    change: [
      ['eps - weight * gradient[i]', 'scale * (eps - Math.sqrt(1 - alphaBar) * gradient[i])'],
    ],
    told: 'multiplies the predicted noise, too',
  },
  { change: [['eps - weight', '-weight']], told: 'that is the advice alone' },
  { change: [['scale * Math.sqrt', 'Math.sqrt']], told: 'the scale is forgotten' },
];

export default mistakes;
