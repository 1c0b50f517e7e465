/** The buttons that drive the run. Those for a run come with the first one, after the others, so that nothing moves under the reader's hand. */
import { Toggle } from '../../../components/controls/Choices.tsx';
import { ownImages } from '../../../components/data/ownImages.ts';
import type { TrainingRun } from '../run/trainingRun.ts';
import { differences, grouped } from '../run/words.ts';

/** What the first button says and does in each phase. */
function mainAction(run: TrainingRun, more: number) {
  switch (run.phase.value) {
    case 'opening':
      return { label: 'Cancel', act: () => run.pause() };
    case 'running':
      return { label: 'Pause', act: () => run.pause() };
    case 'paused':
      return { label: 'Resume', act: () => run.resume() };
    case 'finished':
      return { label: `${grouped(more)} more steps`, act: () => run.extend(more) };
    default:
      return { label: 'Start training', act: () => run.start() };
  }
}

/** Why no new run can start, as a sentence; empty when one can. */
export function startFault(run: TrainingRun): string {
  const [fault] = run.draftFaults.value.values();
  if (fault) return fault;
  return run.draft.value.data === 'own' && ownImages.value.length === 0
    ? 'There is no picture of your own yet: open the settings and draw one, or bring files.'
    : '';
}

export function RunControls({ run }: { run: TrainingRun }) {
  const phase = run.phase.value;
  const record = run.record.value;
  const open = run.isOpen;
  const more = Math.max(100, Math.round((record?.settings.steps ?? 1000) / 2));
  const main = mainAction(run, more);
  const fault = startFault(run);
  const starts = phase === 'idle' || phase === 'ended';
  const changed = open && record ? differences(run.draft.value, record.settings) : [];
  // With other settings in the form, the next thing to press is the button that uses them.
  const renewed = changed.length > 0 && phase !== 'running' && fault === '';
  const said =
    fault ||
    (changed.length > 0
      ? `Changed for a new run: ${changed.join('; ')}. “New run” starts it.`
      : run.message.value);
  return (
    <div class="fn-controls">
      <div class="fn-row">
        <button
          type="button"
          class={`fn-button fn-main-action ${renewed ? '' : 'fn-button-primary'}`}
          disabled={starts && fault !== ''}
          onClick={() => void main.act()}
        >
          {main.label}
        </button>
        <Action
          label="Step once"
          disabled={
            phase === 'running' ||
            phase === 'opening' ||
            phase === 'finished' ||
            (starts && fault !== '')
          }
          act={() => run.stepOnce()}
        />
        {record && (
          <>
            <Action label="Stop" disabled={!open} act={() => run.stop()} />
            <Action
              label="Back to step 0"
              disabled={phase === 'opening'}
              act={() => run.restart()}
            />
            <Action
              label="New run"
              primary={renewed}
              disabled={!open || fault !== ''}
              act={() => run.start()}
            />
          </>
        )}
      </div>
      <div class="fn-row fn-spread">
        <p class="fn-note fn-said" role="status">
          {run.waiting.value ? 'Waiting for the step under way …' : said}
        </p>
        <Toggle
          label="Pause while this tab is hidden"
          checked={run.pauseWhenHidden.value}
          onChange={(on) => {
            run.pauseWhenHidden.value = on;
          }}
        />
      </div>
    </div>
  );
}

interface ActionProps {
  readonly label: string;
  readonly disabled: boolean;
  readonly primary?: boolean;
  readonly act: () => Promise<void>;
}

function Action({ label, disabled, primary = false, act }: ActionProps) {
  return (
    <button
      type="button"
      class={primary ? 'fn-button fn-button-primary' : 'fn-button'}
      disabled={disabled}
      onClick={() => void act()}
    >
      {label}
    </button>
  );
}
