/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  { change: [['i < timesteps.length;', 'i < timesteps.length - 1;']], told: 'a pair is missing' },
  { change: [['last ? 1', 'last ? alphasCumprod[0]']], told: 'the walk ends at ᾱ of timestep 0' },
  { change: [['last ? 1 : ', '']], told: 'nothing stands at the end' },
  { change: [['last ? 1', 'last ? 0']], told: 'the last ᾱ_s is 0' },
  { change: [['[alphaBar, alphaBarNext]', '[alphaBarNext, alphaBar]']], told: 'wrong way round' },
  { change: [['return pairs', 'return pairs.reverse()']], told: 'the list of pairs is reversed' },
  {
    change: [['alphasCumprod[timesteps[i + 1]]', 'alphasCumprod[timesteps[i] - 1]']],
    told: 'each step leads to t − 1',
  },
  { change: [['last ?', '!timesteps[i + 1] ?']], told: 'the timestep 0 is taken for' },
  {
    change: [['alphasCumprod[timesteps[i + 1]]', 'timesteps[i + 1]']],
    told: 'the next timestep itself stands',
  },
  {
    change: [['return pairs', 'pairs.push([1, 1]); return pairs']],
    told: 'there is one pair too many',
  },
  {
    change: [
      ['alphasCumprod[timesteps[i]]', 'timesteps[i]'],
      ['alphasCumprod[timesteps[i + 1]]', 'timesteps[i + 1]'],
    ],
    told: 'those are the timesteps themselves',
  },
  {
    change: [
      ['alphasCumprod[timesteps[i]]', 'alphasCumprod[i]'],
      ['alphasCumprod[timesteps[i + 1]]', 'alphasCumprod[i + 1]'],
    ],
    told: 'i stands where the timestep belongs',
  },
];

export default mistakes;
