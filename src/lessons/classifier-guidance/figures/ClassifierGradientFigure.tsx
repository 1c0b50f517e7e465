/** A noisy digit, what the noise-aware classifier reads in it, the gradient of one class's log-probability, and a step along it. */
import { useMemo, useState } from 'preact/hooks';
import { Slider } from '../../../components/controls/Slider.tsx';
import { TimestepSlider } from '../../../components/controls/TimestepSlider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { Sym } from '../../../components/figure/Sym.tsx';
import { ModelStatus } from '../../../components/model/ModelStatus.tsx';
import { firstSeed, usePageSeed } from '../../../components/model/pageSeed.tsx';
import { useShippedClassifier } from '../../../components/model/useShippedModel.ts';
import { PixelPanel } from '../../../components/plots/PixelCanvas.tsx';
import { classifierBadge } from './badges.ts';
import { ClassSelect } from './ClassSelect.tsx';
import { digitSize, lastStep, likeliest, noisyClassifier } from './digits.ts';
import './figures.css';
import { rootMeanSquare, stepAlong } from './gradientStep.ts';
import { ProbabilityBars } from './ProbabilityBars.tsx';
import { SignedSquares } from './SignedSquares.tsx';
import { type NoisyDigit, useNoisyDigit } from './useNoisyDigit.tsx';
import { type Reading, type ReadingRequest, useReading } from './useReading.ts';
import { milliseconds, percentWords } from './words.ts';

const startDigit = { label: 3, t: 300 } as const;
const startWanted = 8;
const startStep = 0.2;

/** Where steps have led, from which noisy digit. */
interface Moved {
  readonly from: NoisyDigit;
  readonly x: Float32Array;
  readonly steps: number;
}

/** What is read before and after a step. */
interface Look {
  readonly noisy: NoisyDigit;
  readonly x: Float32Array;
  readonly steps: number;
  readonly wanted: number;
  readonly step: number;
  readonly before: Reading | null;
  readonly stepped: Float32Array | null;
  readonly after: Reading | null;
}

export default function ClassifierGradientFigure() {
  const classifier = useShippedClassifier(noisyClassifier);
  const { seed, setSeed, seedControl } = usePageSeed();
  const digit = useNoisyDigit(startDigit, seed);
  const [wanted, setWanted] = useState(startWanted);
  const [step, setStep] = useState(startStep);
  const [moved, setMoved] = useState<Moved | null>(null);
  const { noisy, t } = digit;
  const here = moved && moved.from === noisy ? moved : null;
  const x = here?.x ?? noisy?.xt ?? null;
  const request = useMemo<ReadingRequest | null>(
    () => x && { xt: x, t, classes: [wanted] },
    [x, t, wanted],
  );
  const asked = useReading(classifier, request);
  const before = asked.reading;
  const gradient = before?.request === request ? before!.gradient : null;
  const stepped = useMemo(() => x && gradient && stepAlong(x, gradient, step), [x, gradient, step]);
  const afterRequest = useMemo<ReadingRequest | null>(
    () => stepped && { xt: stepped, t, classes: null },
    [stepped, t],
  );
  const told = useReading(classifier, afterRequest);
  const look: Look | null = noisy &&
    x && {
      noisy,
      x,
      steps: here?.steps ?? 0,
      wanted,
      step,
      before: before?.request === request ? before : null,
      stepped,
      after: told.reading?.request === afterRequest ? told.reading : null,
    };
  const reset = () => {
    digit.reset();
    setSeed(firstSeed);
    setWanted(startWanted);
    setStep(startStep);
    setMoved(null);
  };
  const takeStep = () => {
    if (noisy && stepped) setMoved({ from: noisy, x: stepped, steps: (here?.steps ?? 0) + 1 });
  };
  return (
    <Figure
      id="classifier-gradient"
      title="Which pixels would make it surer?"
      badge={classifierBadge(classifier)}
      reading={describe(look)}
      onReset={reset}
    >
      <ModelStatus
        model={classifier}
        problem={asked.problem || told.problem}
        onRetry={() => {
          asked.retry();
          told.retry();
        }}
      />
      <div class="fn-row">
        {digit.controls}
        {seedControl}
      </div>
      <TimestepSlider t={t} lastStep={lastStep} onInput={digit.setT} />
      <ClassSelect label="Make it surer of" name="wanted" value={wanted} onChange={setWanted} />
      <Pictures look={look} />
      <p class="fn-note">
        A filled square: brighter makes the class likelier. A ring: darker does. The largest fills
        its pixel, however small the gradient is.
      </p>
      <Slider
        label="Step along the gradient"
        name="step"
        role="condition"
        value={step}
        min={0}
        max={1}
        step={0.05}
        format={(value) => value.toFixed(2)}
        onInput={setStep}
      />
      <div class="fn-row">
        <button
          type="button"
          class="fn-button fn-button-primary"
          disabled={!stepped || step === 0}
          onClick={takeStep}
        >
          Take the step
        </button>
        <button type="button" class="fn-button" disabled={!here} onClick={() => setMoved(null)}>
          Back to the noisy digit
        </button>
        <span class="fn-note" data-steps>
          {here
            ? `${here.steps} ${here.steps === 1 ? 'step' : 'steps'} taken`
            : 'no step taken yet'}
        </span>
      </div>
      <ProbabilityBars
        before={look?.before?.logProbabilities ?? null}
        after={look?.after?.logProbabilities ?? null}
        own={noisy?.label ?? startDigit.label}
        wanted={wanted}
      />
      <p class="fn-note" data-timing>
        {timing(asked.reading, told.reading)}
      </p>
    </Figure>
  );
}

function Pictures({ look }: { readonly look: Look | null }) {
  const gradient = look?.before?.gradient ?? null;
  const size = digitSize;
  const wanted = look?.wanted ?? startWanted;
  const words = gradient
    ? `What makes class ${wanted} likelier, ${rootMeanSquare(gradient).toFixed(3)} a pixel`
    : 'No gradient yet';
  return (
    <div class="fn-panels fn-guide-four">
      <PixelPanel
        name="xt"
        title={<Sym code="xt" />}
        pixels={look?.x ?? null}
        size={size}
        label={look ? `The digit in noise at t = ${look.noisy.t}` : 'No digit yet'}
        detail="what it reads"
      />
      <div class="fn-panel">
        <p class="fn-panel-title role-condition">gradient</p>
        <SignedSquares name="gradient" gradient={gradient} over={null} size={size} label={words} />
        <p class="fn-panel-detail">
          {gradient ? `${rootMeanSquare(gradient).toFixed(3)} a pixel` : 'no answer yet'}
        </p>
      </div>
      <div class="fn-panel">
        <p class="fn-panel-title">both</p>
        <SignedSquares
          name="both"
          gradient={gradient}
          over={look?.x ?? null}
          size={size}
          label={`${words}, over the digit`}
        />
        <p class="fn-panel-detail">one on the other</p>
      </div>
      <PixelPanel
        name="stepped"
        title={
          <>
            <Sym code="xt" /> + step
          </>
        }
        pixels={look?.stepped ?? null}
        size={size}
        label={look?.stepped ? 'The digit after the step' : 'No step yet'}
        detail={
          look && gradient
            ? `moved ${(look.step * rootMeanSquare(gradient)).toFixed(2)} a pixel`
            : 'no answer yet'
        }
      />
    </div>
  );
}

function timing(before: Reading | null, after: Reading | null): string {
  if (!before) return 'The first answer is still to come.';
  if (before.nth === 1) {
    return `The first answer took ${milliseconds(before.milliseconds)} here, making the network ready included.`;
  }
  const first = `One image with its gradient takes ${milliseconds(before.milliseconds)} here`;
  return after ? `${first}, one without ${milliseconds(after.milliseconds)}.` : `${first}.`;
}

function describe(look: Look | null): string {
  if (!look?.before) return 'Waiting for the classifier and its digit.';
  const { noisy, steps, wanted, step, before, after } = look;
  const logs = before.logProbabilities;
  const taken = steps > 0 ? `, ${steps} ${steps === 1 ? 'step' : 'steps'} on` : '';
  const read = likeliest(logs)[0]!;
  const now =
    `A handwritten ${noisy.label} in noise at t = ${noisy.t}${taken}. The classifier reads ${read} with ` +
    `${percentWords(Math.exp(logs[read]!))} and gives class ${wanted} ${percentWords(Math.exp(logs[wanted]!))}.`;
  if (!after) return now;
  const then = percentWords(Math.exp(after.logProbabilities[wanted]!));
  const size = (step * rootMeanSquare(before.gradient!)).toFixed(2);
  return `${now} A step of ${step.toFixed(2)} along its gradient moves a pixel by ${size} (root mean square); class ${wanted} then has ${then}.`;
}
