/** Asks what a scale above 1 does to two probabilities: it raises the classifier's to a power (Dhariwal and Nichol 2021, section 4.3). */
import { classifierGuidance } from '../../../../lib/diffusion/index.ts';
import type { NumberExercise } from '../../../../lib/exercises/index.ts';

const [sure, doubtful] = [0.9, 0.6];
const scale = 4;

/** The ratio of the two in the guided model: two places one apart, of which the slope of log p is the difference. */
function ratio(): number {
  const slope = Float64Array.of(Math.log(sure / doubtful));
  const [eps] = classifierGuidance(Float64Array.of(0), slope, { sigma: 1, scale });
  return Math.exp(-eps!);
}

const exercise: NumberExercise = {
  kind: 'number',
  right: ratio(),
  within: 0.1,
  because:
    'It is the ratio of the classifier’s probabilities to the power of the scale. With scale 1 it would be the ratio itself.',
  slips: [
    {
      value: sure / doubtful,
      within: 0.01,
      called:
        'That is scale 1, which is Bayes’ rule: the first picture counts as much more as the classifier says. A larger scale sharpens that.',
    },
    {
      value: (scale * sure) / doubtful,
      within: 0.01,
      called:
        'You multiplied by the scale. It multiplies the slope of log p, and a factor in front of a logarithm is a power.',
    },
    {
      value: scale,
      within: 0.01,
      called:
        'That is the scale. How far it reaches depends on how far the two probabilities differ.',
    },
    {
      value: 1,
      within: 0.01,
      called: 'That is scale 0, where nobody steers: only the denoiser has a say.',
    },
    {
      value: 1 / ratio(),
      within: 0.01,
      called:
        'That is how many times as probable the second picture is as the first. Turn it round.',
    },
    {
      value: sure ** scale,
      within: 0.01,
      called: 'That is what becomes of the 0.9. The second picture’s 0.6 gets the same power.',
    },
  ],
};

export default exercise;
