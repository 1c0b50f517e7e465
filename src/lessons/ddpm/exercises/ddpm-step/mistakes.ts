/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['t > 0 ? Math.sqrt(beta) : 0', 'Math.sqrt(beta)']], told: 'at t = 0 the mean' },
  { change: [['t > 0 ? Math.sqrt(beta)', 't > 0 ? beta']], told: 'its weight is the deviation √β' },
  { change: [['t > 0 ? Math.sqrt(beta) : 0', 'beta']], told: 'at the last step too' },
  { change: [['t > 0 ? Math.sqrt(beta)', 't > 0 ? 1']], told: 'the weight √β is missing on z' },
  { change: [['t > 0 ?', 't > 1 ?']], told: 'as the paper does, from 1' },
  {
    change: [
      [' / Math.sqrt(1 - beta)', ''],
      ['mean + sigma * z[i]', '(mean + sigma * z[i]) / Math.sqrt(1 - beta)'],
    ],
    told: 'add it after the division',
  },
  { change: [['i <= t', 'i < betas.length']], told: 'over the whole schedule' },
  { change: [['beta / Math', 'Math.sqrt(beta) / Math']], told: '√β stands above the root' },
  { change: [['beta / Math', '(1 - beta) / Math']], told: 'α stands above the root' },
  { change: [['Math.sqrt(1 - beta)', '(1 - beta)']], told: 'missing on α' },
  { change: [['/ Math.sqrt(1 - beta)', '* Math.sqrt(1 - beta)']], told: 'so divide' },
  { change: [['mean + sigma', 'mean - sigma']], told: 'the fresh noise is taken away' },
  { change: [['mean + sigma * z[i]', 'mean']], told: 'no noise is ever added' },
  { change: [['t > 0 ?', 't === 0 ?']], told: 'the other way round' },
  { change: [['i <= t', 'i < t']], told: 'stops one step early' },
  { change: [['Math.sqrt(1 - beta)', 'Math.sqrt(alphaBar)']], told: 'divided by √ᾱ' },
  { change: [['Math.sqrt(1 - alphaBar)', 'Math.sqrt(beta)']], told: 'where ᾱ belongs' },
  { change: [['Math.sqrt(1 - alphaBar)', '(1 - alphaBar)']], told: 'missing on 1 − ᾱ' },
  { change: [[' / Math.sqrt(1 - beta)', '']], told: 'the division by √α is missing' },
  { change: [['value - part', 'value + part']], told: 'with a minus' },
];

export default mistakes;
