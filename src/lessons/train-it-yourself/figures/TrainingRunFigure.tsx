/** Trains a U-Net in the reader's tab: settings, controls, film, losses, what was kept, and the way out to files. */
import { useEffect } from 'preact/hooks';
import { Figure } from '../../../components/figure/Figure.tsx';
import { countParameters, unet } from '../../../lib/nets/index.ts';
import {
  embeddingWidth,
  imageSizes,
  type TrainingSettings,
} from '../../../lib/training/settings.ts';
import { describe } from '../run/describe.ts';
import { lossRise } from '../run/runRecord.ts';
import type { TrainingRun } from '../run/trainingRun.ts';
import { useTrainingRun } from '../run/useTrainingRun.ts';
import { backendName, lossText } from '../run/words.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { Filmstrip } from './Filmstrip.tsx';
import './figures.css';
import { Guide } from './Guide.tsx';
import { KeptRun } from './KeptRun.tsx';
import { LossCharts } from './LossCharts.tsx';
import {
  autosaveText,
  backendNotice,
  FaultNotice,
  OpeningProgress,
  SavedOffer,
} from './Notices.tsx';
import { PresetChooser } from './PresetChooser.tsx';
import { RunControls } from './RunControls.tsx';
import { RunNumbers } from './RunNumbers.tsx';
import { SettingsForm } from './SettingsForm.tsx';

export default function TrainingRunFigure() {
  const run = useTrainingRun();
  useEffect(() => void run.lookForSaved(), [run]);
  useEffect(() => {
    const follow = () => void run.visibilityChanged(document.hidden);
    document.addEventListener('visibilitychange', follow);
    return () => document.removeEventListener('visibilitychange', follow);
  }, [run]);
  const record = run.record.value;
  const phase = run.phase.value;
  const kept = run.kept.value;
  return (
    <Figure
      id="training-run"
      title="Train a network in this tab"
      badge={badgeOf(run)}
      reading={describe(phase, record, run.draft.value)}
      onReset={() => void run.reset()}
    >
      <Offer run={run} />
      <PresetChooser run={run} />
      <SettingsForm run={run} />
      <RunControls run={run} />
      <FaultNotice run={run} />
      <Guide record={record} phase={phase} />
      {phase === 'opening' && <OpeningProgress opening={run.opening.value} />}
      <RunNumbers record={record} speed={run.speed.value} running={phase === 'running'} />
      <Circumstances run={run} />
      <div class="fn-watch">
        <div>
          <Filmstrip record={record} kept={kept} />
          <KeptRun run={run} />
        </div>
        <LossCharts record={record} kept={kept} steps={run.draft.value.steps} />
      </div>
      <ExportMenu run={run} />
    </Figure>
  );
}

/** Where no run is open, a run that the browser kept is offered; a fault makes its own offer. */
function Offer({ run }: { run: TrainingRun }) {
  const saved = run.saved.value;
  const phase = run.phase.value;
  const offered = saved && (phase === 'idle' || phase === 'ended') && !run.fault.value;
  return offered ? <SavedOffer run={run} saved={saved} /> : null;
}

/** So many times its lowest value, the loss has run away. */
const runaway = 10;

/** What the reader should know of the loss, the backend, and whether the run is kept. */
function Circumstances({ run }: { run: TrainingRun }) {
  const record = run.record.value;
  const autosave = run.autosave.value;
  if (!record || !run.isOpen) return null;
  const slow = backendNotice(record.backend);
  const rise = lossRise(record);
  return (
    <>
      {rise > runaway && (
        <p class="fn-problem" data-notice="runaway">
          The smoothed loss is {lossText(rise)} times its lowest value: this run has fallen apart. A
          smaller learning rate, or a longer warm-up, is the first thing to try.
        </p>
      )}
      {slow && (
        <p class="fn-note" data-notice="backend">
          {slow}
        </p>
      )}
      {autosave && (
        <p class="fn-note" data-notice="autosave">
          {autosaveText(autosave)}
        </p>
      )}
    </>
  );
}

/** The parameters of the network that a new run would train; 0 for settings that make none. */
function parametersOf({ data, base, classes }: TrainingSettings): number {
  const network = { size: imageSizes[data], channelsIn: 1, channelsOut: 1, base };
  try {
    return countParameters(
      unet({ ...network, embedding: embeddingWidth, classes: classes.length }),
    );
  } catch {
    return 0;
  }
}

function badgeOf(run: TrainingRun): string {
  const record = run.record.value;
  const count = record?.parameters ?? parametersOf(run.draft.value);
  const network = `U-Net, ${count.toLocaleString('en-US')} parameters`;
  return record
    ? `${network}, trained here on ${backendName(record.backend)}`
    : `${network}, to be trained here, in a background worker`;
}
