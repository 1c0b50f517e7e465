/** One picture at ten timesteps, with the data's share of variance under each. */
import { useCallback, useMemo, useState } from 'preact/hooks';
import { Choices, SeedControl } from '../../../components/controls/Choices.tsx';
import { type ChosenImage, useImageChoice } from '../../../components/data/useImageChoice.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { Sym } from '../../../components/figure/Sym.tsx';
import { PixelCanvas } from '../../../components/plots/PixelCanvas.tsx';
import { type PlotModule, PlotView } from '../../../components/plots/PlotView.tsx';
import { forwardSample, makeRng, sampleNormals } from '../../../lib/diffusion/index.ts';
import { schedule } from './courseSchedule.ts';
import { drawAlphaBar } from './drawAlphaBar.ts';
import { frameTimesteps, type Spacing } from './filmFrames.ts';
import { formatShare } from './formatNumbers.ts';
import './figures.css';

const height = 170;

/** Side of the frames while the picture loads. */
const startSize = 28;

const spacings: readonly { value: Spacing; label: string }[] = [
  { value: 'time', label: 'even in t' },
  { value: 'alphaBar', label: 'even in ᾱ' },
];

export default function FilmstripFigure() {
  const choice = useImageChoice({ source: 'fashion-28', label: 0 });
  const [spacing, setSpacing] = useState<Spacing>('time');
  const [seed, setSeed] = useState(1);
  const frames = useMemo(() => frameTimesteps(schedule, spacing), [spacing]);
  const { image, waiting } = choice;
  const reading = image ? describe(frames, spacing, image.name) : waiting;
  const draw = useCallback(
    (plot: PlotModule, width: number) => drawAlphaBar(plot, { width, height }, schedule, frames),
    [frames],
  );
  const reset = () => {
    choice.reset();
    setSpacing('time');
    setSeed(1);
  };
  return (
    <Figure
      id="filmstrip"
      title="The whole way in ten frames"
      badge="exact formula"
      reading={reading}
      onReset={reset}
    >
      {choice.controls}
      <Strip image={image} frames={frames} seed={seed} />
      <div class="fn-row">
        <Choices legend="Frames" value={spacing} options={spacings} onChange={setSpacing} />
        <SeedControl seed={seed} onChange={setSeed} />
      </div>
      <PlotView
        name="alpha-bar"
        draw={draw}
        height={height}
        label={`ᾱ over t, with a dot for each frame: t = ${frames.join(', ')}.`}
      />
    </Figure>
  );
}

interface StripProps {
  readonly image: ChosenImage | null;
  readonly frames: readonly number[];
  readonly seed: number;
}

/** The pictures, each one jump from the same clean picture with the same noise. */
function Strip({ image, frames, seed }: StripProps) {
  const x0 = image?.pixels ?? null;
  const length = x0?.length ?? 0;
  const eps = useMemo(() => sampleNormals(makeRng(seed), length), [seed, length]);
  const pictures = useMemo(
    () => frames.map((t) => x0 && forwardSample(schedule, x0, t, eps)),
    [frames, x0, eps],
  );
  return (
    <>
      <ol class="fn-film">
        {frames.map((t, index) => (
          <Frame key={t} {...{ index, t, image }} pixels={pictures[index] ?? null} />
        ))}
      </ol>
      <p class="fn-note">
        Under each picture: its timestep <i>t</i>, and the data’s share of variance{' '}
        <Sym code="alphaBar" />.
      </p>
    </>
  );
}

interface FrameProps {
  readonly index: number;
  readonly t: number;
  readonly image: ChosenImage | null;
  readonly pixels: Float32Array | null;
}

function Frame({ index, t, image, pixels }: FrameProps) {
  const share = formatShare(schedule.alphasCumprod[t]!);
  return (
    <li class="fn-film-frame">
      <PixelCanvas
        pixels={pixels}
        size={image?.size ?? startSize}
        name={`frame-${index}`}
        label={`${image?.name ?? 'nothing yet'} at t = ${t}, data’s share of variance ${share}`}
      />
      <span>
        <i>t</i> = {t}
      </span>
      <span>
        <span class="fn-film-symbol">
          <Sym code="alphaBar" /> ={' '}
        </span>
        {share}
      </span>
    </li>
  );
}

function describe(frames: readonly number[], spacing: Spacing, name: string): string {
  const half = frames.filter((t) => schedule.alphasCumprod[t]! > 0.5).length;
  const last = schedule.alphasCumprod[frames.at(-1)!]!;
  const how = spacing === 'time' ? 'evenly spaced in t' : 'spaced so that ᾱ falls evenly';
  return (
    `Ten frames of ${name}, ${how}: t = ${frames.join(', ')}. In ${half} of the ten more than half of the ` +
    `variance is data; in the last it is ${formatShare(last)}.`
  );
}
