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
  {
    change: [['(peak * (step + 1)) / warmup', '(peak * step) / (warmup - 1)']],
    told: 'the rate starts at 0',
  },
  { change: [[') / warmup', ') / (warmup + 1)']], told: 'ends below peak' },
  { change: [['(peak * (step + 1)) / warmup', 'peak / warmup']], told: 'the same in the whole' },
  { change: [['(peak * (step + 1)) / warmup', 'peak * (step + 1)']], told: 'far above peak' },
  {
    change: [
      [
        'step < warmup ? (peak * (step + 1)) / warmup : peak',
        '(peak * Math.min(step + 1, warmup)) / warmup',
      ],
    ],
    told: 'a warmup of 0 gives 0 / 0',
  },
];

export default mistakes;
