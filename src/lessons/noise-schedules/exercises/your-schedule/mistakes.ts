/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const of = (beta: string) =>
  `export function makeBetas(T) { return Array.from({ length: T }, (_, t) => ${beta}); }`;

const mistakes: readonly Mistake[] = [
  { change: [['length: T }', 'length: T + 1 }']], told: 'a list of 100 numbers, and it has 101' },
  { change: [['length: T }', 'length: 100 }']], told: 'a list of 1000 numbers, and it has 100' },
  { change: [['Math.min(beta, 0.999)', 'beta']], told: 'a β of 1 leaves nothing' },
  { change: [['t + 1) / alphaBar(t)', 't) / alphaBar(t)']], told: 'takes nothing away' },
  { change: [['alphaBar(t + 1) / alphaBar(t)', 'alphaBar(t) / alphaBar(t + 1)']], told: 'below 0' },
  {
    code: of('1 - t / (T - 1) * 0.9'),
    told: 'of the picture at step 0',
  },
  { code: of('0.0001 + 0.0199 * t / (T - 1)'), told: 'never reaches noise' },
  { code: of('0.2 + 0 * t'), told: 'the first step destroys too much' },
  { code: of('Math.sqrt(0.5 - t)'), told: 'NaN' },
  { code: 'export function makeBetas(T) { return 0.02; }', told: 'no list' },
  { code: 'export function makeBetas(T) { const betas = []; }', told: 'it returns nothing' },
  { code: of("'0.02'"), told: 'make it a number' },
  { code: of('{ 0.02; }'), told: 'that entry is empty' },
];

export default mistakes;
