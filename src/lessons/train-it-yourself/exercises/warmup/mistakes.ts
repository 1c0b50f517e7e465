/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['(step + 1)', 'step']], told: 'the first step has a rate of 0' },
  {
    change: [
      ['step < warmup ? (peak * (step + 1)) / warmup : peak', '(peak * (step + 1)) / warmup'],
    ],
    told: 'it never stops rising',
  },
  { change: [['peak * (step + 1)', 'peak * (warmup - step)']], told: 'it falls' },
  { change: [['step < warmup', 'step <= warmup']], told: 'one step too long' },
  { change: [['? (peak * (step + 1)) / warmup :', '? peak :']], told: 'there is no warm-up' },
  { change: [['(peak * (step + 1)) / warmup', '(step + 1) / warmup']], told: 'it rises to 1' },
];

export default mistakes;
