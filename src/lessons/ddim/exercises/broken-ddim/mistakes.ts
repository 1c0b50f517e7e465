/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const root = 'Math.sqrt(1 - alphaBarNext - sigma ** 2)';

const mistakes: readonly Mistake[] = [
  { change: [[root, 'Math.sqrt(1 - alphaBarNext)']], told: 'keeps its full weight' },
  { change: [[root, 'Math.sqrt(1 - alphaBarNext) - sigma']], told: 'σ is taken away outside' },
  {
    change: [[root, 'Math.sqrt(1 - alphaBarNext) - sigma ** 2']],
    told: 'σ² is taken away outside',
  },
  {
    change: [[root, 'Math.sqrt(1 - eta ** 2) * Math.sqrt(1 - alphaBarNext)']],
    told: 'the share 1 − eta² of the variance',
  },
  { change: [['sigma ** 2', 'sigma']], told: 'σ is not squared' },
  { change: [[root, '1 - alphaBarNext - sigma ** 2']], told: 'the root is missing' },
  { change: [['- sigma ** 2', '+ sigma ** 2']], told: 'σ² is added' },
  { change: [[root, 'Math.sqrt(1 - alphaBar - sigma ** 2)']], told: 'the noise of the old level' },
  { change: [['sigma * z[i]', 'sigma ** 2 * z[i]']], told: 'weighted with σ²' },
  {
    change: [
      [root, 'Math.sqrt(1 - alphaBarNext)'],
      [' + sigma * z[i]', ''],
    ],
    told: 'that was not the fault',
  },
  { change: [[' + sigma * z[i]', '']], told: 'though room is made for it' },
  { change: [['eta * ofNoise', 'ofNoise']], told: 'eta is left out of σ' },
];

export default mistakes;
