/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  {
    change: [
      ['decay * value + (1 - decay) * weights[i]', '(1 - decay) * value + decay * weights[i]'],
    ],
    told: 'the decay is on the wrong one',
  },
  {
    change: [['decay * value + (1 - decay) * weights[i]', 'value + weights[i]']],
    told: 'added without factors',
  },
  { change: [['(1 - decay) * weights[i]', 'weights[i]']], told: 'the new weights come in whole' },
  { change: [['decay * value +', 'value +']], told: 'the old average is kept whole' },
  {
    change: [
      [
        'return average.map((value, i) => decay * value + (1 - decay) * weights[i]);',
        'average.forEach((value, i) => { average[i] = decay * value + (1 - decay) * weights[i]; }); return average;',
      ],
    ],
    told: 'changes average in place',
  },
  {
    change: [['decay * value + (1 - decay) * weights[i]', '(value + weights[i]) / 2']],
    told: 'plain mean of the two',
  },
  { change: [[' + (1 - decay) * weights[i]', '']], told: 'the new weights are missing' },
  { change: [['decay * value + ', '']], told: 'the old average is missing' },
  { change: [['1 - decay', 'decay - 1']], told: 'the new weights are taken away' },
  { change: [['(1 - decay)', 'decay']], told: 'both get the factor decay' },
  { change: [['(1 - decay) *', '1 - decay *']], told: '1 − decay needs brackets' },
];

export default mistakes;
