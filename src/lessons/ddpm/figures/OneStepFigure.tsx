/** One DDPM step of the trained model, taken apart on a real walk over all timesteps: play, step, scrub, read the numbers. */
import { useMemo, useState } from 'preact/hooks';
import { PlayButton } from '../../../components/controls/Choices.tsx';
import { TimestepSlider } from '../../../components/controls/TimestepSlider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { useOnScreen, useReducedMotion } from '../../../components/figure/hooks.ts';
import { DrawTiming } from '../../../components/model/DrawTiming.tsx';
import { ModelStatus } from '../../../components/model/ModelStatus.tsx';
import { firstSeed, usePageSeed } from '../../../components/model/pageSeed.tsx';
import { modelBadge } from '../../../components/model/useShippedModel.ts';
import type { Pixel } from '../../../components/plots/PixelPicker.tsx';
import { ClassSelect } from './ClassSelect.tsx';
import { describeStep } from './describeStep.ts';
import { lastStep, schedule } from './modelSchedule.ts';
import { stepParts } from './oneStep.ts';
import { StepFormula } from './StepFormula.tsx';
import { StepPanels } from './StepPanels.tsx';
import { useDigitChain } from './useDigitChain.ts';
import { type EpsQuestion, useRawEps } from './useRawEps.ts';
import { type RowPlayhead, useRowPlayhead } from './useRowPlayhead.ts';
import './figures.css';

/** The digit, the place in its walk and the pixel that the figure starts with. */
const start = { digit: 3, row: 599, pixel: { row: 3, column: 4 } } as const;
/** How long Play takes over all steps. */
const playSeconds = 30;

export default function OneStepFigure() {
  const { ref, onScreen } = useOnScreen<HTMLDivElement>();
  const still = useReducedMotion();
  const { seed, setSeed, seedControl } = usePageSeed();
  const [digit, setDigit] = useState<number>(start.digit);
  const [pixel, setPixel] = useState<Pixel>(start.pixel);
  const chain = useDigitChain({ digit, seed });
  const { model, rows, timing } = chain;
  const options = {
    rows: schedule.T,
    walked: rows.length,
    seconds: playSeconds,
    onScreen,
    still,
  };
  const playhead = useRowPlayhead(options, start.row);
  const { row, playing } = playhead;
  const shown = row < 0 ? null : rows[row];
  // biome-ignore lint/correctness/useExhaustiveDependencies: earlier rows stay as they are
  const parts = useMemo(
    () => (shown ? stepParts(rows, row, seed) : null),
    [shown, row === 0 || rows[row - 1], row, seed],
  );
  const settled =
    parts !== null && !playing && (rows.length === schedule.T || row < rows.length - 1);
  const question = useMemo<EpsQuestion | null>(
    () => (settled ? { parts, y: digit } : null),
    [settled, parts, digit],
  );
  const raw = useRawEps(model, question);
  const reset = () => {
    setSeed(firstSeed);
    setDigit(start.digit);
    setPixel(start.pixel);
    playhead.seek(start.row);
  };
  return (
    <Figure
      id="ddpm-one-step"
      title="One step of the walk back, taken apart"
      badge={modelBadge(model.state)}
      reading={parts ? describeStep(parts, digit) : waitingFor(rows.length)}
      onReset={reset}
    >
      <ModelStatus model={model} problem={chain.problem} onRetry={model.reopen} />
      <div class="fn-row">
        <ClassSelect digit={digit} onChange={setDigit} />
        {seedControl}
      </div>
      <StepPanels parts={parts} raw={raw?.epsPred ?? null} pixel={pixel} onPick={setPixel} />
      <div ref={ref}>
        <TimestepSlider
          t={lastStep - Math.max(0, row)}
          lastStep={lastStep}
          onInput={(t) => playhead.seek(lastStep - t)}
        />
      </div>
      <Transport playhead={playhead} walked={rows.length} />
      {timing ? (
        <DrawTiming images={1} calls={timing.calls} milliseconds={timing.milliseconds} />
      ) : (
        <Progress walked={rows.length} />
      )}
      {parts && <StepFormula parts={parts} raw={raw?.epsPred ?? null} pixel={pixel} />}
    </Figure>
  );
}

const waitingFor = (walked: number): string =>
  walked === 0
    ? 'Waiting for the model to take its first step.'
    : 'Waiting for the model to come to this step.';

function Transport({ playhead, walked }: { playhead: RowPlayhead; walked: number }) {
  const { row, playing, seek, toggle } = playhead;
  return (
    <div class="fn-row">
      <PlayButton playing={playing} label="Play from noise to digit" onToggle={toggle} />
      <button type="button" class="fn-button" disabled={row <= 0} onClick={() => seek(row - 1)}>
        One step back
      </button>
      <button
        type="button"
        class="fn-button"
        disabled={row < 0 || row >= walked - 1}
        onClick={() => seek(row + 1)}
      >
        One step on
      </button>
      <button type="button" class="fn-button" disabled={walked === 0} onClick={() => seek(0)}>
        To the start
      </button>
      <button
        type="button"
        class="fn-button"
        disabled={walked === 0}
        onClick={() => seek(walked - 1)}
      >
        To the end
      </button>
    </div>
  );
}

/** How far the walk has come; what is there can be scrubbed already. */
function Progress({ walked }: { walked: number }) {
  if (walked === 0) return null;
  return (
    <div class="fn-progress">
      <p class="fn-note">
        Walked {walked} of {schedule.T} steps; you can look at them already.
      </p>
      <progress aria-label="Steps walked" value={walked} max={schedule.T} />
    </div>
  );
}
