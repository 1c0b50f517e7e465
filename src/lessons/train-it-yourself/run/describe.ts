/** What the training figure shows now, in words; while it trains, only every tenth of the way. */

import type { TrainingSettings } from '../../../lib/training/settings.ts';
import type { Phase, RunRecord } from './runRecord.ts';
import { lastLoss } from './runRecord.ts';
import { grouped, lossText, runLine } from './words.ts';

/** The smoothed loss at a step or, where the history is thinned, at the next one that it has. */
function lossAt({ history }: RunRecord, step: number): number {
  const index = history.steps.findIndex((at) => at >= step);
  return history.smoothed[index] ?? Number.NaN;
}

function lossSentence(record: RunRecord): string {
  const first = record.history.losses[0];
  if (first === undefined) return 'No step was made yet.';
  return `The smoothed loss is ${lossText(lastLoss(record))}; the first was ${lossText(first)}.`;
}

/** While training: the last tenth that was passed, so that the sentence changes ten times a run and not at each step. */
function milestone(record: RunRecord): string {
  const { steps } = record.settings;
  const tenth = Math.floor((10 * record.step) / steps);
  if (tenth === 0) return `Training, ${grouped(steps)} steps to make.`;
  const step = Math.ceil((tenth * steps) / 10);
  const loss = lossAt(record, step);
  const after = Number.isFinite(loss) ? `, with a smoothed loss of ${lossText(loss)}` : '';
  return `Training: past step ${grouped(step)} of ${grouped(steps)}${after}.`;
}

/** One or two sentences for the reading below the figure. */
export function describe(phase: Phase, record: RunRecord | null, draft: TrainingSettings): string {
  if (phase === 'opening') return 'The run is being made ready.';
  if (!record) return `No run yet. The next one: ${runLine(draft)}.`;
  if (phase === 'running') return milestone(record);
  const place = `step ${grouped(record.step)} of ${grouped(record.settings.steps)}`;
  const frames = `${record.film.length} ${record.film.length === 1 ? 'frame' : 'frames'} of samples`;
  const what = {
    paused: 'Paused at',
    finished: 'All steps are made,',
    ended: 'Ended at',
    idle: 'At',
  }[phase];
  return `${what} ${place}. ${lossSentence(record)} The film has ${frames}.`;
}
