/** Drag t: the clean picture, the noise and their mix side by side, with the two weights. */
import { useMemo, useState } from 'preact/hooks';
import { PlayButton, SeedControl, Toggle } from '../../../components/controls/Choices.tsx';
import { TimestepSlider } from '../../../components/controls/TimestepSlider.tsx';
import { type ChosenImage, useImageChoice } from '../../../components/data/useImageChoice.tsx';
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
import { formatPercents } from './formatNumbers.ts';
import { usePlayhead } from './playhead.ts';
import { ShareBar } from './ShareBar.tsx';

const startStep = 250;

/** Side of the noise that is shown while the picture loads. */
const startSize = 28;

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
  const { t, playing, toggle } = playhead;
  const coefficients = forwardCoefficients(schedule, t);
  const { image, waiting } = choice;
  const reading = image ? describe(t, coefficients, image.name) : waiting;
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
        <Sum {...{ image, t, seed, weighted, reading }} />
      </div>
      <TimestepSlider t={playhead.t} lastStep={lastStep} onInput={playhead.seek} />
      <ShareBar alphaBar={coefficients.alphaBar} />
      <div class="fn-row">
        <PlayButton playing={playing} onToggle={toggle} label="Play the noising" />
        <SeedControl seed={seed} onChange={setSeed} />
        <Toggle label="Show the parts weighted" checked={weighted} onChange={setWeighted} />
      </div>
    </Figure>
  );
}

interface SumProps {
  readonly image: ChosenImage | null;
  readonly t: number;
  readonly seed: number;
  /** Whether x0 and the noise are shown as they enter the sum, or as they are. */
  readonly weighted: boolean;
  readonly reading: string;
}

/** The pictures of x0, the noise and x_t, as they are shown. */
function useParts({ image, t, seed, weighted }: SumProps) {
  const x0 = image?.pixels ?? null;
  const length = x0?.length ?? startSize * startSize;
  const { signal, noise } = forwardCoefficients(schedule, t);
  const eps = useMemo(() => sampleNormals(makeRng(seed), length), [seed, length]);
  const xt = useMemo(() => x0 && forwardSample(schedule, x0, t, eps), [x0, eps, t]);
  const data = useMemo(
    () => (weighted && x0 ? x0.map((value) => signal * value) : x0),
    [weighted, x0, signal],
  );
  const rest = useMemo(
    () => (weighted ? eps.map((value) => noise * value) : eps),
    [weighted, eps, noise],
  );
  return { data, rest, xt, signal, noise };
}

/** The three pictures, side by side. */
function Sum(props: SumProps) {
  const { image, weighted, reading } = props;
  const { data, rest, xt, signal, noise } = useParts(props);
  const size = image?.size ?? startSize;
  const times = (weight: number) => (weighted ? `, times ${weight.toFixed(3)}` : '');
  return (
    <div class="fn-panels">
      <PixelPanel
        name="x0"
        title={<Part weight={weighted && 'signal'} of="x0" />}
        pixels={data}
        size={size}
        label={`Clean picture: ${image?.name ?? 'none yet'}${times(signal)}`}
        detail={<Weight code="signal" value={signal} />}
      />
      <PixelPanel
        name="eps"
        title={<Part weight={weighted && 'noise'} of="eps" />}
        pixels={rest}
        size={size}
        label={`Noise: every pixel an independent normal number${times(noise)}`}
        detail={<Weight code="noise" value={noise} />}
      />
      <PixelPanel
        name="xt"
        title={<Sym code="xt" />}
        pixels={xt}
        size={size}
        label={reading}
        detail={<SumInNumbers signal={signal} noise={noise} />}
      />
    </div>
  );
}

function SumInNumbers({ signal, noise }: { signal: number; noise: number }) {
  return (
    <>
      {signal.toFixed(3)} <Sym code="x0" /> + {noise.toFixed(3)} <Sym code="eps" />
    </>
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
  const { share, rest } = formatPercents(alphaBar);
  return (
    `At t = ${t} the noisy picture is ${signal.toFixed(3)} of ${name} plus ${noise.toFixed(3)} of noise. ` +
    `Squared, the two weights are shares of variance: ${share} % data, ${rest} % noise.`
  );
}
