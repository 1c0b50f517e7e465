/** Drag t: the clean image, the noise and their mix side by side, with the two weights. */
import { useMemo, useState } from 'preact/hooks';
import { PlayButton, SeedControl } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { useImageChoice } from '../../../components/data/useImageChoice.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { useAnimation, useOnScreen } from '../../../components/figure/hooks.ts';
import { Sym } from '../../../components/figure/Sym.tsx';
import { PixelPanel } from '../../../components/plots/PixelCanvas.tsx';
import {
  forwardCoefficients,
  forwardSample,
  makeLinearSchedule,
  makeRng,
  sampleNormals,
} from '../../../lib/diffusion/index.ts';

const schedule = makeLinearSchedule({ T: 1000 });
const lastStep = schedule.T - 1;
const startStep = 250;
const secondsForAll = 8;

export default function NoisingFigure() {
  const { ref, onScreen } = useOnScreen<HTMLDivElement>();
  const choice = useImageChoice({ source: 'digits-8', label: 3 });
  const [position, setPosition] = useState(startStep);
  const [seed, setSeed] = useState(1);
  const [playing, setPlaying] = useState(false);
  const t = Math.round(position);

  useAnimation(playing && onScreen, (seconds) => {
    const next = position + (seconds / secondsForAll) * lastStep;
    setPosition(Math.min(lastStep, next));
    if (next >= lastStep) setPlaying(false);
  });
  const togglePlay = () => {
    if (!playing && t >= lastStep) setPosition(0);
    setPlaying(!playing);
  };
  const reset = () => {
    choice.reset();
    setPosition(startStep);
    setSeed(1);
    setPlaying(false);
  };

  const x0 = choice.image?.pixels ?? null;
  const size = choice.image?.size ?? 8;
  const eps = useMemo(() => sampleNormals(makeRng(seed), size * size), [seed, size]);
  const xt = useMemo(() => x0 && forwardSample(schedule, x0, t, eps), [x0, eps, t]);
  const { signal, noise } = forwardCoefficients(schedule, t);
  const name = choice.image?.name ?? 'the picture';

  return (
    <Figure
      id="noising"
      title="One jump from clean to noisy"
      badge="exact formula"
      reading={describe(t, signal, noise, name)}
      onReset={reset}
    >
      {choice.controls}
      <div ref={ref} class="fn-panels">
        <PixelPanel
          name="x0"
          title={<Sym code="x0" />}
          pixels={x0}
          size={size}
          label={`Clean picture: ${name}`}
          detail={
            <>
              weight <Sym code="signal" /> = {signal.toFixed(3)}
            </>
          }
        />
        <PixelPanel
          name="eps"
          title={<Sym code="eps" />}
          pixels={eps}
          size={size}
          label="Noise: every pixel an independent normal number"
          detail={
            <>
              weight <Sym code="noise" /> = {noise.toFixed(3)}
            </>
          }
        />
        <PixelPanel
          name="xt"
          title={<Sym code="xt" />}
          pixels={xt}
          size={size}
          label={describe(t, signal, noise, name)}
          detail={
            <>
              {signal.toFixed(3)} <Sym code="x0" /> + {noise.toFixed(3)} <Sym code="eps" />
            </>
          }
        />
      </div>
      <Slider
        label="Timestep t"
        name="t"
        role="noise"
        value={t}
        min={0}
        max={lastStep}
        format={(value) => `${value} of ${lastStep}`}
        onInput={(value) => {
          setPlaying(false);
          setPosition(value);
        }}
      />
      <div class="fn-row">
        <PlayButton playing={playing} onToggle={togglePlay} label="Play the noising" />
        <SeedControl seed={seed} onChange={setSeed} />
      </div>
    </Figure>
  );
}

function describe(t: number, signal: number, noise: number, name: string): string {
  const share = Math.round(signal * signal * 100);
  const seen =
    share >= 60 ? 'clearly visible' : share >= 15 ? 'still visible' : share >= 3 ? 'almost gone' : 'gone to the eye';
  return (
    `At t = ${t}, the picture is ${signal.toFixed(3)} of ${name} plus ${noise.toFixed(3)} of noise: ` +
    `${share} % of the variance scale is still data, and the picture is ${seen}.`
  );
}
