/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  {
    change: [['product * (1 - beta)', 'Math.fround(product * (1 - beta))']],
    told: 'the running product is rounded to float32',
  },
  {
    change: [['product * (1 - beta)', 'product * Math.fround(1 - beta)']],
    told: '1 − beta is rounded to float32',
  },
  {
    change: [['product * (1 - beta)', 'Math.fround(product * Math.fround(1 - beta))']],
    told: 'both 1 − beta and the running product are rounded',
  },
  { change: [['result.push(1 - product)', 'result.push(product)']], told: 'that is ᾱ' },
  {
    change: [
      [
        'product = product * (1 - beta);\n    result.push(1 - product);',
        'result.push(1 - product);\n    product = product * (1 - beta);',
      ],
    ],
    told: 'one step too early',
  },
  {
    change: [
      ['let product = 1', 'let sum = 0'],
      ['product = product * (1 - beta)', 'sum += beta'],
      ['1 - product', 'sum'],
    ],
    told: 'adds up the betas',
  },
  { change: [['result.push(1 - product)', 'result.push(beta)']], told: 'unchanged' },
  { change: [['return result', 'return 1 - product']], told: 'only the last share' },
];

export default mistakes;
