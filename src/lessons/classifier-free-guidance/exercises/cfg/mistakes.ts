/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  {
    change: [['uncond + w * (epsCond[i] - uncond)', 'epsCond[i] + w * (uncond - epsCond[i])']],
    told: 'the two predictions are swapped',
  },
  { change: [['uncond + w', 'uncond - w']], told: 'walks away from the class' },
  {
    change: [['uncond + w * (epsCond[i] - uncond)', '(1 + w) * epsCond[i] - w * uncond']],
    told: 'that is the paper’s convention',
  },
  { change: [['(epsCond[i] - uncond)', 'epsCond[i]']], told: 'does not come off' },
  { change: [['uncond + w', 'w']], told: 'that is the scaled difference alone' },
  {
    change: [['uncond + w * (epsCond[i] - uncond)', 'w * epsCond[i] - uncond']],
    told: 'mind the brackets',
  },
  { change: [['epsCond[i] - uncond', 'epsCond[i] + uncond']], told: 'it is their difference' },
  { change: [['+ w *', '+ w * w *']], told: 'w is squared' },
  {
    change: [['uncond + w * (epsCond[i] - uncond)', 'w * epsCond[i]']],
    told: 'only the prediction with the class',
  },
  { change: [['+ w *', '+ (w - 1) *']], told: 'w − 1 is in place of w' },
];

export default mistakes;
