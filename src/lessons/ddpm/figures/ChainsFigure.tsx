/** Many chains of the trained model at once: how many steps, how much noise they add, and what comes of leaving it out. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Choices, PlayButton } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { useOnScreen, useReducedMotion } from '../../../components/figure/hooks.ts';
import { DrawTiming } from '../../../components/model/DrawTiming.tsx';
import { ModelStatus } from '../../../components/model/ModelStatus.tsx';
import { firstSeed, usePageSeed } from '../../../components/model/pageSeed.tsx';
import { type Drawing, picturesOf, useDraw } from '../../../components/model/useDraw.ts';
import { modelBadge, useShippedModel } from '../../../components/model/useShippedModel.ts';
import { PictureGridView } from '../../../components/plots/PictureGrid.tsx';
import type { DrawnFrame } from '../../../lib/compute/protocol.ts';
import type { DdpmVariance } from '../../../lib/diffusion/index.ts';
import {
  type ChainModel,
  chainClasses,
  chainModels,
  ddpmSettings,
  frameEvery,
  framesKept,
  pairDistance,
  stepChoices,
} from './chains.ts';
import { describeChains } from './describeChains.ts';
import { end, useRowPlayhead } from './useRowPlayhead.ts';
import './figures.css';

interface ChainSettings {
  readonly model: ChainModel;
  readonly steps: (typeof stepChoices)[number];
  readonly variance: DdpmVariance;
  readonly show: 'x' | 'x0';
}

const start: ChainSettings = { model: 'digits-8', steps: 50, variance: 'fixedSmall', show: 'x' };
/** How long Play takes over all that was kept. */
const playSeconds = 8;

const modelOptions = Object.entries(chainModels).map(([value, { label }]) => ({
  value: value as ChainModel,
  label,
}));
const stepOptions = stepChoices.map((steps) => ({
  value: String(steps),
  label: steps.toLocaleString('en-US'),
}));
const varianceOptions: readonly { readonly value: DdpmVariance; readonly label: string }[] = [
  { value: 'fixedSmall', label: 'small variance' },
  { value: 'fixedLarge', label: 'large variance' },
  { value: 'none', label: 'none' },
];
const showOptions = [
  { value: 'x', label: 'the pictures' },
  { value: 'x0', label: 'the clean guesses' },
] as const;

export default function ChainsFigure() {
  const { ref, onScreen } = useOnScreen<HTMLDivElement>();
  const still = useReducedMotion();
  const { seed, setSeed, seedControl } = usePageSeed();
  const [settings, setSettings] = useState(start);
  const change = (part: Partial<ChainSettings>) => setSettings((now) => ({ ...now, ...part }));
  const { model, walks, walk } = useChains(settings, seed);
  const { drawing, busy, problem, stop } = walks;
  const frames = drawing?.frames ?? [];
  const steps = drawing ? drawing.request.settings.options.steps! : settings.steps;
  const rows = framesKept(steps);
  const walked = frames.length;
  // Follows the walk to its end until the reader looks back.
  const playhead = useRowPlayhead(
    { rows, walked, seconds: playSeconds, onScreen, still: still && busy },
    end,
  );
  const { row, playing, seek, toggle } = playhead;
  const frame = frames[row];
  const reset = () => {
    setSeed(firstSeed);
    setSettings(start);
    seek(end);
  };
  return (
    <Figure
      id="ddpm-chains"
      title="Many chains at once"
      badge={modelBadge(model.state, settings.model)}
      reading={drawing && frame ? readingOf(drawing, frame) : 'Waiting for the model.'}
      onReset={reset}
    >
      <ModelStatus model={model} problem={problem} onRetry={model.reopen} />
      <SettingsRows settings={settings} change={change} />
      <div class="fn-row">
        {seedControl}
        <Choices
          legend="Show"
          value={settings.show}
          options={showOptions}
          onChange={(show) => change({ show })}
        />
      </div>
      <div ref={ref}>
        <ChainPictures drawing={drawing} frame={frame ?? null} show={settings.show} />
      </div>
      <Slider
        label="Steps walked"
        name="walked"
        role="noise"
        value={Math.max(0, row)}
        min={0}
        max={rows - 1}
        format={() => (frame ? `${frame.row + 1} of ${frame.rows}` : '0')}
        onInput={seek}
      />
      <div class="fn-row">
        <PlayButton playing={playing} label="Play again" onToggle={toggle} />
        <button type="button" class="fn-button" disabled={row <= 0} onClick={() => seek(row - 1)}>
          Step back
        </button>
        <button
          type="button"
          class="fn-button"
          disabled={row >= walked - 1}
          onClick={() => seek(row + 1)}
        >
          Step on
        </button>
        {busy && (
          <button type="button" class="fn-button" onClick={stop}>
            Stop
          </button>
        )}
        {!busy && drawing && !drawing.images && (
          <button type="button" class="fn-button" onClick={walk}>
            Walk again
          </button>
        )}
      </div>
      {drawing?.images && (
        <DrawTiming
          images={drawing.request.classes.length}
          calls={drawing.calls}
          milliseconds={drawing.milliseconds}
        />
      )}
      {busy && <progress aria-label="Steps walked" value={walked} max={rows} />}
    </Figure>
  );
}

/** The walks of these settings, started anew whenever they or the seed change, or the model is opened again. */
function useChains({ model: id, steps, variance }: ChainSettings, seed: number) {
  const model = useShippedModel(id);
  const walks = useDraw(model, 'all');
  const { draw } = walks;
  const ready = model.state.status === 'ready';
  const walk = () =>
    draw({
      classes: chainClasses(id),
      settings: ddpmSettings(steps, variance),
      seed,
      start: null,
      direction: 'toImages',
      frameEvery: frameEvery(steps),
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a walk for these settings
  useEffect(() => {
    if (ready) void walk();
  }, [ready, id, steps, variance, seed]);
  return { model, walks, walk };
}

interface SettingsRowsProps {
  readonly settings: ChainSettings;
  readonly change: (part: Partial<ChainSettings>) => void;
}

function SettingsRows({ settings, change }: SettingsRowsProps) {
  return (
    <>
      <Choices
        legend="Draw"
        value={settings.model}
        options={modelOptions}
        onChange={(model) => change({ model })}
      />
      <Choices
        legend="Steps"
        value={String(settings.steps)}
        options={stepOptions}
        onChange={(steps) => change({ steps: Number(steps) as ChainSettings['steps'] })}
      />
      <Choices
        legend="Added noise"
        value={settings.variance}
        options={varianceOptions}
        onChange={(variance) => change({ variance })}
      />
    </>
  );
}

/** Side of a chain's picture. */
const sizeOf = ({ request }: Drawing, frame: DrawnFrame): number =>
  Math.sqrt(frame.x.length / request.classes.length);

interface ChainPicturesProps {
  readonly drawing: Drawing | null;
  readonly frame: DrawnFrame | null;
  readonly show: 'x' | 'x0';
}

/** Two rows: each class above, and once more below. */
function ChainPictures({ drawing, frame, show }: ChainPicturesProps) {
  const count = drawing?.request.classes.length ?? chainClasses(start.model).length;
  const size = drawing && frame ? sizeOf(drawing, frame) : 8;
  const pictures = useMemo(
    () => (frame ? picturesOf(frame[show], size) : new Array<null>(count).fill(null)),
    [frame, show, size, count],
  );
  return (
    <PictureGridView
      name="chains"
      pictures={pictures}
      size={size}
      columns={count / 2}
      gap={size / 8}
      label={`${count} chains in two rows, each class once in either row`}
    />
  );
}

function readingOf(drawing: Drawing, frame: DrawnFrame): string {
  const { classes, settings } = drawing.request;
  const size = sizeOf(drawing, frame);
  return describeChains({
    chains: classes.length,
    things: chainModels[size === 8 ? 'digits-8' : 'fashion-32'].things,
    steps: frame.rows,
    variance: settings.options.variance!,
    walked: frame.row + 1,
    t: frame.t,
    distance: pairDistance(picturesOf(frame.x, size)),
  });
}
