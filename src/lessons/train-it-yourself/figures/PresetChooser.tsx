/** Sets up the first run or an experiment with one click: here, or from a link in the prose. */
import { useEffect } from 'preact/hooks';
import { type Preset, presetOf, presetSettings, presets } from '../presets.ts';
import type { TrainingRun } from '../run/trainingRun.ts';

/** Puts a preset's settings into the form; the seed stays. */
export function applyPreset(run: TrainingRun, preset: Preset): void {
  run.startWeights.value = 'random';
  run.edit({ ...presetSettings(preset), seed: run.draft.value.seed });
}

export function PresetChooser({ run }: { run: TrainingRun }) {
  useLinkedPreset(run);
  const current = presetOf(run.draft.value);
  return (
    <div>
      <fieldset class="fn-choices">
        <legend>Set up</legend>
        {presets.map((preset) => (
          <label class="fn-choice" id={preset.id} key={preset.id}>
            <input
              type="radio"
              name="preset"
              value={preset.id}
              checked={preset === current}
              onChange={() => applyPreset(run, preset)}
            />
            <span>{preset.label}</span>
          </label>
        ))}
      </fieldset>
      <p class="fn-note fn-look-for">
        {current
          ? current.lookFor
          : 'Settings of your own. Change one thing at a time, and compare.'}
      </p>
    </div>
  );
}

/** Follows links to `#try-…`, and the address that the page was opened with. */
function useLinkedPreset(run: TrainingRun): void {
  useEffect(() => {
    const follow = (hash: string) => {
      const preset = presets.find(({ id }) => `#${id}` === hash);
      if (preset) applyPreset(run, preset);
    };
    const onClick = (event: MouseEvent) => {
      const link =
        event.target instanceof Element ? event.target.closest('a[href^="#try-"]') : null;
      if (link) follow(link.getAttribute('href')!);
    };
    follow(location.hash);
    document.addEventListener('click', onClick);
    return () => document.removeEventListener('click', onClick);
  }, [run]);
}
