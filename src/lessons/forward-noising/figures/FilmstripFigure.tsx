/** One picture at ten timesteps, with the data's share of variance under each. */
import { useCallback, useMemo, useState } from 'preact/hooks';
import { Choices, SeedControl } from '../../../components/controls/Choices.tsx';
import { useImageChoice } from '../../../components/data/useImageChoice.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { Sym } from '../../../components/figure/Sym.tsx';
import { PixelCanvas } from '../../../components/plots/PixelCanvas.tsx';
import { type PlotModule, PlotView } from '../../../components/plots/PlotView.tsx';
import { forwardSample, makeRng, sampleNormals } from '../../../lib/diffusion/index.ts';
import { schedule } from './courseSchedule.ts';
import { drawAlphaBar } from './drawAlphaBar.ts';
import { frameTimesteps, type Spacing } from './filmFrames.ts';
import { formatShare } from './formatShare.ts';
import './figures.css';

const height = 170;

const spacings: readonly { value: Spacing; label: string }[] = [
  { value: 'time', label: 'even in t' },
  { value: 'alphaBar', label: 'even in ᾱ' },
];

export default function FilmstripFigure() {
  const choice = useImageChoice({ source: 'fashion-28', label: 0 });
  const [spacing, setSpacing] = useState<Spacing>('time');
  const [seed, setSeed] = useState(1);
  const frames = useMemo(() => frameTimesteps(schedule, spacing), [spacing]);
  const x0 = choice.image?.pixels ?? null;
  const size = choice.image?.size ?? 28;
  const name = choice.image?.name ?? 'the picture';
  const eps = useMemo(() => sampleNormals(makeRng(seed), size * size), [seed, size]);
  const pictures = useMemo(
    () => frames.map((t) => x0 && forwardSample(schedule, x0, t, eps)),
    [frames, x0, eps],
  );
  const reading = describe(frames, spacing, name);
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
      <ol class="fn-film">
        {frames.map((t, i) => (
          <Frame key={t} index={i} t={t} pixels={pictures[i] ?? null} size={size} name={name} />
        ))}
      </ol>
      <p class="fn-note">
        Under each picture: its timestep <i>t</i>, and the data’s share of variance{' '}
        <Sym code="alphaBar" />.
      </p>
      <div class="fn-row">
        <Choices legend="Frames" value={spacing} options={spacings} onChange={setSpacing} />
        <SeedControl seed={seed} onChange={setSeed} />
      </div>
      <PlotView
        name="alpha-bar"
        draw={draw}
        height={height}
        label={`The curve of ᾱ over t. ${reading}`}
      />
    </Figure>
  );
}

interface FrameProps {
  readonly index: number;
  readonly t: number;
  readonly pixels: Float32Array | null;
  readonly size: number;
  readonly name: string;
}

function Frame({ index, t, pixels, size, name }: FrameProps) {
  const share = formatShare(schedule.alphasCumprod[t]!);
  return (
    <li class="fn-film-frame">
      <PixelCanvas
        pixels={pixels}
        size={size}
        name={`frame-${index}`}
        label={`${name} at t = ${t}, data’s share of variance ${share}`}
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
    `variance share is data; in the last it is ${formatShare(last)}.`
  );
}
