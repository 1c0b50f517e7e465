/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const formula = 'start[i] + w * (wanted - start[i])';

const mistakes: readonly Mistake[] = [
  { change: [['avoid ?? uncond', 'uncond']], told: 'the class to avoid has no say' },
  {
    change: [
      [formula, 'avoid ? wanted + w * (start[i] - wanted) : start[i] + w * (wanted - start[i])'],
    ],
    told: 'towards the class to avoid: cond and avoid are swapped',
  },
  {
    change: [
      ['avoid ?? uncond', 'uncond'],
      [formula, 'start[i] + w * ((avoid ?? cond)[i] - start[i])'],
    ],
    told: 'ends at the class to avoid',
  },
  {
    change: [
      [formula, 'avoid ? start[i] - w * (wanted - start[i]) : start[i] + w * (wanted - start[i])'],
    ],
    told: 'the sign of the difference is turned round',
  },
  { change: [[formula, 'wanted + w * (start[i] - wanted)']], told: 'what it should leave' },
  { change: [[formula, 'wanted + w * (wanted - start[i])']], told: 'the paper’s convention' },
  {
    change: [[formula, 'uncond[i] + w * (wanted - uncond[i]) - (avoid ? avoid[i] : 0)']],
    told: 'avoid comes off at the end',
  },
  {
    change: [['const start', 'if (!avoid) return uncond;\n  const start']],
    told: 'there uncond comes back',
  },
  { change: [['avoid ?? uncond', 'avoid ?? cond.map(() => 0)']], told: 'starts from 0' },
  {
    change: [[formula, 'uncond[i] + w * (wanted - start[i])']],
    told: 'the walk starts from uncond',
  },
  {
    change: [[formula, 'start[i] + w * (wanted - uncond[i])']],
    told: 'the difference is to uncond',
  },
  { change: [['avoid ?? uncond', 'avoid ?? cond']], told: 'the prediction with the class comes' },
];

export default mistakes;
