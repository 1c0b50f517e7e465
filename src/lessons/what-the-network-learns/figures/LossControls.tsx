/** What the reader may change in the loss-by-t figure, and how far the measurement is. */
import { Choices } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import type { ErrorView, LossSettings, Weight } from './lossSeries.ts';
import { lossSteps } from './lossSeries.ts';
import type { useLossSeries } from './useLossSeries.ts';

const viewOptions: readonly { value: ErrorView; label: string }[] = [
  { value: 'eps', label: 'noise ε' },
  { value: 'x0', label: 'picture x₀' },
  { value: 'v', label: 'velocity v' },
];

const weightOptions: readonly { value: Weight; label: string }[] = [
  { value: 'uniform', label: 'none' },
  { value: 'snr', label: 'SNR' },
  { value: 'minSnr', label: 'min-SNR' },
  { value: 'bound', label: 'the bound’s' },
];

const drawOptions = ['64', '256', '1024'].map((value) => ({ value, label: value }));

export interface LossControlsProps {
  readonly settings: LossSettings;
  readonly onSettings: (settings: LossSettings) => void;
  readonly draws: number;
  readonly onDraws: (draws: number) => void;
  readonly series: ReturnType<typeof useLossSeries>;
}

/** Choices, γ, and the progress of the measurement. */
export function LossControls({ settings, onSettings, draws, onDraws, series }: LossControlsProps) {
  const { view, weight, gamma } = settings;
  return (
    <>
      <Choices
        legend="Error in"
        value={view}
        options={viewOptions}
        onChange={(value) => onSettings({ ...settings, view: value })}
      />
      <Choices
        legend="Weight"
        value={weight}
        options={weightOptions}
        onChange={(value) => onSettings({ ...settings, weight: value })}
      />
      {weight === 'minSnr' && (
        <Slider
          label="γ, the largest weight that the picture’s error may have"
          name="gamma"
          role="prediction"
          value={gamma}
          min={1}
          max={20}
          onInput={(value) => onSettings({ ...settings, gamma: value })}
        />
      )}
      {weight === 'snr' && (
        <p class="fn-note">
          SNR(t) on the error in the picture, which is 1 on the error in the noise: the simple loss.
        </p>
      )}
      {weight === 'bound' && (
        <p class="fn-note">
          The bound’s terms are the same in whichever view the error is written.
        </p>
      )}
      <Choices
        legend="Noisy digits a step"
        value={String(draws)}
        options={drawOptions}
        onChange={(value) => onDraws(Number(value))}
      />
      <Progress series={series} />
    </>
  );
}

function Progress({ series: { parts, wanted } }: Pick<LossControlsProps, 'series'>) {
  const failed = parts.find(({ status }) => status === 'failed');
  const again = () => {
    for (const part of parts) if (part.status !== 'done' && part.status !== 'waiting') part.again();
  };
  if (failed || parts.some(({ status }) => status === 'stopped')) {
    return (
      <div class="fn-problem" role="alert">
        <span>{failed?.problem ?? 'The measurement was stopped.'}</span>
        <button type="button" class="fn-button" onClick={again}>
          Measure again
        </button>
      </div>
    );
  }
  if (!parts.some(({ status }) => status === 'running')) return null;
  const done = parts.reduce((sum, { losses }) => sum + losses.length, 0);
  return (
    <div class="fn-row">
      <progress aria-label="Measuring" value={done} max={wanted * lossSteps.length} />
      <button
        type="button"
        class="fn-button"
        onClick={() => {
          for (const part of parts) if (part.status === 'running') part.stop();
        }}
      >
        Stop measuring
      </button>
    </div>
  );
}
