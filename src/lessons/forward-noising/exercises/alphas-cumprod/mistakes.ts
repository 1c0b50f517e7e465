/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  {
    change: [['product *= 1 - beta', 'product *= beta']],
    told: 'products of the betas themselves',
  },
  {
    change: [
      ['let product = 1', 'let product = 0'],
      ['product *= 1 - beta', 'product += beta'],
    ],
    told: 'running sums of the betas',
  },
  { change: [['product *= 1 - beta', 'product -= beta']], told: 'takes the betas away one by one' },
  {
    change: [
      [
        'product *= 1 - beta;\n    result.push(product);',
        'result.push(product);\n    product *= 1 - beta;',
      ],
    ],
    told: 'entry t is ᾱ before step t',
  },
  {
    change: [['const result: number[] = [];', 'const result: number[] = [1];']],
    told: 'one entry too many',
  },
  { change: [['return result;', 'return product;']], told: 'only the last product' },
  {
    change: [['result.push(product)', 'result.push(1 - product)']],
    told: 'the share of the noise',
  },
  { change: [['result.push(product)', 'result.push(1 - beta)']], told: 'not multiplied' },
  {
    change: [['result.push(product)', 'result.push(Math.sqrt(product))']],
    told: 'a square root too many',
  },
  { change: [['let product = 1', 'let product = 0']], told: 'a product that starts at 0' },
  {
    code: 'export const alphasCumprod = (betas) => betas.map((beta, t) => (1 - beta) * (1 - (betas[t - 1] ?? 0)));',
    told: 'only two neighbours',
  },
  {
    code: 'export const alphasCumprod = (betas) => betas.map((beta, t) => (1 - beta) ** (t + 1));',
    told: 'is taken t + 1 times',
  },
];

export default mistakes;
