/** Noise as an address: images drawn from the noises between two noises, along the sphere or straight through it. */
import { useMemo, useState } from 'preact/hooks';
import { Choices } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { DrawTiming } from '../../../components/model/DrawTiming.tsx';
import { ModelStatus } from '../../../components/model/ModelStatus.tsx';
import { firstSeed, usePageSeed } from '../../../components/model/pageSeed.tsx';
import {
  type DrawRequest,
  picturesOf,
  plainDraw,
  useDraw,
} from '../../../components/model/useDraw.ts';
import { modelBadge, useShippedModel } from '../../../components/model/useShippedModel.ts';
import { PictureGridView } from '../../../components/plots/PictureGrid.tsx';
import { PixelPanel } from '../../../components/plots/PixelCanvas.tsx';
import { noisesBetween, shareAt, sizeOf, stopCount, type Way } from './between.ts';
import './figures.css';
import { ClassSelect } from './ClassSelect.tsx';
import { className, type ModelId, modelOf, models, nullClass } from './models.ts';
import { isDone, useWalks } from './useWalks.ts';

const steps = 25;
/** Noise is drawn from −3 standard deviations (black) to 3 (white). */
const noiseRange = 3;

interface Settings {
  readonly id: ModelId;
  readonly label: number;
  readonly way: Way;
  readonly stop: number;
}

const startSettings: Settings = { id: 'digits-8', label: 3, way: 'sphere', stop: 5 };

const ways = [
  { value: 'sphere', label: 'along the sphere' },
  { value: 'straight', label: 'straight' },
] as const;

const empty: readonly null[] = Array.from({ length: stopCount }, () => null);

export default function InterpolateFigure() {
  const { seed, setSeed, seedControl } = usePageSeed();
  const [settings, setSettings] = useState(startSettings);
  const change = (part: Partial<Settings>) => setSettings((now) => ({ ...now, ...part }));
  const { id, label, way, stop } = settings;
  const { size } = modelOf(id);
  const model = useShippedModel(id);
  const draw = useDraw(model);
  const noises = useMemo(() => noisesBetween(seed, size * size, way), [seed, size, way]);
  const request = useMemo<DrawRequest>(
    () => ({
      classes: Array.from({ length: stopCount }, () => label),
      settings: { ...plainDraw, options: { steps } },
      seed,
      start: noises,
      direction: 'toImages',
      frameEvery: 1,
    }),
    [label, noises, seed],
  );
  const { again } = useWalks(model, [{ draw, request }]);
  const { drawing } = draw;
  const current = drawing !== null && drawing.request.start?.length === noises.length;
  const shown = (current && (drawing.images ?? drawing.frames.at(-1)?.x)) || null;
  const pictures = useMemo(() => (shown ? picturesOf(shown, size) : empty), [shown, size]);
  const noise = noises.subarray(stop * size * size, (stop + 1) * size * size);
  const done = isDone(draw, request);
  const reset = () => {
    setSettings(startSettings);
    setSeed(firstSeed);
  };
  return (
    <Figure
      id="ddim-interpolate"
      title="Between two noises"
      badge={modelBadge(model.state, id)}
      reading={describe(settings, seed, sizeOf(noise), done)}
      onReset={reset}
    >
      <ModelStatus model={model} problem={draw.problem} onRetry={again} />
      <div class="fn-row">
        <Choices
          legend="Model"
          value={id}
          options={models}
          onChange={(next) => change({ id: next })}
        />
        <ClassSelect id={id} value={label} onChange={(next) => change({ label: next })} />
        {seedControl}
      </div>
      <Choices
        legend="Way between the noises"
        value={way}
        options={ways}
        onChange={(next) => change({ way: next })}
      />
      <div class="fn-ddim-row">
        <PictureGridView
          name="row"
          pictures={pictures}
          size={size}
          columns={stopCount}
          gap={size / 8}
          label={`${stopCount} images, from the first noise on the left to the second on the right`}
        />
      </div>
      <Slider
        label="Way from the first noise to the second"
        name="stop"
        role="noise"
        value={stop}
        min={0}
        max={stopCount - 1}
        format={(at) => `${Math.round(100 * shareAt(at))} %`}
        onInput={(next) => change({ stop: next })}
      />
      <div class="fn-panels fn-ddim-two">
        <PixelPanel
          name="noise"
          title="the noise"
          pixels={noise.map((value) => value / noiseRange)}
          size={size}
          label="The noise at this place"
          detail={`root mean square ${sizeOf(noise).toFixed(2)}`}
        />
        <PixelPanel
          name="image"
          title="the image"
          pixels={pictures[stop] ?? null}
          size={size}
          label={pictures[stop] ? 'The image drawn from it' : 'No image yet'}
          detail={done ? `${steps} DDIM steps` : 'being drawn'}
        />
      </div>
      {done && drawing && (
        <DrawTiming images={stopCount} calls={drawing.calls} milliseconds={drawing.milliseconds} />
      )}
    </Figure>
  );
}

function describe({ id, label, way, stop }: Settings, seed: number, size: number, done: boolean) {
  const told = label === nullClass ? 'told no class' : `told ${className(id, label)}`;
  const along = way === 'sphere' ? 'along the sphere' : 'in a straight line';
  const here =
    `From the noise of seed ${seed} to that of seed ${seed + 1}, ${along}, ${told}. ` +
    `${Math.round(100 * shareAt(stop))} % of the way, the noise has a root mean square of ${size.toFixed(2)}`;
  return done ? `${here}.` : `${here}. The images are being drawn.`;
}
