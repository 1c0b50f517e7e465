/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  {
    change: [
      [' / (1 - beta1 ** step)', ''],
      [' / (1 - beta2 ** step)', ''],
    ],
    told: 'the corrections for the start at zero are missing',
  },
  {
    change: [['(Math.sqrt(square) + epsilon)', 'Math.sqrt(square + epsilon)']],
    told: 'stands below the root',
  },
  {
    change: [
      ['beta1 ** step', 'beta1 ** state.step'],
      ['beta2 ** step', 'beta2 ** state.step'],
    ],
    told: 'counted from 0',
  },
  { change: [[' + epsilon', '']], told: '1e−8 is missing' },
  { change: [['value - (learningRate', 'value + (learningRate']], told: 'goes uphill' },
  { change: [['gradient[i] ** 2', 'gradient[i]']], told: 'the gradient is not squared' },
  { change: [['Math.sqrt(square)', 'square']], told: 'the square root is missing' },
  {
    change: [
      ['return { theta: moved, m, v, step }', 'return { theta: moved, m, v, step: state.step }'],
    ],
    told: 'the step is not counted',
  },
  {
    change: [['return { theta: moved, m, v, step }', 'return { theta: moved, ...state, step }']],
    told: 'm and v are the old ones',
  },
  { change: [[' / (1 - beta1 ** step)', '']], told: 'the correction of m' },
  { change: [[' / (1 - beta2 ** step)', '']], told: 'the correction of v' },
  {
    change: [
      ['beta1 ** step', 'beta1'],
      ['beta2 ** step', 'beta2'],
    ],
    told: 'the corrections take no power',
  },
  {
    change: [
      [
        'm, v, step }',
        'm: m.map((x) => x / (1 - beta1 ** step)), v: v.map((x) => x / (1 - beta2 ** step)), step }',
      ],
    ],
    told: 'are given back corrected',
  },
  { change: [['[0.9, 0.999, 1e-8]', '[0.999, 0.9, 1e-8]']], told: 'β1 and β2 are swapped' },
  { change: [['theta: moved', 'theta']], told: 'theta has not moved' },
  { change: [['value - (learningRate', '-(learningRate']], told: 'that is only the move' },
];

export default mistakes;
