/** The training loop in seven steps, on a real batch, with a network that really learns. */
import { LoadStatus } from '../../../components/data/LoadStatus.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { PlotView } from '../../../components/plots/PlotView.tsx';
import { BatchView } from './BatchView.tsx';
import { useTrainingDigits } from './digits.ts';
import { drawLossCurve, smoothingWindow } from './drawLossCurve.ts';
import './figures.css';
import { describeRun, stepNames } from './describeRun.ts';
import { smoothed } from './trainingRun.ts';
import { type Run, useTrainingRun } from './useTrainingRun.ts';

const manyLoops = 500;

export default function TrainingStepsFigure() {
  const { images, data } = useTrainingDigits();
  const training = useTrainingRun(data);
  const { run } = training;
  return (
    <Figure
      id="training-steps"
      title="The training loop, step by step"
      badge={badgeOf(run)}
      reading={run ? describeRun(run) : 'Waiting for the digits.'}
      onReset={training.reset}
    >
      <LoadStatus images={images} title="the training digits" />
      <StepList step={run?.step ?? 0} />
      {run && <BatchView run={run} />}
      <Buttons training={training} />
      {run && <LossCurve run={run} />}
    </Figure>
  );
}

/** The network's exact size, once there is one. */
function badgeOf(run: Run | null): string {
  const size = run ? `${run.network.parameters.length.toLocaleString('en-US')}-parameter` : 'small';
  return `${size} network, trained here, in a background worker, plain JavaScript`;
}

function StepList({ step }: { step: number }) {
  return (
    <ol class="fn-steps">
      {stepNames.map((name, i) => (
        <li key={name} aria-current={i + 1 === step ? 'step' : undefined} data-done={i + 1 <= step}>
          <span class="fn-step-number">{i + 1}</span> {name}
        </li>
      ))}
    </ol>
  );
}

function Buttons({ training }: { training: ReturnType<typeof useTrainingRun> }) {
  const { run, busy, problem } = training;
  const off = !run || busy !== null;
  const next = run ? (run.step % stepNames.length) + 1 : 1;
  return (
    <>
      <div class="fn-row">
        <button
          type="button"
          class="fn-button fn-button-primary"
          disabled={off}
          onClick={training.step}
        >
          Next step: {next}
        </button>
        <button type="button" class="fn-button" disabled={off} onClick={training.loop}>
          Run the whole loop once
        </button>
        <button
          type="button"
          class="fn-button"
          disabled={off}
          onClick={() => training.train(manyLoops)}
        >
          Train {manyLoops} loops
        </button>
      </div>
      {busy !== null && busy !== 'step' && (
        <div class="fn-row">
          <progress aria-label="Training" value={busy.done} max={busy.total} />
          <span class="fn-note">
            {busy.done} of {busy.total} loops
          </span>
          <button type="button" class="fn-button" onClick={training.stop}>
            Stop training
          </button>
        </div>
      )}
      {problem && (
        <div class="fn-problem" role="alert">
          <span>{problem}</span>
          {!run && (
            <button type="button" class="fn-button" onClick={training.reset}>
              Try again
            </button>
          )}
        </div>
      )}
    </>
  );
}

function LossCurve({ run: { losses } }: { run: Run }) {
  const mean = smoothed(losses, smoothingWindow).at(-1);
  const label =
    mean === undefined
      ? 'The loss over training loops: empty, since no loop is finished yet.'
      : `The loss over ${losses.length} training loops. The mean of the last ${Math.min(losses.length, smoothingWindow)} is ${mean.toFixed(3)}; 1 would be predicting no noise at all.`;
  return (
    <div>
      <p class="fn-panel-title fn-left">
        Loss of every loop <span class="fn-note">(thick: mean of the last {smoothingWindow})</span>
      </p>
      <PlotView
        name="loss-curve"
        height={200}
        label={label}
        draw={(plot, width) => drawLossCurve(plot, width, losses)}
      />
    </div>
  );
}
