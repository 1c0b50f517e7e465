/** Asks what twice the network calls do to the error of a method of order 2. */
import { makeCosineSchedule, samplers } from '../../../../lib/diffusion/index.ts';
import type { NumberExercise } from '../../../../lib/exercises/index.ts';

const error = 0.08;
const calls = 100;

/** An error of so much, after twice the calls, for an order. */
const afterTwice = (order: number): number => error / 2 ** order;

/** How many network calls a step of the library's sampler takes: the last step of Heun's is Euler's. */
const schedule = makeCosineSchedule({ T: 1000 });
const callsOf = (name: 'euler' | 'heun', steps: number): number =>
  Math.ceil(samplers[name].make(schedule, { steps }).length / steps);
const [ofEuler, ofHeun] = [callsOf('euler', calls / 2), callsOf('heun', calls / 2)];

const exercise: NumberExercise = {
  kind: 'number',
  right: afterTwice(2),
  within: 0.0005,
  because: `Heun’s ${calls / ofHeun} steps become ${(2 * calls) / ofHeun}, and twice the steps are a quarter of the error at order 2.`,
  slips: [
    {
      value: afterTwice(1),
      within: 0.0005,
      called: `That is Euler’s error, from ${calls / ofEuler} steps to ${(2 * calls) / ofEuler}: at order 1, twice the steps are half the error.`,
    },
    {
      value: error,
      within: 0.0005,
      called:
        'That is the error it had. Heun asks twice a step before and after, so it too takes twice as many steps now.',
    },
    {
      value: afterTwice(3),
      within: 0.0005,
      called: 'That would be order 3, with an eighth of the error.',
    },
    {
      value: afterTwice(4),
      within: 0.0005,
      called: 'That divides by four twice; the steps have doubled only once.',
    },
    {
      value: error ** 2,
      within: 0.0002,
      called: 'That squares the error. The order is the power of the number of steps.',
    },
    {
      value: error - (error - afterTwice(1)) / 2,
      within: 0.0005,
      called: 'That is a fall by a quarter; it must fall to a quarter.',
    },
  ],
};

export default exercise;
