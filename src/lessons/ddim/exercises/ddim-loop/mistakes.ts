/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mix = 'Math.sqrt(alphaBarNext) * x0 + Math.sqrt(1 - alphaBarNext) * eps[j]';

const mistakes: readonly Mistake[] = [
  { change: [['await predict', 'predict']], told: 'a missing “await”' },
  {
    change: [
      ['let x = xT;', 'let x = xT; timesteps = timesteps.map((_, i) => timesteps.length - 1 - i);'],
    ],
    told: 'and not the given list',
  },
  { change: [['predict(x, t)', 'predict(t, x)']], told: 'the picture first' },
  { change: [['predict(x, t)', 'predict(x, timesteps[i + 1])']], told: 'there is no timestep' },
  { change: [['predict(x, t)', 'predict(x, i)']], told: 'with the number of the turn' },
  {
    change: [['predict(x, t)', 'predict(x, timesteps[i + 1] ?? 0)']],
    told: 'with the next timestep',
  },
  { change: [['last ? 1', 'last ? alphasCumprod[0]']], told: 'the walk ends at ᾱ of timestep 0' },
  {
    change: [['alphasCumprod[timesteps[i + 1]]', 'alphasCumprod[t - 1]']],
    told: 'each step leads to t − 1',
  },
  {
    change: [
      ['alphasCumprod[t]', 'alphasCumprod[i]'],
      ['alphasCumprod[timesteps[i + 1]]', 'alphasCumprod[i + 1]'],
    ],
    told: 'looked up at the number of the turn',
  },
  {
    change: [['i === timesteps.length - 1', '!timesteps[i + 1]']],
    told: 'the timestep 0 is taken for',
  },
  { change: [['value - Math', 'value + Math']], told: 'with a minus' },
  {
    change: [
      ['Math.sqrt(1 - alphaBar) * eps', '(1 - alphaBar) * eps'],
      [') / Math.sqrt(alphaBar);', ') / alphaBar;'],
    ],
    told: 'the square roots are missing in the guess',
  },
  {
    change: [['Math.sqrt(1 - alphaBarNext)', 'Math.sqrt(1 - alphaBar)']],
    told: 'the noise keeps its old weight',
  },
  { change: [['i < timesteps.length;', 'i < timesteps.length - 1;']], told: 'the last step is' },
  {
    change: [
      ['let x = xT;', 'let x = xT; const eps = await predict(xT, timesteps[0]);'],
      ['const eps = await predict(x, t);', ''],
    ],
    told: 'keeps the first prediction',
  },
  { change: [['predict(x, t)', 'predict(xT, t)']], told: 'it asks about xT' },
  {
    change: [[mix, 'Math.sqrt(1 - alphaBarNext) * x0 + Math.sqrt(alphaBarNext) * eps[j]']],
    told: 'swapped in the mix',
  },
  {
    change: [
      ['Math.sqrt(1 - alphaBar) * eps', 'Math.sqrt(alphaBar) * eps'],
      [') / Math.sqrt(alphaBar);', ') / Math.sqrt(1 - alphaBar);'],
    ],
    told: 'swapped in the guess',
  },
  {
    change: [[mix, 'alphaBarNext * x0 + (1 - alphaBarNext) * eps[j]']],
    told: 'the square roots are missing in the mix',
  },
  { change: [[') / Math.sqrt(alphaBar);', ');']], told: 'not divided by √ᾱ' },
  { change: [[`return ${mix};`, 'return x0;']], told: 'the clean guess becomes x in every turn' },
  {
    change: [['const eps = await', 'await predict(x, t); const eps = await']],
    told: 'one question a visited timestep is enough',
  },
];

export default mistakes;
