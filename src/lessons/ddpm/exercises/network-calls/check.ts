/** Asks how often the network runs: once a step and batch. */
import { makeCosineSchedule, makeDdpmTable } from '../../../../lib/diffusion/index.ts';
import type { NumberExercise } from '../../../../lib/exercises/index.ts';

const [pictures, batch, steps] = [100, 50, 250];
const schedule = makeCosineSchedule({ T: 1000 });
/** One row of the table is one question to the network. */
const asked = makeDdpmTable(schedule, { steps }).length;
const batches = pictures / batch;

const exercise: NumberExercise = {
  kind: 'number',
  unit: 'runs',
  right: batches * asked,
  within: 0,
  because: `${batches} batches take ${asked} runs each, one a step.`,
  slips: [
    {
      value: pictures * asked,
      within: 0,
      called: 'That counts every picture by itself; a run serves all the pictures of a batch.',
    },
    {
      value: batch * asked,
      within: 0,
      called: `You multiplied by the ${batch} pictures of a batch; how many batches are there?`,
    },
    {
      value: asked,
      within: 0,
      called: `That is one batch; it takes ${batches} batches to draw ${pictures} digits.`,
    },
    {
      value: batches * schedule.T,
      within: 0,
      called: `That is for all ${schedule.T} timesteps; this walk visits ${steps} of them.`,
    },
    {
      value: batches * (asked - 1),
      within: 0,
      called: 'The last step adds no noise, but it does ask the network: count it, too.',
    },
    {
      value: batches,
      within: 0,
      called: 'That is the number of batches; each of them takes a run at every step.',
    },
  ],
};

export default exercise;
