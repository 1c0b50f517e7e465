/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['await update', 'update']], told: 'still on its way' },
  {
    change: [['update(xt, t, eps)', 'update(x0, t, eps)']],
    told: 'the network is shown the clean x0',
  },
  { change: [['update(xt, t, eps)', 'update(xt, t, x0)']], told: 'the target is x0' },
  { change: [['update(xt, t, eps)', 'update(xt, t, xt)']], told: 'the target is the input itself' },
  { change: [['update(xt, t, eps)', 'update(eps, t, xt)']], told: 'in the wrong order' },
  { change: [['update(xt, t, eps)', 'update(xt, t + 1, eps)']], told: 'told a timestep too many' },
  { change: [['s <= t', 's < t']], told: 'the product stops one step too early' },
  {
    change: [
      ['Math.sqrt(alphaBar)', 'alphaBar'],
      ['Math.sqrt(1 - alphaBar)', '1 - alphaBar'],
    ],
    told: 'the square roots are missing',
  },
  {
    change: [['const loss = await update', 'await update(xt, t, eps); const loss = await update']],
    told: 'called twice',
  },
  { change: [['return { t, loss };', '']], told: 'it returns nothing' },
];

export default mistakes;
