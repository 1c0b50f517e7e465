/** A real picture walked to its noise and back: how much of it returns, at any number of steps. */
import { useEffect, useState } from 'preact/hooks';
import { Choices } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { DrawTiming } from '../../../components/model/DrawTiming.tsx';
import { ModelStatus } from '../../../components/model/ModelStatus.tsx';
import { modelBadge, useShippedModel } from '../../../components/model/useShippedModel.ts';
import { PixelPanel } from '../../../components/plots/PixelCanvas.tsx';
import { PlotView } from '../../../components/plots/PlotView.tsx';
import { norm } from '../../../lib/diffusion/index.ts';
import { ClassSelect } from './ClassSelect.tsx';
import { drawInversion, type InversionPoint } from './drawInversion.ts';
import './figures.css';
import { className, inversionTop, type ModelId, modelOf, models, nullClass } from './models.ts';
import { type Inverted, useInversion } from './useInversion.ts';
import { type Subject, useSubject } from './useSubject.tsx';
import { amount, counted, rmsDifference } from './words.ts';

/** The step counts of the slider. */
export const inversionSteps: readonly number[] = [5, 10, 25, 50, 100, 250];

/** Noise is drawn from −3 standard deviations (black) to 3 (white). */
const noiseRange = 3;

/** The class that is told on the way back: the picture's own, or another. */
type Told = 'own' | number;

const startPlace = inversionSteps.indexOf(25);

export default function InversionFigure() {
  const [id, setId] = useState<ModelId>('digits-8');
  const [place, setPlace] = useState(startPlace);
  const [told, setTold] = useState<Told>('own');
  const model = useShippedModel(id);
  const { subject, controls, reset: resetSubject } = useSubject(id);
  const steps = inversionSteps[place]!;
  const tellBack = told === 'own' ? (subject?.label ?? nullClass) : told;
  const walk = useInversion(model, subject, steps, tellBack);
  const { inverted, live, done } = walk;
  const error = done && subject ? rmsDifference(subject.pixels, inverted.back!) : null;
  const faithful = subject !== null && tellBack === subject.label;
  const points = useTried(subject, faithful ? error : null, steps);
  const all = useAllSteps(place, setPlace, done && faithful);
  const { size } = modelOf(id);
  const reset = () => {
    all.stop();
    setId('digits-8');
    setPlace(startPlace);
    setTold('own');
    resetSubject();
  };
  return (
    <Figure
      id="ddim-inversion"
      title="To its noise and back"
      badge={modelBadge(model.state, id)}
      reading={describe(id, subject, inverted, tellBack, error)}
      onReset={reset}
    >
      <ModelStatus model={model} problem={walk.problem} onRetry={walk.again} />
      <Choices
        legend="Model"
        value={id}
        options={models}
        onChange={(next) => {
          all.stop();
          setId(next);
          setTold('own');
        }}
      />
      {controls}
      <Slider
        label="Steps, each way"
        name="steps"
        value={place}
        min={0}
        max={inversionSteps.length - 1}
        format={(at) => counted(inversionSteps[at]!, 'step')}
        onInput={(next) => {
          all.stop();
          setPlace(next);
        }}
      />
      <div class="fn-row">
        <Choices
          legend="Told on the way back"
          value={told === 'own' ? 'own' : 'other'}
          options={[
            { value: 'own', label: 'its own class' },
            { value: 'other', label: 'another' },
          ]}
          onChange={(next) => setTold(next === 'own' ? 'own' : 8)}
        />
        {told !== 'own' && (
          <ClassSelect id={id} value={told} onChange={setTold} label="namely" name="namely" />
        )}
      </div>
      <div class="fn-panels fn-ddim-four">
        <PixelPanel
          name="picture"
          title="the picture"
          pixels={subject?.pixels ?? null}
          size={size}
          label={subject ? `The picture: ${subject.name}` : 'No picture yet'}
          detail={subject?.name}
        />
        <PixelPanel
          name="noise"
          title="its noise"
          pixels={live.noise?.map((value) => value / noiseRange) ?? null}
          size={size}
          label="What the picture becomes on the way to noise"
          detail={inverted.noise ? noiseWords(inverted.noise) : 'on its way'}
        />
        <PixelPanel
          name="back"
          title="and back"
          pixels={live.back}
          size={size}
          label="What is drawn from that noise"
          detail={error === null ? 'on its way' : `off by ${amount(error)}`}
        />
        <PixelPanel
          name="difference"
          title="difference"
          pixels={subject && inverted.back ? difference(inverted.back, subject.pixels) : null}
          size={size}
          label="The drawn picture minus the real one"
          detail="grey is none"
        />
      </div>
      {done && (
        <DrawTiming images={1} calls={inverted.calls} milliseconds={inverted.milliseconds} />
      )}
      <p class="fn-note">
        From the picture to t = {inversionTop} and back, without fresh noise, x̂₀ not clipped. Errors
        are root mean squares a pixel; in the noise, black is −{noiseRange} and white {noiseRange}.
      </p>
      <div>
        <p class="fn-panel-title fn-left">Error against steps</p>
        <PlotView
          name="inversion"
          height={220}
          label={`Error of the returned picture against steps: ${tableWords(points)}`}
          draw={(plot, width) => drawInversion(plot, width, { points, steps })}
        />
      </div>
      <div class="fn-row">
        {all.running ? (
          <button type="button" class="fn-button" onClick={all.stop}>
            Stop
          </button>
        ) : (
          <button
            type="button"
            class="fn-button fn-button-primary"
            disabled={!subject || !faithful}
            onClick={all.start}
          >
            Try all step counts
          </button>
        )}
        <span class="fn-note" data-points={points.length}>
          {tableWords(points)}
        </span>
      </div>
    </Figure>
  );
}

const difference = (a: Float32Array, b: Float32Array) => a.map((value, i) => value - b[i]!);

/** "deviation 0.98" */
function noiseWords(noise: Float32Array): string {
  const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
  const deviation = norm(noise.map((value) => value - mean)) / Math.sqrt(noise.length);
  return `deviation ${deviation.toFixed(2)}`;
}

const tableWords = (points: readonly InversionPoint[]): string =>
  points.map(({ steps, error }) => `${steps} steps ${amount(error)}`).join(', ') ||
  'nothing measured yet';

/** The errors of a picture at the step counts tried so far, in their order; forgotten with the picture. */
function useTried(subject: Subject | null, error: number | null, steps: number) {
  const [tried, setTried] = useState<{ of: Subject | null; points: readonly InversionPoint[] }>({
    of: null,
    points: [],
  });
  useEffect(() => {
    if (!subject || error === null) return;
    setTried(({ of, points }) => {
      const others = of === subject ? points.filter((point) => point.steps !== steps) : [];
      const all = [...others, { steps, error }].sort((a, b) => a.steps - b.steps);
      return { of: subject, points: all };
    });
  }, [subject, error, steps]);
  return tried.of === subject ? tried.points : [];
}

/** Goes through all step counts, one when the one before is done. */
function useAllSteps(place: number, setPlace: (place: number) => void, done: boolean) {
  const [running, setRunning] = useState(false);
  useEffect(() => {
    if (!running || !done) return;
    if (place === inversionSteps.length - 1) setRunning(false);
    else setPlace(place + 1);
  }, [running, done, place, setPlace]);
  const start = () => {
    setPlace(0);
    setRunning(true);
  };
  return { running, start, stop: () => setRunning(false) };
}

function describe(
  id: ModelId,
  subject: Subject | null,
  { noise, steps }: Inverted,
  told: number,
  error: number | null,
): string {
  if (!subject) return 'Waiting for a picture.';
  const name = `${subject.name[0]!.toUpperCase()}${subject.name.slice(1)}`;
  const out = `${name}, walked to noise in ${counted(steps, 'step')}`;
  if (!noise) return `${out}: on its way.`;
  const as =
    told === subject.label ? '' : `, told ${told === nullClass ? 'no class' : className(id, told)}`;
  if (error === null) return `${out}, and on its way back${as}.`;
  return `${out}, and back${as}: off by ${amount(error)} a pixel (root mean square).`;
}
