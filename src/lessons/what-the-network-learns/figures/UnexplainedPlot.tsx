/** Measures and shows which part of each target even the ideal denoiser cannot know at each t. */
import { useMemo } from 'preact/hooks';
import { PlotView } from '../../../components/plots/PlotView.tsx';
import type { ImageDataset } from '../../../lib/datasets/index.ts';
import { digitLevels, digitPixels, schedule } from './digits.ts';
import { drawUnexplained, pixelVariance, unexplainedShare } from './drawUnexplained.ts';
import { useEver, useMeasurement } from './useMeasurement.ts';

/** The steps measured, and how many noisy digits at each. */
export const unexplainedSteps: readonly number[] = [
  0, 40, 80, 110, 140, 170, 200, 230, 260, 300, 340, 380, 420, 470, 520, 580, 650, 750, 870, 999,
];
export const unexplainedDraws = 300;

export interface UnexplainedPlotProps {
  readonly data: ImageDataset | null;
  readonly t: number;
  /** Whether the figure is on screen: the measurement starts at the first time. */
  readonly wanted: boolean;
}

/** A plot that fills in while the worker measures. */
export function UnexplainedPlot({ data, t, wanted }: UnexplainedPlotProps) {
  const seen = useEver(wanted);
  const request = useMemo(() => (seen && data ? requestFor(data) : null), [seen, data]);
  const measured = useMeasurement('idealLoss', request);
  const variance = useMemo(() => (data ? pixelVariance(data.images, digitPixels) : 1), [data]);
  const shares = useMemo(
    () => measured.losses.map((loss) => unexplainedShare(loss, variance)),
    [measured.losses, variance],
  );
  const worst = shares.reduce((most, share) => Math.max(most, share.eps), 0);
  return (
    <div>
      <p class="fn-panel-title fn-left">
        What the ideal denoiser cannot know: share of variance unexplained
      </p>
      <PlotView
        name="unexplained"
        height={250}
        label={`Curves over t of the unexplained share of variance, ${shares.length} steps measured. For the clean picture and the velocity it rises to all of it; for the noise it is at most ${Math.round(100 * worst)} %.`}
        draw={(plot, width) => drawUnexplained(plot, width, shares, t)}
      />
      {measured.status === 'failed' ? (
        <div class="fn-problem" role="alert">
          <span>{measured.problem}</span>
          <button type="button" class="fn-button" onClick={measured.again}>
            Try again
          </button>
        </div>
      ) : (
        <p class="fn-note">
          Measured on {unexplainedDraws} noisy training digits at each of {unexplainedSteps.length}{' '}
          steps
          {measured.status === 'running' && `, ${shares.length} done`}. The score has ε’s curve.
        </p>
      )}
    </div>
  );
}

function requestFor(data: ImageDataset) {
  return {
    data: data.images,
    count: data.count,
    dim: digitPixels,
    clean: data.images,
    betas: schedule.betas,
    timesteps: unexplainedSteps,
    draws: unexplainedDraws,
    bins: digitLevels,
    seed: 1,
  };
}
