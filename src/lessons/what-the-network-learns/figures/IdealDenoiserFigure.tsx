/** The mean of all training digits that x_t may have come from: blurry at high noise, one digit at low. */
import { useMemo, useState } from 'preact/hooks';
import { SeedControl } from '../../../components/controls/Choices.tsx';
import { TimestepSlider } from '../../../components/controls/TimestepSlider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { Sym } from '../../../components/figure/Sym.tsx';
import { PixelPanel } from '../../../components/plots/PixelCanvas.tsx';
import {
  forwardCoefficients,
  forwardSample,
  type IdealDenoiser,
  makeRng,
  sampleNormals,
} from '../../../lib/diffusion/index.ts';
import { CandidateBars } from './CandidateBars.tsx';
import { digitPixels, digitSize, idealBadge, lastStep, schedule, trainingCount } from './digits.ts';
import './figures.css';
import { MeanStrip } from './MeanStrip.tsx';
import { effectiveCandidates, heaviest, percent, rmsDifference, threeDigits } from './posterior.ts';
import { type ChosenDigit, useDigitChoice } from './useDigitChoice.tsx';

const startStep = 300;
const shownCandidates = 6;

/** What the ideal denoiser makes of one noisy digit. */
function denoise(ideal: IdealDenoiser, xt: Float32Array, t: number) {
  const alphaBar = schedule.alphasCumprod[t]!;
  const weights = ideal.posteriorWeights(xt, alphaBar);
  return {
    mean: ideal.posteriorMean(xt, alphaBar),
    candidates: heaviest(weights, shownCandidates),
    effective: effectiveCandidates(weights),
  };
}

export default function IdealDenoiserFigure() {
  const choice = useDigitChoice({ source: 'train', label: 3 });
  const [t, setT] = useState(startStep);
  const [seed, setSeed] = useState(1);
  const { digit, training } = choice;
  const { ideal, data } = training;
  const x0 = digit?.pixels ?? null;
  const eps = useMemo(() => sampleNormals(makeRng(seed), digitPixels), [seed]);
  const xt = useMemo(() => x0 && forwardSample(schedule, x0, t, eps), [x0, t, eps]);
  const found = useMemo(() => ideal && xt && denoise(ideal, xt, t), [ideal, xt, t]);
  const error = x0 && found ? rmsDifference(x0, found.mean) : 0;
  const labelOf = (index: number) => data?.labels[index] ?? 0;
  const reading =
    found && digit ? describe({ t, digit, error, labelOf, ...found }) : waiting(digit);
  const reset = () => {
    choice.reset();
    setT(startStep);
    setSeed(1);
  };
  return (
    <Figure
      id="ideal-denoiser"
      title="The best possible prediction"
      badge={idealBadge}
      reading={reading}
      onReset={reset}
    >
      {choice.controls}
      <ThreePictures
        {...{ x0, xt, t, mean: found?.mean ?? null, name: digit?.name ?? '', error }}
      />
      <TimestepSlider t={t} lastStep={lastStep} onInput={setT} />
      {found && data && (
        <CandidateBars
          data={data}
          candidates={found.candidates}
          effective={found.effective}
          ownIndex={digit?.trainingIndex ?? -1}
        />
      )}
      {ideal && x0 && <MeanStrip ideal={ideal} x0={x0} eps={eps} onPick={setT} />}
      <div class="fn-row">
        <SeedControl seed={seed} onChange={setSeed} />
      </div>
    </Figure>
  );
}

interface ThreePicturesProps {
  readonly x0: Float32Array | null;
  readonly xt: Float32Array | null;
  readonly mean: Float32Array | null;
  readonly t: number;
  readonly name: string;
  readonly error: number;
}

function ThreePictures({ x0, xt, mean, t, name, error }: ThreePicturesProps) {
  const { signal, noise } = forwardCoefficients(schedule, t);
  return (
    <div class="fn-panels">
      <PixelPanel
        name="x0"
        title={<Sym code="x0" />}
        pixels={x0}
        size={digitSize}
        label={`Clean digit: ${name}`}
        detail="the truth"
      />
      <PixelPanel
        name="xt"
        title={<Sym code="xt" />}
        pixels={xt}
        size={digitSize}
        label={`The same digit at t = ${t}: ${signal.toFixed(3)} of it and ${noise.toFixed(3)} of noise`}
        detail={`${signal.toFixed(2)} digit, ${noise.toFixed(2)} noise`}
      />
      <PixelPanel
        name="mean"
        title={
          <span class="role-prediction">
            E[<i>x</i>
            <sub>0</sub> | <i>x</i>
            <sub>t</sub>]
          </span>
        }
        pixels={mean}
        size={digitSize}
        label={`The mean of all training digits, weighted by how well they fit; error ${threeDigits(error)}`}
        detail={mean ? `error ${error.toFixed(3)}` : 'no digit yet'}
      />
    </div>
  );
}

interface Shown extends ReturnType<typeof denoise> {
  readonly t: number;
  readonly digit: ChosenDigit;
  readonly error: number;
  readonly labelOf: (index: number) => number;
}

function describe({ t, digit, error, effective, candidates, labelOf }: Shown): string {
  const first = candidates[0]!;
  const label = labelOf(first.index);
  const sameClass = digit.trainingIndex >= 0 && label === labelOf(digit.trainingIndex);
  const other = `${sameClass ? 'another' : 'a training'} ${label}`;
  const who = first.index === digit.trainingIndex ? 'the digit itself' : other;
  const fit =
    effective < 1.005
      ? `only one of the ${trainingCount} training digits still fits xₜ`
      : `in effect ${threeDigits(effective)} of the ${trainingCount} training digits fit xₜ`;
  return (
    `At t = ${t}, made from ${digit.name}: ${fit}. The likeliest is ${who}, ` +
    `with ${percent(first.weight)} of the weight. ` +
    `The weighted mean differs from the truth by ${error.toFixed(3)} a pixel (root mean square).`
  );
}

function waiting(digit: ChosenDigit | null): string {
  return digit ? 'Waiting for the training digits.' : 'No digit yet: choose or draw one.';
}
