/** Quality against steps, measured on the reader's machine point by point, and the course's own table below. */
import { useMemo, useState } from 'preact/hooks';
import { Choices, Toggle } from '../../../components/controls/Choices.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { DrawTiming } from '../../../components/model/DrawTiming.tsx';
import { ModelStatus } from '../../../components/model/ModelStatus.tsx';
import { firstSeed, usePageSeed } from '../../../components/model/pageSeed.tsx';
import {
  modelBadge,
  useShippedClassifier,
  useShippedModel,
} from '../../../components/model/useShippedModel.ts';
import { PlotView } from '../../../components/plots/PlotView.tsx';
import {
  type SamplerName,
  samplerNames,
  samplers,
  type TimestepSpacing,
  timestepSpacings,
} from '../../../lib/diffusion/index.ts';
import type { Cost } from './drawOrders.ts';
import { drawQuality } from './drawQuality.ts';
import './figures.css';
import { LineKey } from '../../../components/plots/LineKey.tsx';
import { MeasuredTable } from './MeasuredTable.tsx';
import { type ModelId, modelOf, models } from './models.ts';
import { measuredSteps, planOf } from './quality.ts';
import { samplerStyles } from './samplerStyles.ts';
import { type Measured, type Progress, useQuality } from './useQuality.ts';
import { counted, duration } from './words.ts';

type CountText = '100' | '200' | '500' | '1000';
const counts = (['100', '200', '500', '1000'] as const).map((value) => ({ value, label: value }));
const startChosen: ReadonlySet<SamplerName> = new Set(['ddpm', 'ddim']);

export default function QualityFigure() {
  const { seed, setSeed, seedControl } = usePageSeed();
  const [id, setId] = useState<ModelId>('digits-8');
  const [count, setCount] = useState<CountText>('200');
  const [spacing, setSpacing] = useState<TimestepSpacing>('trailing');
  const [chosen, setChosen] = useState(startChosen);
  const [cost, setCost] = useState<Cost>('steps');
  const model = useShippedModel(id);
  const classifier = useShippedClassifier(`${id}-classifier`);
  const quality = useQuality(model, classifier, {
    key: `${id} ${count} ${spacing} ${seed}`,
    count: Number(count),
    seed,
  });
  const { measured, progress } = quality;
  const plan = useMemo(
    () => planOf(chosen, measured.points, spacing),
    [chosen, measured.points, spacing],
  );
  const ready = model.state.status === 'ready' && classifier.state.status === 'ready';
  const toggle = (name: SamplerName, on: boolean) =>
    setChosen((now) => new Set(on ? [...now, name] : [...now].filter((other) => other !== name)));
  const last = measured.points.at(-1);
  const reset = () => {
    quality.forget();
    setId('digits-8');
    setCount('200');
    setChosen(startChosen);
    setSpacing('trailing');
    setCost('steps');
    setSeed(firstSeed);
  };
  const reading = describe(id, count, measured);
  const retry = () => {
    if (model.state.status !== 'ready' || quality.problem) model.reopen();
    if (classifier.state.status !== 'ready' || quality.problem) classifier.reopen();
    quality.clear();
  };
  return (
    <Figure
      id="ddim-quality"
      title="Quality against steps, measured here"
      badge={modelBadge(model.state, id)}
      reading={reading}
      onReset={reset}
    >
      <ModelStatus
        model={classifier.state.status === 'failed' ? classifier : model}
        problem={quality.problem}
        onRetry={retry}
      />
      <div class="fn-row">
        <Choices legend="Model" value={id} options={models} onChange={setId} />
        {seedControl}
      </div>
      <Choices legend="Images for each point" value={count} options={counts} onChange={setCount} />
      <Choices
        legend="Visited steps"
        value={spacing}
        options={timestepSpacings.map((value) => ({ value, label: value }))}
        onChange={setSpacing}
      />
      <fieldset class="fn-choices fn-ddim-toggles">
        <legend>Samplers</legend>
        {samplerNames.map((name) => (
          <Toggle
            key={name}
            label={samplers[name].label}
            checked={chosen.has(name)}
            onChange={(on) => toggle(name, on)}
          />
        ))}
      </fieldset>
      <MeasureRow
        progress={progress}
        ready={ready}
        started={measured.points.length > 0}
        left={plan.length}
        onMeasure={() => void quality.run(plan)}
        onStop={quality.stop}
      />
      <QualityPlot measured={measured} chosen={chosen} cost={cost} reading={reading} />
      <Choices
        legend="Count"
        value={cost}
        options={[
          { value: 'steps', label: 'steps' },
          { value: 'calls', label: 'network calls' },
        ]}
        onChange={setCost}
      />
      {last && (
        <DrawTiming images={Number(count)} calls={last.calls} milliseconds={last.milliseconds} />
      )}
      <MeasuredTable id={id} />
      <p class="fn-note">
        Drawn without guidance, x̂₀ clipped, the classes in turn. The distance is between Gaussians
        fitted to a classifier’s features of these images and of all held-out ones; for real images
        it is not 0, because a few images are a poor sample of many. The course’s table is of
        trailing steps. Heun and PNDM start where σ is 80.
      </p>
    </Figure>
  );
}

interface MeasureRowProps {
  readonly progress: Progress | null;
  readonly ready: boolean;
  /** Whether there is a point already. */
  readonly started: boolean;
  /** How many points are missing. */
  readonly left: number;
  readonly onMeasure: () => void;
  readonly onStop: () => void;
}

/** The button that measures; while it does, how far it is and a button that stops. */
function MeasureRow({ progress, ready, started, left, onMeasure, onStop }: MeasureRowProps) {
  return (
    <div class="fn-row">
      {progress ? (
        <>
          <button type="button" class="fn-button" onClick={onStop}>
            Stop
          </button>
          <progress
            aria-label="Measuring"
            value={progress.done}
            max={Math.max(1, progress.total)}
          />
          <span class="fn-note">{progressWords(progress)}</span>
        </>
      ) : (
        <button
          type="button"
          class="fn-button fn-button-primary"
          disabled={!ready || left === 0}
          onClick={onMeasure}
        >
          {started ? 'Measure what is missing' : 'Measure'}
        </button>
      )}
      {!progress && left === 0 && (
        <span class="fn-note">All points of these samplers are measured.</span>
      )}
    </div>
  );
}

interface QualityPlotProps {
  readonly measured: Measured;
  readonly chosen: ReadonlySet<SamplerName>;
  readonly cost: Cost;
  readonly reading: string;
}

/** The chart and its legend. */
function QualityPlot({ measured, chosen, cost, reading }: QualityPlotProps) {
  return (
    <div>
      <PlotView
        name="quality"
        height={280}
        label={reading}
        draw={(plot, width) =>
          drawQuality(plot, width, {
            points: measured.points,
            real: measured.real?.frechet ?? null,
            cost,
          })
        }
      />
      <ul class="fn-legend">
        {samplerNames
          .filter((name) => chosen.has(name))
          .map((name) => (
            <LineKey key={name} {...samplerStyles[name]}>
              {samplers[name].label}
            </LineKey>
          ))}
        <LineKey colour="var(--fn-data)" dash="3 3">
          real training images
        </LineKey>
      </ul>
    </div>
  );
}

function progressWords({ cell, millisecondsLeft }: Progress): string {
  if (!cell) return 'measuring real images';
  const what = `${samplers[cell.sampler].label}, ${counted(cell.steps, 'step')}`;
  return millisecondsLeft === null ? what : `${what}; about ${duration(millisecondsLeft)} left`;
}

function describe(id: ModelId, count: string, { points, real }: Measured): string {
  const what = `Squared Fréchet distance of ${count} ${modelOf(id).images} at a time`;
  if (points.length === 0) return `${what}: nothing measured yet.`;
  const lines = samplerNames.flatMap((name) => {
    const own = measuredSteps.flatMap((steps) => {
      const point = points.find((one) => one.sampler === name && one.steps === steps);
      return point ? [`${point.frechet.toFixed(2)} in ${counted(steps, 'step')}`] : [];
    });
    return own.length > 0 ? [`${samplers[name].label} ${own.join(', ')}`] : [];
  });
  const floor = real ? ` Real images: ${real.frechet.toFixed(2)}.` : '';
  return `${what}. ${lines.join('. ')}.${floor}`;
}
