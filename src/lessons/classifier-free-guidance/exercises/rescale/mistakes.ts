/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  {
    change: [['Math.sqrt(squares / values.length)', 'squares / values.length']],
    told: 'variances are in place of',
  },
  {
    change: [['deviation(cond) / deviation(guided)', 'deviation(guided) / deviation(cond)']],
    told: 'upside down',
  },
  {
    change: [['deviation(cond) / deviation(guided)', 'deviation(cond)']],
    told: 'the division by the deviation',
  },
  { change: [['guided.map(', 'cond.map(']], told: 'it is the guided one that must be' },
  { change: [['share * ratio + 1 - share', 'share * ratio + 1']], told: 'counts whole in the mix' },
  {
    change: [['share * ratio + 1 - share', '(1 - share) * ratio + share']],
    told: 'share and 1 − share are swapped',
  },
  { change: [['share * ratio + 1 - share', 'ratio']], told: 'the share has no part' },
  { change: [['share * ratio + 1 - share', 'share * ratio']], told: 'is missing' },
  {
    change: [
      [
        'return guided.map((value) => factor * value);',
        'const m = guided.reduce((a, b) => a + b, 0) / guided.length; return guided.map((v) => factor * (v - m));',
      ],
    ],
    told: 'the mean is taken off the guided picture',
  },
  {
    change: [
      [
        'return guided.map((value) => factor * value);',
        'const m = guided.reduce((a, b) => a + b, 0) / guided.length; return guided.map((v) => m + factor * (v - m));',
      ],
    ],
    told: 'scaled around its mean',
  },
  { change: [['(value - mean) ** 2', 'value ** 2']], told: 'root mean square' },
  {
    change: [['(value) => factor * value', '(v, i) => share * ratio * v + (1 - share) * cond[i]']],
    told: 'both parts are the guided one',
  },
];

export default mistakes;
