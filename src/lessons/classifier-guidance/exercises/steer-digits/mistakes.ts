/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['epsPred[i] - scale', 'epsPred[i] + scale']], told: 'walks away from the class' },
  { change: [['alphaBarNext) * noise', 'alphaBarNext) * epsPred[i]']], told: 'epsPred, unguided' },
  {
    change: [
      ['Math.max(-1, Math.min(1, (x - sigma * eps) / signal))', '(x - sigma * eps) / signal'],
    ],
    told: 'the clip is forgotten',
  },
  { change: [['alphaBarNext) * noise', 'alphaBarNext) * eps']], told: 'from before the clip' },
  {
    change: [
      ['- scale * sigma * gradient[i]', ''],
      ['(x - sigma * eps) / signal', '(x - sigma * eps) / signal + scale * sigma * gradient[i]'],
    ],
    told: 'the gradient is added to the clean picture; it belongs',
  },
  {
    change: [
      ['- scale * sigma * gradient[i]', ''],
      ['(x - sigma * eps) / signal', '(x - sigma * eps) / signal + scale * gradient[i]'],
    ],
    told: 'without any weight',
  },
  {
    change: [
      ['- scale * sigma * gradient[i]', ''],
      ['(x - sigma * eps) / signal', '(x - sigma * eps) / signal - scale * sigma * gradient[i]'],
    ],
    told: 'the gradient is taken off the clean picture',
  },
  { change: [['scale * sigma * gradient', 'scale * gradient']], told: 'weight is missing' },
  { change: [[' - scale * sigma * gradient[i]', '']], told: 'nobody steers' },
  {
    change: [['Math.sqrt(alphaBarNext) * x0 + Math.sqrt(1 - alphaBarNext) * noise', 'x0']],
    told: 'the clean picture that the step predicts',
  },
  {
    change: [
      ['Math.sqrt(alphaBarNext) * x0', 'alphaBarNext * x0'],
      ['Math.sqrt(1 - alphaBarNext) * noise', '(1 - alphaBarNext) * noise'],
    ],
    told: 'missing on the weights of the next level',
  },
  {
    change: [
      ['Math.sqrt(alphaBarNext) * x0', 'Math.max(-1, Math.min(1, Math.sqrt(alphaBarNext) * x0'],
      ['alphaBarNext) * noise', 'alphaBarNext) * noise))'],
    ],
    told: 'the next noisy picture is clipped, too',
  },
  { change: [['scale * sigma', 'sigma']], told: 'the scale is forgotten' },
  { change: [['scale * sigma', 'scale * (1 - alphaBar)']], told: 'the gradient’s weight' },
  {
    change: [['* x0) / sigma', '* x0) / sigma - scale * sigma * gradient[i]']],
    told: 'taken off twice',
  },
  { change: [[' / signal));', '));']], told: 'not divided by √ᾱ' },
  { change: [['* x0) / sigma', '* x0)']], told: 'not divided by √(1 − ᾱ)' },
  { change: [['Math.sqrt(1 - alphaBarNext)', 'sigma']], told: 'the noise keeps its old weight' },
  { change: [['Math.sqrt(alphaBarNext)', 'signal']], told: 'the clean picture keeps its' },
  {
    change: [
      ['Math.sqrt(alphaBar);', 'alphaBar;'],
      ['Math.sqrt(1 - alphaBar);', '1 - alphaBar;'],
    ],
    told: 'of the level where you are',
  },
];

export default mistakes;
