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
  { change: [['await update(xt, t, eps)', '0.5']], told: 'update is never called' },
  {
    change: [['Math.sqrt(1 - alphaBar)', '1 - alphaBar']],
    told: 'missing on the weight of eps',
  },
  { change: [['Math.sqrt(alphaBar)', 'alphaBar']], told: 'missing on the weight of x0' },
  { change: [['let s = 0', 'let s = 1']], told: 'leaves step 0 out' },
  { change: [['s <= t', 's < betas.length']], told: 'runs over the whole schedule' },
  { change: [['1 - betas[s]', 'betas[s]']], told: 'the betas themselves are multiplied' },
  {
    change: [['update(xt, t, eps)', 'update(xt, t, eps.map((e) => noise * e))']],
    told: 'the noise with its weight',
  },
  { change: [['update(xt, t, eps)', 'update(xt, eps, t)']], told: 't and eps come' },
  { change: [['update(xt, t, eps)', 'update(xt, eps)']], told: 'the timestep is left out' },
  {
    change: [['const loss = await', 'const loss = 0; await']],
    told: 'not the one that update gives back',
  },
];

export default mistakes;
