/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['? nullClass : label', '? label : nullClass']], told: 'the wrong way round' },
  { change: [['draws[i]', 'draws[0]']], told: 'the first draw decides for all' },
  { change: [['? nullClass', '? 0']], told: '0 is a class as well' },
  { change: [['< share', '<= share']], told: 'a draw of exactly the share' },
  { change: [['draws[i] < share', 'i < share * classes.length']], told: 'whatever was drawn' },
  {
    change: [
      [
        'classes.map((label, i) => (draws[i] < share ? nullClass : label))',
        'classes.filter((label, i) => draws[i] >= share)',
      ],
    ],
    told: 'left out',
  },
  { change: [['draws[i] < share', 'draws[i] > share']], told: 'the draws above share' },
  { change: [['< share', '< 0.1']], told: 'share has no part in it' },
  { change: [['? nullClass', '? null']], told: 'gives null' },
];

export default mistakes;
