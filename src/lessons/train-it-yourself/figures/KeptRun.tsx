/** The run that stays on show to compare with: what it was, and buttons to keep another or to drop it. */
import type { TrainingRun } from '../run/trainingRun.ts';
import { differences, grouped, runLine } from '../run/words.ts';

export function KeptRun({ run }: { run: TrainingRun }) {
  const record = run.record.value;
  const kept = run.kept.value;
  const changed = kept && record ? differences(record.settings, kept.settings) : [];
  const comparing = kept !== null && kept !== record;
  return (
    <div class="fn-kept">
      <div class="fn-row">
        {record && record.film.length > 0 && kept !== record && (
          <button type="button" class="fn-button" onClick={() => run.keep()}>
            {kept ? 'Compare with this run instead' : 'Keep this run to compare'}
          </button>
        )}
        {kept && (
          <button type="button" class="fn-button" onClick={() => run.dropKept()}>
            Drop the kept run
          </button>
        )}
      </div>
      {kept && (
        <p class="fn-note">
          Kept: {runLine(kept.settings)}, up to step {grouped(kept.step)}.{' '}
          {!comparing && 'Start a new run, and the two stand side by side.'}
          {comparing && changed.length > 0 && `This run: ${changed.join('; ')}.`}
          {comparing && changed.length === 0 && 'This run has the same settings and the same seed.'}
        </p>
      )}
    </div>
  );
}
