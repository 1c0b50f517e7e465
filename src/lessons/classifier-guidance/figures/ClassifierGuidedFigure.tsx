/** Digits of an unconditional walk, steered to a class by a classifier: the same noise at any scale, read by two classifiers. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { Choices } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { DrawTiming } from '../../../components/model/DrawTiming.tsx';
import { ModelStatus } from '../../../components/model/ModelStatus.tsx';
import { firstSeed, usePageSeed } from '../../../components/model/pageSeed.tsx';
import {
  type Draw,
  type Drawing,
  type DrawRequest,
  picturesOf,
  plainDraw,
  useDraw,
} from '../../../components/model/useDraw.ts';
import {
  modelBadge,
  type ShippedClassifier,
  useShippedClassifier,
  useShippedModel,
} from '../../../components/model/useShippedModel.ts';
import { PictureGridView } from '../../../components/plots/PictureGrid.tsx';
import { ClassSelect } from './ClassSelect.tsx';
import { cleanClassifier, countRead, digitSize, noisyClassifier } from './digits.ts';
import './figures.css';
import { type ReadingRequest, useReading } from './useReading.ts';

/** Images in a grid, and DDIM steps of a walk. */
export const images = 20;
const columns = 10;
const steps = 25;

/** Which classifier steers; the other one judges. */
type Steering = 'noisy' | 'clean';

interface Settings {
  readonly wanted: number;
  readonly scale: number;
  readonly by: Steering;
}

const start: Settings = { wanted: 3, scale: 3, by: 'noisy' };

const classifierIds: Record<Steering, string> = { noisy: noisyClassifier, clean: cleanClassifier };
const steeringChoices = [
  { value: 'noisy', label: 'the one trained on noise' },
  { value: 'clean', label: 'the one trained on clean digits' },
] as const;

/** What a walk asks for; with scale 0 nothing steers it, and the denoiser is never told a class. */
export function requestFor({ wanted, scale, by }: Settings, seed: number): DrawRequest {
  const classifier = scale === 0 ? null : { id: classifierIds[by], scale };
  return {
    classes: new Array<number>(images).fill(wanted),
    settings: { ...plainDraw, options: { steps }, guidanceScale: 0, classifier },
    seed,
    start: null,
    direction: 'toImages',
    frameEvery: 5,
  };
}

export default function ClassifierGuidedFigure() {
  const model = useShippedModel();
  const noisy = useShippedClassifier(noisyClassifier);
  const clean = useShippedClassifier(cleanClassifier);
  const { seed, setSeed, seedControl } = usePageSeed();
  const [settings, setSettings] = useState(start);
  const change = (part: Partial<Settings>) => setSettings((now) => ({ ...now, ...part }));
  const plain = useDraw(model);
  const steered = useDraw(model);
  const ready = [model, noisy, clean].every(({ state }) => state.status === 'ready');
  const plainRequest = useMemo(() => requestFor({ ...start, scale: 0 }, seed), [seed]);
  const request = useMemo(() => requestFor(settings, seed), [settings, seed]);
  const [attempt, setAttempt] = useState(0);
  useDrawing(ready, plain, plainRequest, attempt);
  // The unsteered walk comes first, so that each has the machine to itself.
  useDrawing(ready && isShown(plain, plainRequest), steered, request, attempt);
  const judges = useJudges(settings, steered, request, noisy, clean);
  const opened = [model, noisy, clean];
  const worst = opened.find(({ state }) => state.status !== 'ready') ?? model;
  const retry = () => {
    for (const one of opened) one.reopen();
    judges.retry();
    setAttempt((count) => count + 1);
  };
  const reset = () => {
    setSettings(start);
    setSeed(firstSeed);
  };
  const done = isShown(steered, request) ? steered.drawing : null;
  return (
    <Figure
      id="classifier-guided"
      title="Steer a model that was told no class"
      badge={`${modelBadge(model.state)}, and two classifiers`}
      reading={describe(settings, done, judges)}
      onReset={reset}
    >
      <ModelStatus
        model={worst}
        problem={plain.problem || steered.problem || judges.problem}
        onRetry={retry}
      />
      <div class="fn-row">
        <ClassSelect
          label="Steer to"
          name="wanted"
          value={settings.wanted}
          onChange={(wanted) => change({ wanted })}
        />
        {seedControl}
      </div>
      <Choices
        legend="Steered by"
        value={settings.by}
        options={steeringChoices}
        onChange={(by) => change({ by })}
      />
      <Slider
        label="Scale γ of the classifier’s gradient"
        name="scale"
        role="condition"
        value={settings.scale}
        min={0}
        max={10}
        step={0.5}
        format={(value) => value.toFixed(1)}
        onInput={(scale) => change({ scale })}
      />
      <Grid name="plain" title="not steered" draw={plain} />
      <Grid
        name="steered"
        title={`steered to ${settings.wanted}, from the same noise`}
        draw={steered}
      />
      {done ? (
        <DrawTiming images={images} calls={done.calls} milliseconds={done.milliseconds} />
      ) : (
        <p class="fn-note">{progressOf(steered)}</p>
      )}
      <p class="fn-note">{costWords(settings)}</p>
    </Figure>
  );
}

const isShown = ({ drawing, busy }: Draw, request: DrawRequest): boolean =>
  !busy && drawing?.images != null && drawing.request === request;

/** Draws whenever the request changes, as soon as all is ready; one that is there already is left alone. */
function useDrawing(ready: boolean, draw: Draw, request: DrawRequest, attempt: number): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt draws the same request again
  useEffect(() => {
    if (ready && !isShown(draw, request)) void draw.draw(request);
  }, [ready, request, attempt]);
}

/** How many of the steered images each classifier reads as the wanted class. */
interface Judges {
  /** By the classifier that did not steer; null until it has read. */
  readonly other: number | null;
  /** By the one that did. */
  readonly own: number | null;
  readonly problem: string;
  readonly retry: () => void;
}

function useJudges(
  { by }: Settings,
  steered: Draw,
  request: DrawRequest,
  noisy: ShippedClassifier,
  clean: ShippedClassifier,
): Judges {
  const drawn = isShown(steered, request) ? steered.drawing!.images : null;
  const asked = useMemo<ReadingRequest | null>(
    () => drawn && { xt: drawn.slice(), t: 0, classes: null },
    [drawn],
  );
  const read = { noisy: useReading(noisy, asked), clean: useReading(clean, asked) };
  const countOf = (which: Steering) => {
    const { reading } = read[which];
    if (!reading || reading.request !== asked) return null;
    return countRead(reading.logProbabilities, request.classes);
  };
  return {
    other: countOf(by === 'noisy' ? 'clean' : 'noisy'),
    own: countOf(by),
    problem: read.noisy.problem || read.clean.problem,
    retry: () => {
      read.noisy.retry();
      read.clean.retry();
    },
  };
}

interface GridProps {
  readonly name: string;
  readonly title: string;
  readonly draw: Draw;
}

const nothing: readonly null[] = new Array(images).fill(null);

function Grid({ name, title, draw }: GridProps) {
  const { drawing } = draw;
  const shown = drawing?.images ?? drawing?.frames.at(-1)?.x0 ?? null;
  const pictures = useMemo(() => (shown ? picturesOf(shown, digitSize) : nothing), [shown]);
  return (
    <div>
      <p class="fn-panel-title fn-guide-left">{title}</p>
      <PictureGridView
        name={name}
        pictures={pictures}
        size={digitSize}
        columns={columns}
        gap={1}
        label={shown ? `${images} digits, ${title}` : 'No digits yet'}
      />
    </div>
  );
}

function progressOf({ drawing, busy }: Draw): string {
  const frame = drawing?.frames.at(-1);
  if (!busy || !frame) return 'The first pictures are still to come.';
  return `Step ${frame.row + 1} of ${frame.rows}: the pictures are the predicted clean digits.`;
}

function costWords({ scale, by }: Settings): string {
  if (scale === 0) return 'At scale 0 the classifier is not asked.';
  const told = by === 'noisy' ? '' : ' It is not told t: nobody taught it what t means.';
  return `Each network call comes with a classifier’s answer and its gradient.${told}`;
}

function describe({ wanted, scale, by }: Settings, done: Drawing | null, judges: Judges): string {
  if (!done)
    return `Drawing ${images} digits, steered to ${wanted} with scale ${scale.toFixed(1)}.`;
  const [steering, judging] =
    by === 'noisy'
      ? ['trained on noise', 'trained on clean digits']
      : ['trained on clean digits', 'trained on noise'];
  const { other, own } = judges;
  const first = `${images} digits, steered to ${wanted} with scale ${scale.toFixed(1)} by the classifier ${steering}.`;
  if (other === null || own === null) return `${first} The classifiers are reading them.`;
  return (
    `${first} The other classifier, ${judging}, reads ${other} of them as ${wanted}; ` +
    `the one that steered reads ${own}.`
  );
}
