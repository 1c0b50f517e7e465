/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const guided = 'uncond[i] + w * (cond[i] - uncond[i])';

const mistakes: readonly Mistake[] = [
  { change: [[guided, 'cond[i] + w * (uncond[i] - cond[i])']], told: 'are swapped' },
  { change: [['uncond[i] + w', 'uncond[i] - w']], told: 'walks away from the class' },
  { change: [[guided, 'cond[i]']], told: 'only the prediction with the class' },
  { change: [[guided, '(1 + w) * cond[i] - w * uncond[i]']], told: 'the paper’s convention' },
  {
    change: [['alphaBarNext) * noise', 'alphaBarNext) * cond[i]']],
    told: 'the unguided prediction with the class',
  },
  {
    change: [
      [
        'Math.max(-1, Math.min(1, (value - sigma * eps) / signal))',
        '(value - sigma * eps) / signal',
      ],
    ],
    told: 'the clip is forgotten',
  },
  { change: [['alphaBarNext) * noise', 'alphaBarNext) * eps']], told: 'from before the clip' },
  {
    change: [
      ['predict(x, t, true)', 'predict(x, Math.max(0, next), true)'],
      ['predict(x, t, false)', 'predict(x, Math.max(0, next), false)'],
    ],
    told: 'told the next timestep',
  },
  {
    change: [
      ['predict(x, t, true)', 'predict(xT, t, true)'],
      ['predict(x, t, false)', 'predict(xT, t, false)'],
    ],
    told: 'shown xT at every step',
  },
  {
    change: [['next < 0 ? 1 : alphasCumprod[next]', 't > 0 ? alphasCumprod[t - 1] : 1']],
    told: 'every step goes to t − 1',
  },
  {
    change: [['next < 0 ? 1 : alphasCumprod[next]', 'alphasCumprod[Math.max(0, next)]']],
    told: 'keeps some noise',
  },
  { change: [['await predict(x, t, true)', 'predict(x, t, true)']], told: 'a missing await' },
  {
    change: [['timesteps[k + 1] ?? -1', 'timesteps[k + 1] || -1']],
    told: 'the timestep 0 is taken for',
  },
  { change: [['    });\n  }', '    });\n    return x;\n  }']], told: 'returns inside the loop' },
  { change: [[guided, 'w * (cond[i] - uncond[i])']], told: 'the scaled difference alone' },
  {
    change: [['Math.sqrt(alphaBarNext) * x0 + Math.sqrt(1 - alphaBarNext) * noise', 'x0']],
    told: 'the clean picture becomes x in every turn',
  },
  {
    change: [
      [
        'Math.sqrt(alphaBarNext) * x0 + Math.sqrt(1 - alphaBarNext) * noise',
        'Math.sqrt(1 - alphaBarNext) * x0 + Math.sqrt(alphaBarNext) * noise',
      ],
    ],
    told: 'the weights of the next level are swapped',
  },
  {
    change: [
      [
        'Math.sqrt(alphaBarNext) * x0 + Math.sqrt(1 - alphaBarNext) * noise',
        'alphaBarNext * x0 + (1 - alphaBarNext) * noise',
      ],
    ],
    told: 'the square roots are missing',
  },
  {
    change: [
      ['Math.sqrt(alphaBarNext) * x0', 'Math.max(-1, Math.min(1, Math.sqrt(alphaBarNext) * x0'],
      ['alphaBarNext) * noise', 'alphaBarNext) * noise))'],
    ],
    told: 'the next noisy picture is clipped, too',
  },
  {
    change: [
      [
        'x = x.map((value, i)',
        'for (const _ of x) await predict(x, t, true);\n    x = x.map((value, i)',
      ],
    ],
    told: 'the network is asked 12 times',
  },
];

export default mistakes;
