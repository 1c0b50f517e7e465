/** Drag t: the clean picture, the noise and their mix side by side, with the two weights. */
import { useMemo, useState } from 'preact/hooks';
import { PlayButton, SeedControl, Toggle } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { useImageChoice } from '../../../components/data/useImageChoice.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { useOnScreen } from '../../../components/figure/hooks.ts';
import { Sym } from '../../../components/figure/Sym.tsx';
import { PixelPanel } from '../../../components/plots/PixelCanvas.tsx';
import {
  type ForwardCoefficients,
  forwardCoefficients,
  forwardSample,
  makeRng,
  sampleNormals,
} from '../../../lib/diffusion/index.ts';
import { lastStep, schedule } from './courseSchedule.ts';
import { usePlayhead } from './playhead.ts';
import { ShareBar } from './ShareBar.tsx';

const startStep = 250;

export default function NoisingFigure() {
  const { ref, onScreen } = useOnScreen<HTMLDivElement>();
  const choice = useImageChoice({ source: 'fashion-28', label: 9 });
  const playhead = usePlayhead({ start: startStep, last: lastStep, seconds: 8, onScreen });
  const [seed, setSeed] = useState(1);
  const [weighted, setWeighted] = useState(false);
  const reset = () => {
    choice.reset();
    playhead.reset();
    setSeed(1);
    setWeighted(false);
  };

  const { t } = playhead;
  const x0 = choice.image?.pixels ?? null;
  const size = choice.image?.size ?? 28;
  const eps = useMemo(() => sampleNormals(makeRng(seed), size * size), [seed, size]);
  const coefficients = forwardCoefficients(schedule, t);
  const reading = describe(t, coefficients, choice.image?.name ?? 'the picture');

  return (
    <Figure
      id="noising"
      title="One jump from clean to noisy"
      badge="exact formula"
      reading={reading}
      onReset={reset}
    >
      {choice.controls}
      <div ref={ref}>
        <Sum {...{ x0, eps, size, t, weighted, reading }} name={choice.image?.name ?? ''} />
      </div>
      <Slider
        label="Timestep t"
        name="t"
        role="noise"
        value={t}
        min={0}
        max={lastStep}
        format={(value) => `${value} of ${lastStep}`}
        onInput={playhead.seek}
      />
      <ShareBar alphaBar={coefficients.alphaBar} />
      <div class="fn-row">
        <PlayButton
          playing={playhead.playing}
          onToggle={playhead.toggle}
          label="Play the noising"
        />
        <SeedControl seed={seed} onChange={setSeed} />
        <Toggle label="Show the parts weighted" checked={weighted} onChange={setWeighted} />
      </div>
    </Figure>
  );
}

interface SumProps {
  readonly x0: Float32Array | null;
  readonly eps: Float32Array;
  readonly size: number;
  readonly t: number;
  /** Whether x0 and the noise are shown as they enter the sum, or as they are. */
  readonly weighted: boolean;
  readonly name: string;
  readonly reading: string;
}

/** The three pictures: x0, the noise, and x_t. */
function Sum({ x0, eps, size, t, weighted, name, reading }: SumProps) {
  const { signal, noise } = forwardCoefficients(schedule, t);
  const xt = useMemo(() => x0 && forwardSample(schedule, x0, t, eps), [x0, eps, t]);
  const dataPart = useMemo(
    () => (weighted && x0 ? x0.map((value) => signal * value) : x0),
    [weighted, x0, signal],
  );
  const noisePart = useMemo(
    () => (weighted ? eps.map((value) => noise * value) : eps),
    [weighted, eps, noise],
  );
  return (
    <div class="fn-panels">
      <PixelPanel
        name="x0"
        title={<Part weight={weighted && 'signal'} of="x0" />}
        pixels={dataPart}
        size={size}
        label={`Clean picture: ${name}${weighted ? `, times ${signal.toFixed(3)}` : ''}`}
        detail={<Weight code="signal" value={signal} />}
      />
      <PixelPanel
        name="eps"
        title={<Part weight={weighted && 'noise'} of="eps" />}
        pixels={noisePart}
        size={size}
        label={`Noise: every pixel an independent normal number${weighted ? `, times ${noise.toFixed(3)}` : ''}`}
        detail={<Weight code="noise" value={noise} />}
      />
      <PixelPanel
        name="xt"
        title={<Sym code="xt" />}
        pixels={xt}
        size={size}
        label={reading}
        detail={
          <>
            {signal.toFixed(3)} <Sym code="x0" /> + {noise.toFixed(3)} <Sym code="eps" />
          </>
        }
      />
    </div>
  );
}

/** One part's heading: its symbol, after its weight if it is shown weighted. */
function Part({ weight, of }: { weight: 'signal' | 'noise' | false; of: 'x0' | 'eps' }) {
  return (
    <>
      {weight && <Sym code={weight} />} <Sym code={of} />
    </>
  );
}

function Weight({ code, value }: { code: 'signal' | 'noise'; value: number }) {
  return (
    <>
      <Sym code={code} /> = {value.toFixed(3)}
    </>
  );
}

function describe(t: number, { alphaBar, signal, noise }: ForwardCoefficients, name: string) {
  const share = 100 * alphaBar;
  const digits = share < 10 ? 2 : 0;
  return (
    `At t = ${t} the noisy picture is ${signal.toFixed(3)} of ${name} plus ${noise.toFixed(3)} of noise. ` +
    `Squared, the two weights are shares of variance: ${share.toFixed(digits)} % data, ` +
    `${(100 - share).toFixed(digits)} % noise.`
  );
}
