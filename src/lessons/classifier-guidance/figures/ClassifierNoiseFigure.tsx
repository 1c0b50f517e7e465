/** Two classifiers and Bayes' rule on ever noisier held-out digits, and what the second network costs. */

import { LoadStatus } from '../../../components/data/LoadStatus.tsx';
import { useImages } from '../../../components/data/useImages.ts';
import { Figure } from '../../../components/figure/Figure.tsx';
import { ModelStatus } from '../../../components/model/ModelStatus.tsx';
import { firstSeed, usePageSeed } from '../../../components/model/pageSeed.tsx';
import {
  backendName,
  type ShippedClassifier,
  type ShippedModel,
  useShippedClassifier,
  useShippedModel,
} from '../../../components/model/useShippedModel.ts';
import { PlotView } from '../../../components/plots/PlotView.tsx';
import { AccuracyTable } from './AccuracyTable.tsx';
import { cleanClassifier, noisyClassifier } from './digits.ts';
import { drawAccuracy, readers } from './drawAccuracy.ts';
import './figures.css';
import { LineKey } from '../../../components/plots/LineKey.tsx';
import { measuredDigits, measuredSteps } from './noiseAccuracy.ts';
import { type AccuracyRow, useNoiseAccuracy } from './useNoiseAccuracy.ts';
import { type StepTimes, useStepTimes } from './useStepTimes.ts';
import { milliseconds, percent } from './words.ts';

export default function ClassifierNoiseFigure() {
  const model = useShippedModel();
  const noisy = useShippedClassifier(noisyClassifier);
  const clean = useShippedClassifier(cleanClassifier);
  const heldOut = useImages('digits-8', undefined, 'test');
  const train = useImages('digits-8');
  const { seed, setSeed, seedControl } = usePageSeed();
  const accuracy = useNoiseAccuracy({
    noisy,
    clean,
    heldOut: heldOut.state.status === 'ready' ? heldOut.state.data : null,
    train: train.state.status === 'ready' ? train.state.data : null,
    seed,
  });
  const stepTimes = useStepTimes(model);
  const { rows } = accuracy;
  const opened = [noisy, clean, model];
  const worst = opened.find(({ state }) => state.status !== 'ready') ?? noisy;
  const reading = describe(rows, stepTimes.times);
  const retry = () => {
    model.reopen();
    accuracy.again();
  };
  return (
    <Figure
      id="classifier-noise"
      title="Who can read noisy digits?"
      badge={badgeOf(noisy)}
      reading={reading}
      onReset={() => setSeed(firstSeed)}
    >
      <ModelStatus model={worst} problem={accuracy.problem || stepTimes.problem} onRetry={retry} />
      <LoadStatus images={heldOut} title="the held-out digits" />
      <LoadStatus images={train} title="the training digits" />
      <div class="fn-row">{seedControl}</div>
      <PlotView
        name="accuracy"
        height={260}
        label={reading}
        draw={(plot, width) => drawAccuracy(plot, width, rows)}
      />
      <ul class="fn-legend">
        {readers.map(({ key, name, colour, dash }) => (
          <LineKey key={key} colour={colour} dash={dash}>
            {name}
          </LineKey>
        ))}
        <LineKey colour="var(--fn-noise)">guessing</LineKey>
      </ul>
      <p class="fn-note" data-measured={rows.length}>
        {measuredDigits} held-out digits at each of {measuredSteps.length} timesteps
        {rows.length < measuredSteps.length && `; ${rows.length} measured so far`}.
      </p>
      <AccuracyTable rows={rows} />
      <Cost model={model} noisy={noisy} stepTimes={stepTimes} />
    </Figure>
  );
}

interface CostProps {
  readonly model: ShippedModel;
  readonly noisy: ShippedClassifier;
  readonly stepTimes: ReturnType<typeof useStepTimes>;
}

/** Parameters of both networks, and the time of a step. */
function Cost({ model, noisy, stepTimes }: CostProps) {
  const { times, busy, measure } = stepTimes;
  const ready = model.state.status === 'ready' && noisy.state.status === 'ready';
  const counts =
    model.state.status === 'ready' && noisy.state.status === 'ready'
      ? `The denoiser has ${whole(model.state.info.parameters)} parameters, the classifier trained on noise ${whole(noisy.state.info.parameters)} more.`
      : '';
  return (
    <div class="fn-guide-plane">
      <p class="fn-panel-title fn-guide-left">What it costs</p>
      <p class="fn-note">{counts}</p>
      <div class="fn-row">
        <button
          type="button"
          class="fn-button"
          disabled={!ready || busy}
          onClick={() => void measure()}
        >
          {busy ? 'Measuring …' : 'Measure a step here'}
        </button>
        <span class="fn-note" data-timing>
          {times ? stepWords(times) : 'Not measured yet.'}
        </span>
      </div>
    </div>
  );
}

const whole = (value: number): string => value.toLocaleString('en-US');

function stepWords({ plain, steered }: StepTimes): string {
  return (
    `One step of one image takes ${milliseconds(plain / 10)} here, with the gradient ` +
    `${milliseconds(steered / 10)}: ${(steered / plain).toFixed(1)} times as long (ten images at once).`
  );
}

function badgeOf({ state }: ShippedClassifier): string {
  const where = state.status === 'ready' ? `, on ${backendName(state.info.backend)}` : '';
  return `two trained classifiers${where}; Bayes’ rule: exact formula`;
}

function describe(rows: readonly AccuracyRow[], times: StepTimes | null): string {
  const noisiest = rows.find(({ t }) => t === 500);
  if (!noisiest) return 'The classifiers are about to be measured.';
  const shares = readers.map(({ key }) => percent(noisiest[key].accuracy));
  const words =
    `At t = 500 the classifier trained on noise reads ${shares[0]} of the digits right, the one trained on clean digits ` +
    `${shares[1]} (and is ${percent(noisiest.clean.sureness)} sure on average), Bayes’ rule ${shares[2]}.`;
  return times ? `${words} ${stepWords(times)}` : words;
}
