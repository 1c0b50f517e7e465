/** A step of the walk in a sentence or three. */
import { nullClass } from './ClassSelect.tsx';
import { rms, rmsDifference, type StepParts } from './oneStep.ts';
import { three } from './words.ts';

/** How a sentence names what the network was told. */
const toldWords = (digit: number): string =>
  digit === nullClass ? 'not told which digit' : `told “${digit}”`;

/** What the pictures show at this step. */
export function describeStep(parts: StepParts, digit: number): string {
  const { step, xt, x0, mean, next } = parts;
  const place = `t = ${step.t}, ${toldWords(digit)}.`;
  const guess = `The clean guess has size ${three(rms(x0))} a pixel.`;
  const towards = `The mean lies ${three(rmsDifference(xt, mean))} a pixel from the noisy picture`;
  if (step.noise === 0) {
    return `${place} ${guess} The last step adds no noise: the mean is the digit.`;
  }
  const pushed = `the fresh noise moves it by ${three(rmsDifference(mean, next))}.`;
  return `${place} ${guess} ${towards}; ${pushed} (All are root mean squares.)`;
}
