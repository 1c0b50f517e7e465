/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  {
    change: [['logits[y] - most - Math.log(sum)', 'Math.exp(logits[y] - most) / sum']],
    told: 'the probability itself',
  },
  { change: [['logits[y] - most - Math.log(sum)', 'Math.log(logits[y])']], told: 'of the logit' },
  {
    change: [
      ['Math.exp(logit - most)', 'Math.exp(logit)'],
      ['logits[y] - most - Math.log(sum)', 'Math.log(Math.exp(logits[y]) / sum)'],
    ],
    told: 'it should be −1.313 and is NaN: the exponentials of large logits overflow',
  },
  {
    change: [['Math.max(...logits)', '0']],
    told: 'it should be −1.313 and is −∞: the exponentials of large logits overflow',
  },
  {
    change: [['logits[y] - most - Math.log(sum)', 'Math.log2(Math.exp(logits[y] - most) / sum)']],
    told: 'base 2',
  },
  { change: [['Math.log(sum)', 'Math.log10(sum)']], told: 'base 10' },
  {
    change: [['logits[y] - most - Math.log(sum)', 'Math.log(Math.exp(logits[y] - most) / sum)']],
    told: 'so small a probability is 0',
  },
  { change: [['Math.max', 'Math.min']], told: 'the smallest logit is taken off' },
  {
    change: [['logits[y] - most - Math.log(sum)', 'Math.log(sum) + most - logits[y]']],
    told: 'that is the loss',
  },
  { change: [['logits[y] - most -', 'logits[y] -']], told: 'never added back' },
  {
    change: [['logits[y] - most - Math.log(sum)', 'logits[y] - most']],
    told: 'the sum is missing',
  },
];

export default mistakes;
