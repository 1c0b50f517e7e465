/** Sixteen images of one class, drawn anew while the guidance scale moves. */
import { useEffect, useState } from 'preact/hooks';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { DrawTiming } from '../../../components/model/DrawTiming.tsx';
import { ModelStatus } from '../../../components/model/ModelStatus.tsx';
import { firstSeed, usePageSeed } from '../../../components/model/pageSeed.tsx';
import { type Drawing, picturesOf, plainDraw, useDraw } from '../../../components/model/useDraw.ts';
import { modelBadge, useShippedModel } from '../../../components/model/useShippedModel.ts';
import { PictureGridView } from '../../../components/plots/PictureGrid.tsx';
import './figures.css';
import { ClassSelect, imageOf, ModelChoice, type ModelId, sizeOf } from './models.tsx';
import { pictureNumbers } from './pictureNumbers.ts';
import { scaleText } from './words.ts';

const images = 16;
const columns = 8;
const steps = 25;
/** Every step is shown: the picture answers at the first, then refines. */
const frameEvery = 1;
const largestScale = 15;
const start = { cls: 3, avoid: null, scale: 3 } as const;

interface Choice {
  readonly cls: number;
  readonly avoid: number | null;
  readonly scale: number;
}

export default function GuidanceGridFigure() {
  const [id, setId] = useState<ModelId>('digits-8');
  const [choice, setChoice] = useState<Choice>(start);
  const { seed, setSeed, seedControl } = usePageSeed();
  const model = useShippedModel(id);
  const walk = useDraw(model, 'last');
  const { cls, avoid, scale } = choice;
  const ready = model.state.status === 'ready';
  const change = (part: Partial<Choice>) => setChoice((now) => ({ ...now, ...part }));

  const draw = () =>
    walk.draw({
      classes: new Array<number>(images).fill(cls),
      settings: { ...plainDraw, options: { steps }, guidanceScale: scale, avoid },
      seed,
      start: null,
      direction: 'toImages',
      frameEvery,
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: draws anew when what is asked for changes, and stops for a new model
  useEffect(() => {
    if (ready) void draw();
    else walk.stop();
  }, [ready, id, cls, avoid, scale, seed]);

  const drawing = drawingOf(walk.drawing, sizeOf(id));
  return (
    <Figure
      id="cfg-grid"
      title="Turn the scale"
      badge={modelBadge(model.state, id)}
      reading={describe(id, drawing)}
      onReset={() => {
        setId('digits-8');
        setChoice(start);
        setSeed(firstSeed);
      }}
    >
      <ModelStatus model={model} problem={walk.problem} onRetry={model.reopen} />
      <div class="fn-row">
        <ModelChoice id={id} onChange={setId} />
        <ClassSelect
          id={id}
          label="Class"
          name="class"
          value={cls}
          onChange={(next) => change({ cls: next!, ...(next === avoid ? { avoid: null } : {}) })}
        />
        <ClassSelect
          id={id}
          label="Class to avoid"
          name="avoid"
          value={avoid}
          none="none"
          without={cls}
          onChange={(next) => change({ avoid: next })}
        />
        {seedControl}
      </div>
      <Slider
        label="Guidance scale w"
        name="scale"
        role="condition"
        value={scale}
        min={0}
        max={largestScale}
        step={0.5}
        format={scaleText}
        onInput={(next) => change({ scale: next })}
      />
      <Grid drawing={drawing} size={sizeOf(id)} label={describe(id, drawing)} />
      {drawing?.images && (
        <DrawTiming images={images} calls={drawing.calls} milliseconds={drawing.milliseconds} />
      )}
    </Figure>
  );
}

/** The walk, when it is one of images of this size: after a change of model the old one may still be there. */
function drawingOf(drawing: Drawing | null, size: number): Drawing | null {
  const latest = drawing?.frames.at(-1);
  return latest && latest.x0.length === images * size * size ? drawing : null;
}

/** The finished images, or the latest predicted x0. */
const shownOf = ({ images: done, frames }: Drawing): Float32Array => done ?? frames.at(-1)!.x0;

interface GridProps {
  readonly drawing: Drawing | null;
  readonly size: number;
  readonly label: string;
}

function Grid({ drawing, size, label }: GridProps) {
  if (!drawing) return <div class="fn-cfg-empty" data-cells={columns} />;
  const { frames } = drawing;
  const { row, rows } = frames.at(-1)!;
  return (
    <div class="fn-cfg-grid">
      <PictureGridView
        name="grid"
        pictures={picturesOf(shownOf(drawing), size)}
        size={size}
        columns={columns}
        gap={1}
        label={label}
      />
      <progress
        aria-label="Steps of the walk"
        value={drawing.images ? rows : row + 1}
        max={rows}
        data-done={drawing.images ? 'true' : 'false'}
      />
    </div>
  );
}

/** What the guided walk mixes, in words. */
function askedFor(id: ModelId, { scale, avoid, cls }: Choice): string {
  const image = imageOf(id, cls);
  if (scale === 0) return avoid === null ? 'no class at all' : `${imageOf(id, avoid)} and no more`;
  if (scale === 1) return `${image}, without guidance`;
  return avoid === null ? `${image}` : `${image} and not ${imageOf(id, avoid)}`;
}

function describe(id: ModelId, drawing: Drawing | null): string {
  if (!drawing) return 'Waiting for the model.';
  const { settings, classes } = drawing.request;
  const { guidanceScale: scale, avoid } = settings;
  const asked = askedFor(id, { scale, avoid, cls: classes[0]! });
  const { row, rows } = drawing.frames.at(-1)!;
  const walk = `w = ${scaleText(scale)}, asked for ${asked}`;
  if (!drawing.images) return `${walk}: step ${row + 1} of ${rows}, the predicted clean images.`;
  const { variety } = pictureNumbers(drawing.images, sizeOf(id) ** 2);
  return (
    `${walk}: sixteen images of ${rows} steps. They differ from their mean picture by ${variety.toFixed(2)} a pixel ` +
    '(root mean square).'
  );
}
