/** The form of a run's settings, folded under one line that says what they are. */
import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import { OwnImagesPanel } from '../../../components/data/OwnImagesPanel.tsx';
import { ownImages, shownOwnIndex } from '../../../components/data/ownImages.ts';
import { baseUrl } from '../../../components/figure/site.ts';
import { settingDescriptions } from '../../../lib/training/settings.ts';
import { shippedSettings } from '../run/shippedModel.ts';
import type { StartWeights, TrainingRun } from '../run/trainingRun.ts';
import { runLine } from '../run/words.ts';
import { SettingField } from './SettingField.tsx';

export function SettingsForm({ run }: { run: TrainingRun }) {
  const settings = run.draft.value;
  const faults = run.draftFaults.value;
  return (
    <details class="fn-settings">
      <summary>
        <b>Settings.</b>{' '}
        <span class="fn-note">
          {faults.size > 0 ? 'Something is not right yet.' : runLine(settings)}
        </span>
      </summary>
      <div class="fn-settings-grid">
        {settingDescriptions.map((description, i) => (
          <Fragment key={description.key}>
            {i === 1 && <StartFrom run={run} />}
            <SettingField
              description={description}
              settings={settings}
              fault={faults.get(description.key)}
              onChange={(part) => {
                // A trained model knows one kind of pictures.
                if (part.data) run.startWeights.value = 'random';
                run.edit(part);
              }}
            />
          </Fragment>
        ))}
      </div>
      {settings.data === 'own' && <OwnPictures />}
    </details>
  );
}

/** Random weights, or those of the model that the course ships for this data set. */
function StartFrom({ run }: { run: TrainingRun }) {
  const [problem, setProblem] = useState('');
  const { data } = run.draft.value;
  const choose = async (weights: StartWeights) => {
    setProblem('');
    run.startWeights.value = weights;
    if (weights === 'random') return;
    try {
      run.edit(await shippedSettings(`${baseUrl}weights/`, data));
    } catch (error) {
      run.startWeights.value = 'random';
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <div class="fn-setting" data-setting="start">
      <label for="training-start">Start from</label>
      <select
        id="training-start"
        name="start"
        value={run.startWeights.value}
        onChange={(event) => void choose(event.currentTarget.value as StartWeights)}
      >
        <option value="random">random weights</option>
        <option value="shipped" disabled={data === 'own'}>
          the course’s trained model
        </option>
      </select>
      <p class="fn-note">
        Where the weights begin: at random, or where the model that comes with the course has got
        to. That choice also sets the model’s own width, classes, T, schedule and prediction.
      </p>
      {problem && (
        <p class="fn-setting-fault" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function OwnPictures() {
  const [selected, setSelected] = useState(0);
  const images = ownImages.value;
  return (
    <div class="fn-own-pictures">
      <p class="fn-note">
        {images.length === 0
          ? 'Draw at least one picture, or bring files. A dozen of one kind make a good start.'
          : `${images.length} of your own pictures to learn from, reduced to 16 by 16 pixels.`}
      </p>
      <OwnImagesPanel selected={shownOwnIndex(images, selected)} onSelect={setSelected} />
    </div>
  );
}
