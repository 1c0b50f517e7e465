/** Wrong answers, and what each must be told. */
import type { Mistake } from '../../../../lib/exercises/index.ts';

const mistakes: readonly Mistake[] = [
  {
    change: [
      ['Math.sqrt(alphaBar)', 'alphaBar'],
      ['Math.sqrt(1 - alphaBar)', '1 - alphaBar'],
    ],
    told: 'the square roots are missing, on both weights',
  },
  {
    change: [['Math.sqrt(1 - alphaBar)', '1 - alphaBar']],
    told: 'missing on the weight of the noise',
  },
  { change: [['Math.sqrt(alphaBar)', 'alphaBar']], told: 'missing in the division' },
  { change: [['value - noise', 'value + noise']], told: 'the noise is added' },
  { change: [[') / signal', ')']], told: 'still shrunken' },
  { change: [['/ signal', '/ noise']], told: 'divided by the weight of the noise' },
  { change: [['/ signal', '* signal']], told: 'shrinks it once more' },
  {
    change: [['(value - noise * epsPred[i]) / signal', 'value - (noise * epsPred[i]) / signal']],
    told: 'put brackets around the difference',
  },
  {
    change: [['(value - noise * epsPred[i]) / signal', '(value - signal * epsPred[i]) / noise']],
    told: 'epsPred is taken for the picture',
  },
  {
    change: [['(value - noise * epsPred[i]) / signal', 'value / signal - noise * epsPred[i]']],
    told: 'only xt is divided by √ᾱ',
  },
  { change: [['noise * epsPred[i]', 'epsPred[i]']], told: 'the noise has no weight' },
  {
    change: [['(value - noise * epsPred[i]) / signal', 'value - epsPred[i]']],
    told: 'both weights are missing',
  },
  {
    change: [['value - noise * epsPred[i]', 'noise * epsPred[i] - value']],
    told: 'the wrong way round',
  },
];

export default mistakes;
