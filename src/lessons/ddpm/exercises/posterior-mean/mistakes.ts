/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['Math.sqrt(alpha)', 'Math.sqrt(alphaBar)']], told: 'divided by √ᾱ' },
  { change: [['Math.sqrt(1 - alphaBar)', '(1 - alphaBar)']], told: 'missing on 1 − ᾱ' },
  { change: [['value - part', 'value + part']], told: 'with a minus' },
  { change: [[' / shrunk', '']], told: 'the division by √α is missing' },
  { change: [['Math.sqrt(alpha)', 'alpha']], told: 'missing on α' },
  { change: [['/ shrunk', '* shrunk']], told: 'so divide' },
  { change: [['Math.sqrt(1 - alphaBar)', 'Math.sqrt(1 - alpha)']], told: 'the bar is missing' },
  { change: [['(1 - alpha) /', 'Math.sqrt(1 - alpha) /']], told: 'there is a root on 1 − α' },
  {
    change: [
      ['Math.sqrt(1 - alphaBar)', '(1 - alphaBar)'],
      ['Math.sqrt(alpha)', 'alpha'],
    ],
    told: 'both roots are missing',
  },
  { change: [['(1 - alpha) /', '(1 - alphaBar) /']], told: 'all the noise is taken out' },
  {
    change: [
      ['(1 - alpha) / Math.sqrt(1 - alphaBar)', '(1 - alphaBar) / Math.sqrt(1 - alpha)'],
      ['Math.sqrt(alpha)', 'Math.sqrt(alphaBar)'],
    ],
    told: 'α and ᾱ are swapped',
  },
  { change: [['(1 - alpha) /', 'alpha /']], told: 'in place of β' },
  {
    change: [
      ['(1 - alpha) /', 'alpha /'],
      ['Math.sqrt(alpha)', 'Math.sqrt(1 - alpha)'],
    ],
    told: 'α and β are swapped',
  },
  { change: [['Math.sqrt(1 - alphaBar)', 'Math.sqrt(alphaBar)']], told: 'the size of the noise' },
  {
    change: [['(value - part * epsPred[i]) / shrunk', 'value - (part * epsPred[i]) / shrunk']],
    told: 'the whole bracket must be',
  },
  {
    change: [
      ['(1 - alpha) / Math.sqrt(1 - alphaBar)', 'Math.sqrt(1 - alphaBar)'],
      ['Math.sqrt(alpha)', 'Math.sqrt(alphaBar)'],
    ],
    told: 'that is the clean guess',
  },
];

export default mistakes;
