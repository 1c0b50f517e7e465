/** The loss of the run: over the steps, and by noise level; with the kept run's beside it. */
import { useState } from 'preact/hooks';
import { Toggle } from '../../../components/controls/Choices.tsx';
import { PlotView } from '../../../components/plots/PlotView.tsx';
import type { TrainingSettings } from '../../../lib/training/settings.ts';
import { lastLoss, type RunRecord } from '../run/runRecord.ts';
import { grouped, lossesCompare, lossText } from '../run/words.ts';
import { drawLoss, lossHeight } from './drawLoss.ts';
import { drawLossByNoise, noiseHeight } from './drawLossByNoise.ts';

export interface LossChartsProps {
  readonly record: RunRecord | null;
  readonly kept: RunRecord | null;
  /** The steps that the run will make, for the axis while there is no run. */
  readonly steps: number;
}

/** Whether answering zero everywhere has a mean squared error of 1: that is so for the noise, counted alike at each t. */
const silenceIsOne = ({ prediction, weighting }: TrainingSettings) =>
  prediction === 'eps' && weighting === 'uniform';

export function LossCharts({ record, kept, steps }: LossChartsProps) {
  const [logarithmic, setLogarithmic] = useState(false);
  const shown = kept && kept !== record ? kept : null;
  const silence = record && !silenceIsOne(record.settings) ? null : 1;
  const end = Math.max(record?.settings.steps ?? steps, shown?.step ?? 0);
  return (
    <div class="fn-losses">
      <div class="fn-row fn-spread">
        <Legend kept={shown !== null} silence={silence !== null} />
        <Toggle label="Logarithmic" checked={logarithmic} onChange={setLogarithmic} />
      </div>
      <PlotView
        name="loss"
        height={lossHeight}
        label={lossLabel(record, shown)}
        draw={(plot, width) =>
          drawLoss(plot, width, {
            history: record?.history ?? null,
            kept: shown?.history ?? null,
            steps: end,
            logarithmic,
            silence,
          })
        }
      />
      {shown && record && !lossesCompare(record.settings, shown.settings) && (
        <p class="fn-note">
          Mind the scale: these two runs are asked different questions, so the lower loss is not the
          better one. Judge by the pictures.
        </p>
      )}
      <p class="fn-panel-title fn-left">
        By noise level <span class="fn-note">(mean of the latest examples, unweighted)</span>
      </p>
      <PlotView
        name="loss-by-noise"
        height={noiseHeight}
        label={noiseLabel(record)}
        draw={(plot, width) =>
          drawLossByNoise(plot, width, {
            now: errorsOf(record),
            kept: shown ? errorsOf(shown) : null,
            logarithmic,
          })
        }
      />
    </div>
  );
}

const errorsOf = (record: RunRecord | null) => ({
  byNoise: record?.history.byNoise ?? [],
  T: record?.settings.T ?? 1000,
});

function Legend({ kept, silence }: { kept: boolean; silence: boolean }) {
  return (
    <ul class="fn-legend">
      <li>
        <span class="fn-swatch fn-swatch-raw" /> loss
      </li>
      <li>
        <span class="fn-swatch role-prediction" /> smoothed
      </li>
      {silence && (
        <li>
          <span class="fn-swatch fn-swatch-dashed role-noise" /> answering “no noise”: 1
        </li>
      )}
      {kept && (
        <li>
          <span class="fn-swatch fn-swatch-dashed" /> the kept run
        </li>
      )}
    </ul>
  );
}

function lossLabel(record: RunRecord | null, kept: RunRecord | null): string {
  if (!record || record.history.steps.length === 0) return 'The loss over the steps: empty so far.';
  const first = record.history.losses[0]!;
  const other = kept
    ? ` The kept run’s smoothed loss ended at ${lossText(lastLoss(kept))}, at step ${grouped(kept.step)}.`
    : '';
  return `The loss over ${grouped(record.step)} steps: ${lossText(first)} at first, smoothed ${lossText(lastLoss(record))} now.${other}`;
}

function noiseLabel(record: RunRecord | null): string {
  const errors = record ? Array.from(record.history.byNoise) : [];
  if (!errors.some(Number.isFinite)) return 'The squared error by noise level: empty so far.';
  const text = errors
    .map((error) => (Number.isFinite(error) ? lossText(error) : 'none'))
    .join(', ');
  return `The squared error in ${errors.length} equal ranges of t, from little noise to much: ${text}.`;
}
