/** The reader draws ᾱ; it is checked, and a valid curve becomes betas, a strip of pictures and code. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { SeedControl, type SeedControlProps } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { type ChosenImage, useImageChoice } from '../../../components/data/useImageChoice.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import {
  makeCosineSchedule,
  makeRng,
  type Schedule,
  sampleNormals,
  schedules,
} from '../../../lib/diffusion/index.ts';
import { stepShares, stripLength, stripPictures } from '../filmstrip.ts';
import { formatNumber, formatShare } from '../format.ts';
import { type HandDrawn, handlesOf, readDrawing } from '../handDrawn.ts';
import { AlphaBarPad } from './AlphaBarPad.tsx';
import { DrawnCode } from './DrawnCode.tsx';
import { FilmRow, FilmTimes } from './FilmRow.tsx';
import './figures.css';
import { scheduleNames } from './ScheduleControls.tsx';

const startT = 1000;
const bound = 4;
const mostUndo = 60;
const startHandles = handlesOf(makeCosineSchedule({ T: startT }));
const nothing = Array.from({ length: stripLength }, () => null);

const howTo =
  'Draw across the chart, or drag a point. With the keyboard: Tab to a point, then the arrow keys; Shift makes the step smaller.';

type Handles = readonly number[];

/** The handles and what came before them. */
interface Drawing {
  readonly handles: Handles;
  readonly before: readonly Handles[];
}

const startDrawing: Drawing = { handles: startHandles, before: [] };

function redraw({ handles, before }: Drawing, next: Handles, begins: boolean): Drawing {
  return { handles: next, before: begins ? [...before, handles].slice(-mostUndo) : before };
}

function undo({ handles, before }: Drawing): Drawing {
  return { handles: before.at(-1) ?? handles, before: before.slice(0, -1) };
}

/** The last schedule that was valid: what the strip shows while the drawing is not. */
function useLastValid(drawn: HandDrawn): Schedule {
  const last = useRef<Schedule | null>(null);
  const fallback = useMemo(() => makeCosineSchedule({ T: startT }), []);
  useEffect(() => {
    if (drawn.schedule) last.current = drawn.schedule;
  }, [drawn]);
  return drawn.schedule ?? last.current ?? fallback;
}

/** Where the reader draws, and what is said of the drawing. */
function DrawingBoard({ drawn, drawing, change }: DrawingProps & { drawn: HandDrawn }) {
  return (
    <>
      <p class="fn-note">{howTo}</p>
      <AlphaBarPad
        handles={drawing.handles}
        alphaBars={drawn.alphaBars}
        problems={drawn.problems}
        label={`Your curve of ᾱ. ${describe(drawn)}`}
        onDraw={(next, begins) => change((now) => redraw(now, next, begins))}
      />
      <Verdict drawn={drawn} />
      <StartFrom drawing={drawing} change={change} />
    </>
  );
}

export default function HandDrawnFigure() {
  const choice = useImageChoice({ source: 'fashion-28', label: 9 });
  const [drawing, setDrawing] = useState(startDrawing);
  const [T, setT] = useState(startT);
  const [seed, setSeed] = useState(1);
  const { handles } = drawing;
  const drawn = useMemo(() => readDrawing(handles, T), [handles, T]);
  const reset = () => {
    choice.reset();
    setDrawing(startDrawing);
    setT(startT);
    setSeed(1);
  };
  return (
    <Figure
      id="hand-drawn-schedule"
      title="Draw your own schedule"
      badge="exact formula"
      reading={choice.image ? describe(drawn) : `${describe(drawn)} ${choice.waiting}`}
      onReset={reset}
    >
      <DrawingBoard drawn={drawn} drawing={drawing} change={setDrawing} />
      <Slider
        label="Number of steps T"
        name="T"
        role="plain"
        value={T}
        min={100}
        max={1000}
        step={50}
        onInput={setT}
      />
      {choice.controls}
      <DrawnStrip drawn={drawn} image={choice.image} seed={seed} />
      <SeedRow seed={seed} onChange={setSeed} />
      {drawn.schedule && <DrawnCode schedule={drawn.schedule} />}
    </Figure>
  );
}

interface DrawingProps {
  readonly drawing: Drawing;
  readonly change: (next: (now: Drawing) => Drawing) => void;
}

function StartFrom({ drawing, change }: DrawingProps) {
  return (
    <div class="fn-row">
      <span>Start from</span>
      {scheduleNames.map((name) => (
        <button
          type="button"
          class="fn-button"
          key={name}
          onClick={() =>
            change((now) => redraw(now, handlesOf(schedules[name].make({ T: startT })), true))
          }
        >
          {schedules[name].label}
        </button>
      ))}
      <button
        type="button"
        class="fn-button"
        disabled={drawing.before.length === 0}
        onClick={() => change(undo)}
      >
        Undo
      </button>
    </div>
  );
}

function Verdict({ drawn: { problems } }: { drawn: HandDrawn }) {
  if (problems.length === 0) {
    return (
      <p class="fn-good" data-verdict="valid">
        ✓ A valid schedule.
      </p>
    );
  }
  return (
    <ul class="fn-problem-list" data-verdict="invalid">
      {problems.map(({ kind, from, sentence }) => (
        <li key={`${kind}-${from}`}>{sentence}</li>
      ))}
    </ul>
  );
}

function SeedRow(props: SeedControlProps) {
  return (
    <div class="fn-row">
      <SeedControl {...props} />
    </div>
  );
}

interface DrawnStripProps {
  readonly drawn: HandDrawn;
  readonly image: ChosenImage | null;
  readonly seed: number;
}

function DrawnStrip({ drawn, image, seed }: DrawnStripProps) {
  const schedule = useLastValid(drawn);
  const stale = drawn.schedule === null;
  const size = image?.size ?? 28;
  const eps = useMemo(() => sampleNormals(makeRng(seed), size * size), [seed, size]);
  const pictures = useMemo(
    () => (image ? stripPictures(schedule, image.pixels, eps) : nothing),
    [schedule, image, eps],
  );
  const title = stale ? 'Your last valid curve (this drawing is not one yet)' : 'Your schedule';
  return (
    <div>
      <FilmTimes T={schedule.T} />
      <FilmRow
        name="drawn"
        title={title}
        pictures={pictures}
        size={size}
        shares={stepShares(schedule, bound)}
        stale={stale}
        label={
          image
            ? `${image.name} at ${stripLength} timesteps of ${stale ? 'your last valid' : 'your'} schedule.`
            : 'No picture yet.'
        }
      />
    </div>
  );
}

function describe({ schedule, problems }: HandDrawn): string {
  if (!schedule) {
    const first = problems[0]?.sentence ?? '';
    if (problems.length === 1) return `Not a schedule yet. ${first}`;
    return `Not a schedule yet: ${problems.length} things are wrong. The first: ${first}`;
  }
  const { alphasCumprod, betas, T } = schedule;
  const largest = betas.reduce((a, b) => Math.max(a, b));
  const { mixed } = stepShares(schedule, bound);
  return (
    `Valid: ᾱ falls from ${formatNumber(alphasCumprod[0]!)} to ${formatNumber(alphasCumprod[T - 1]!)} ` +
    `in ${T} steps. The largest β is ${formatNumber(largest)}, and ${formatShare(mixed)} of the steps ` +
    `have a log-SNR between −${bound} and ${bound}.`
  );
}
