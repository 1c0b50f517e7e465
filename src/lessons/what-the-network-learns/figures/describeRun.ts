/** What the training figure shows now, in words. */

import { forwardCoefficients } from '../../../lib/diffusion/index.ts';
import { schedule } from './digits.ts';
import { smoothingWindow } from './drawLossCurve.ts';
import { threeDigits } from './posterior.ts';
import { batchSize, smoothed } from './trainingRun.ts';
import type { Run } from './useTrainingRun.ts';

/** The seven steps (Ho et al. 2020, algorithm 1). */
export const stepNames: readonly string[] = [
  'draw digits x₀',
  'draw a t for each',
  'draw noise ε',
  'mix to xₜ',
  'predict the noise',
  'measure the loss',
  'improve the network',
];

const grouped = (value: number) => value.toLocaleString('en-US');

function weightsOf({ batch }: Run): string {
  const first = forwardCoefficients(schedule, batch.timesteps[0]!).signal.toFixed(3);
  const last = forwardCoefficients(schedule, batch.timesteps.at(-1)!).signal.toFixed(3);
  return `the weight on the digit falls from ${first} on the left to ${last} on the right`;
}

function lossSentence({ before, batch }: Run): string {
  if (!before) return '';
  const worst = before.losses.indexOf(Math.max(...before.losses));
  return (
    `The mean squared error is ${before.loss.toFixed(3)}. ` +
    `It is largest at t = ${batch.timesteps[worst]!}, with ${before.losses[worst]!.toFixed(3)}.`
  );
}

function updateSentence({ network, loops, update, before, after, losses }: Run): string {
  if (!before || !after) return '';
  const same = `the loss on this very batch ${after.loss <= before.loss ? 'falls' : 'rises'} from ${before.loss.toFixed(3)} to ${after.loss.toFixed(3)}`;
  if (update) {
    const count = network.parameters.length;
    const untouched =
      loops === 1
        ? ' The last layer starts at zero and passes no gradient back, so the layers before it wait.'
        : '';
    return (
      `${grouped(update.changed)} of ${grouped(count)} parameters moved; the gradient has length ${threeDigits(update.gradientNorm)}; ${same}.` +
      untouched
    );
  }
  const window = Math.min(losses.length, smoothingWindow);
  const mean = smoothed(losses, smoothingWindow).at(-1)!;
  return `The mean loss of the last ${window} loops is ${mean.toFixed(3)}; ${same}.`;
}

/** One or two sentences about the last step that was done. */
export function describeRun(run: Run): string {
  const { step, batch, loops } = run;
  const done = `Step ${step} of 7, with ${grouped(loops)} ${loops === 1 ? 'loop' : 'loops'} finished. `;
  const sentences: readonly string[] = [
    `${batchSize} digits drawn at random: ${batch.labels.join(', ')}.`,
    `One timestep each, any as likely as any other, sorted here for reading: ${batch.timesteps.join(', ')}.`,
    `Fresh noise: an independent standard normal number for each of 64 pixels of ${batchSize} pictures.`,
    `Digits and noise are mixed: ${weightsOf(run)}.`,
    `The network is given xₜ and t only, and says what the noise is.`,
    lossSentence(run),
    updateSentence(run),
  ];
  return done + (sentences[step - 1] ?? '');
}
