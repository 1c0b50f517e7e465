/** Where an exercise stands, in a word; the page around the island shows nothing of it. */
import type { ExerciseRecord } from '../../lib/progress/index.ts';

/** “Done”, “Done, with the solution seen”, “Tried”, “Begun”, or “Not begun”. */
export function stateWords({ passed, checks, answer, solutionSeen }: ExerciseRecord): string {
  if (passed) return solutionSeen ? 'Done, solution seen' : 'Done';
  if (checks > 0) return 'Tried';
  return answer ? 'Begun' : 'Not begun';
}

/** A chip. */
export function ExerciseState({ record }: { record: ExerciseRecord }) {
  return (
    <span class="fn-state" data-state={record.passed ? 'done' : 'open'}>
      {record.passed && <span aria-hidden="true">✓ </span>}
      {stateWords(record)}
    </span>
  );
}
