/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  {
    change: [
      ['Math.sqrt(1 - beta)', '1 - beta'],
      ['Math.sqrt(beta)', 'beta'],
    ],
    told: 'the square roots are missing, on both weights',
  },
  { change: [['Math.sqrt(beta)', 'beta']], told: 'beta is a variance' },
  { change: [['Math.sqrt(1 - beta)', '1 - beta']], told: 'missing on the weight of the picture' },
  { change: [['Math.sqrt(1 - beta)', '1']], told: 'the picture is not shrunk' },
  {
    change: [
      ['Math.sqrt(1 - beta)', '1'],
      ['Math.sqrt(beta)', 'beta'],
    ],
    told: 'neither is the picture shrunk',
  },
  {
    change: [['keep * value + add * z[i]', 'add * value + keep * z[i]']],
    told: 'swapped',
  },
  { change: [['Math.sqrt(1 - beta)', '1 - Math.sqrt(beta)']], told: 'it must be √(1 − β)' },
  { change: [['keep * value + add', 'keep * value - add']], told: 'taken away' },
  { change: [['return xPrev.map', 'xPrev.map']], told: 'it returns nothing' },
  { change: [['add * z[i]', 'z[i]']], told: 'the noise has no weight' },
  { change: [['Math.sqrt(beta)', '1 - keep']], told: 'it must be √β' },
  { change: [['Math.sqrt(beta)', 'keep']], told: 'both weights are √(1 − β)' },
  { change: [['z[i]', 'z[0]']], told: 'every pixel gets z[0]' },
];

export default mistakes;
