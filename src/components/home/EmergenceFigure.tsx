/** The home page's figure: digits come out of noise, step by step, by the exact posterior mean of 1,438 real digits. */
import { useMemo, useState } from 'preact/hooks';
import { imageDatasets } from '../../lib/datasets/index.ts';
import {
  makeIdealDenoiser,
  makeLinearSchedule,
  makeRng,
  sampleNormals,
  samplePosterior,
} from '../../lib/diffusion/index.ts';
import { PlayButton, SeedControl } from '../controls/Choices.tsx';
import { Slider } from '../controls/Slider.tsx';
import { LoadStatus } from '../data/LoadStatus.tsx';
import { useImages } from '../data/useImages.ts';
import { Figure } from '../figure/Figure.tsx';
import { useAnimation, useOnScreen, useReducedMotion } from '../figure/hooks.ts';
import { PixelCanvas } from '../plots/PixelCanvas.tsx';

/** What the figure shows; its test walks the same path. */
export const emergence = { steps: 100, digits: 12, seed: 7, pixels: 64 } as const;

const places = Array.from({ length: emergence.digits }, (_, i) => i);
const secondsForAll = 7;
const restSeconds = 2.5;
const schedule = makeLinearSchedule({ T: emergence.steps, rescaled: true });

/** How long one piece of the walk may take, so that a slider dragged far ahead never holds the page up. */
const pieceMs = 8;

interface Reached {
  readonly steps: number;
  readonly xt: Float32Array;
}

/** A walk from noise to digits, computed one step at a time as far as someone has looked. */
function makeWalk(denoiser: ReturnType<typeof makeIdealDenoiser>, seed: number) {
  const length = emergence.digits * emergence.pixels;
  const rng = makeRng(seed);
  const states = [sampleNormals(rng, length)];
  return (done: number): Reached => {
    const end = performance.now() + pieceMs;
    while (states.length <= done && performance.now() < end) {
      const xt = states.at(-1)!;
      const t = schedule.T - states.length;
      const x0Pred = denoiser.posteriorMean(xt, schedule.alphasCumprod[t]!);
      states.push(samplePosterior(schedule, x0Pred, xt, t, sampleNormals(rng, length)));
    }
    const steps = Math.min(done, states.length - 1);
    return { steps, xt: states[steps]! };
  };
}

export default function EmergenceFigure() {
  const { ref, onScreen } = useOnScreen<HTMLDivElement>();
  const images = useImages('digits-8');
  const [seed, setSeed] = useState<number>(emergence.seed);
  const [position, setPosition] = useState(0);
  const [stopped, setStopped] = useState(false);
  const [started, setStarted] = useState(false);
  const reduced = useReducedMotion();
  const { state } = images;
  const walk = useMemo(() => {
    if (state.status !== 'ready') return null;
    const { images: data, count } = state.data;
    return makeWalk(makeIdealDenoiser({ data, count, dim: emergence.pixels }), seed);
  }, [state, seed]);
  const done = Math.min(emergence.steps, Math.floor(position));
  const [, redraw] = useState(0);
  const { steps, xt } = walk?.(done) ?? { steps: done, xt: null };
  const playing = walk !== null && !stopped && (started || !reduced);

  useAnimation(playing && onScreen, (seconds) => {
    const next = position + (seconds / secondsForAll) * emergence.steps;
    const rest = (restSeconds / secondsForAll) * emergence.steps;
    if (next < emergence.steps + rest) return setPosition(next);
    setPosition(0);
    setSeed(seed + 1);
  });
  useAnimation(onScreen && steps < done, () => redraw((count) => count + 1));
  const toggle = () => {
    setStarted(true);
    setStopped(playing);
    if (!playing && done >= emergence.steps) setPosition(0);
  };
  const reset = () => {
    setSeed(emergence.seed);
    setPosition(0);
    setStopped(true);
  };

  return (
    <Figure
      id="emergence"
      title="Digits out of noise, computed now"
      badge={`exact formula on ${imageDatasets['digits-8'].counts.train.toLocaleString('en-US')} real digits`}
      reading={describe(steps)}
      onReset={reset}
    >
      <LoadStatus images={images} title={imageDatasets['digits-8'].label} />
      <div ref={ref} class="fn-emergence">
        {places.map((i) => (
          <PixelCanvas
            key={i}
            name={`digit-${i}`}
            size={8}
            pixels={xt?.subarray(i * emergence.pixels, (i + 1) * emergence.pixels) ?? null}
            label={`Picture ${i + 1} of ${emergence.digits} after ${steps} of ${emergence.steps} denoising steps`}
          />
        ))}
      </div>
      <Slider
        label="Denoising steps taken"
        name="steps"
        value={done}
        min={0}
        max={emergence.steps}
        format={(value) => `${value} of ${emergence.steps}`}
        onInput={(value) => {
          setStopped(true);
          setPosition(value);
        }}
      />
      <div class="fn-row">
        <PlayButton playing={playing} onToggle={toggle} />
        <SeedControl
          seed={seed}
          onChange={(next) => {
            setSeed(next);
            setPosition(0);
          }}
        />
      </div>
    </Figure>
  );
}

function describe(done: number): string {
  if (done === 0)
    return 'Twelve pictures of pure noise: every pixel is an independent normal number.';
  if (done < emergence.steps)
    return `${done} of ${emergence.steps} denoising steps taken, each one computed in this page.`;
  return 'All steps taken: twelve handwritten digits. Another seed gives twelve others.';
}
