/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const right = 'T - 1 - i * stride';

const mistakes: readonly Mistake[] = [
  { change: [[right, 'steps - 1 - i']], told: 'it walks only the last few timesteps' },
  { change: [[right, 'T - i * stride']], told: 'T itself is no timestep' },
  { change: [[right, '(steps - 1 - i) * stride']], told: 'it starts at T − T / steps' },
  { change: [[right, 'T - 1 - (i + 1) * stride']], told: 'it starts below T − 1' },
  { change: [['return visited', 'return visited.reverse()']], told: 'it rises' },
  { change: [[right, 'T - 1 - i']], told: 'the stride is 1' },
  { change: [['T / steps', '(T - 1) / (steps - 1)']], told: 'it goes all the way to 0' },
  { change: [['T / steps', '(T - 1) / steps']], told: 'T − 1 is divided in place of T' },
  { change: [['T / steps', 'steps']], told: 'in the place of the stride' },
];

export default mistakes;
