/** Asks how many predictions a guided walk needs: two a step (Ho and Salimans 2022, algorithm 2). */
import { spacedTimesteps } from '../../../../lib/diffusion/index.ts';
import type { NumberExercise } from '../../../../lib/exercises/index.ts';

const T = 1000;
const steps = spacedTimesteps(T, 25, 'trailing').length;
const questions = ['told the class', 'told no class'].length;

const exercise: NumberExercise = {
  kind: 'number',
  unit: 'predictions',
  right: questions * steps,
  within: 0,
  because: 'Two questions a step, whatever w is, as long as it is neither 0 nor 1.',
  slips: [
    {
      value: steps,
      within: 0,
      called: 'That is a walk without guidance. How many questions does a guided step ask?',
    },
    {
      value: 3 * steps,
      within: 0,
      called:
        'That is three a step. The scale is a factor and asks nothing, and the difference is no question of its own.',
    },
    {
      value: steps + 1,
      within: 0,
      called:
        'The prediction without the class changes with x_t, so it must be asked for at every step.',
    },
    {
      value: questions * T,
      within: 0,
      called: 'That is two for every timestep of the schedule. DDIM visits only some of them.',
    },
    {
      value: T,
      within: 0,
      called: 'That is one for every timestep of the schedule. DDIM visits only some of them.',
    },
  ],
};

export default exercise;
