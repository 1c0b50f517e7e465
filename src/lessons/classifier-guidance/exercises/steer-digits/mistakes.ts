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
    told: 'the square roots are missing',
  },
];

export default mistakes;
