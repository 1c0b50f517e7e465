/** Accuracy, Fréchet distance and diversity against the guidance scale, measured in the page, beside the shipped table. */
import { useEffect, useState } from 'preact/hooks';
import { Choices } from '../../../components/controls/Choices.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { timingWords } from '../../../components/model/DrawTiming.tsx';
import { ModelStatus } from '../../../components/model/ModelStatus.tsx';
import { firstSeed, usePageSeed } from '../../../components/model/pageSeed.tsx';
import { picturesOf } from '../../../components/model/useDraw.ts';
import {
  modelBadge,
  useShippedClassifier,
  useShippedModel,
} from '../../../components/model/useShippedModel.ts';
import { PictureGridView } from '../../../components/plots/PictureGrid.tsx';
import { PlotView } from '../../../components/plots/PlotView.tsx';
import { measuredSampling } from '../../../measured/sampling.ts';
import { drawTrade } from './drawTrade.ts';
import './figures.css';
import { LineKey } from '../../../components/plots/LineKey.tsx';
import { classes, classifierOf, ModelChoice, type ModelId, sizeOf } from './models.tsx';
import { TradeTable } from './TradeTable.tsx';
import { counts, measures, scales, steps, timeLeft } from './tradePoints.ts';
import { type Measured, type TradeClock, type TradeRun, useTrade } from './useTrade.ts';
import { durationText, percentOne, scaleText } from './words.ts';

const startCount = 100;
const modelNames = { 'digits-8': 'digits', 'fashion-32': 'garments' } as const;

export default function TradeFigure() {
  const [id, setId] = useState<ModelId>('digits-8');
  const [count, setCount] = useState<number>(startCount);
  const { seed, setSeed, seedControl } = usePageSeed();
  const model = useShippedModel(id);
  const classifier = useShippedClassifier(classifierOf(id));
  const trade = useTrade(model, classifier);
  const { run, busy } = trade;
  const ready = model.state.status === 'ready' && classifier.state.status === 'ready';
  const measure = () => trade.measure({ count, seed });
  const reading = describe(id, count, run, busy);
  return (
    <Figure
      id="cfg-trade"
      title="What the scale buys, and what it costs"
      badge={modelBadge(model.state, id)}
      reading={reading}
      onReset={() => {
        trade.forget();
        setId('digits-8');
        setCount(startCount);
        setSeed(firstSeed);
      }}
    >
      <ModelStatus
        model={classifier.state.status === 'failed' ? classifier : model}
        problem={trade.problem}
        onRetry={() => {
          model.reopen();
          classifier.reopen();
        }}
      />
      <div class="fn-row">
        <ModelChoice
          id={id}
          onChange={(next) => {
            trade.forget();
            setId(next);
          }}
        />
        <Choices
          legend="Images a scale"
          value={String(count)}
          options={counts.map((value) => ({ value: String(value), label: String(value) }))}
          onChange={(value) => {
            trade.forget();
            setCount(Number(value));
          }}
        />
        {seedControl}
      </div>
      <Progress ready={ready} trade={trade} onMeasure={measure} />
      <Charts id={id} run={run} reading={reading} />
      <Examples points={run.points} size={sizeOf(id)} />
      {run.points.length > 0 && <HereTable id={id} count={count} run={run} />}
      <ShippedTables />
    </Figure>
  );
}

interface ProgressProps {
  readonly ready: boolean;
  readonly trade: ReturnType<typeof useTrade>;
  readonly onMeasure: () => void;
}

function Progress({ ready, trade, onMeasure }: ProgressProps) {
  const { busy, clock, stop } = trade;
  if (!busy) {
    return (
      <div class="fn-row">
        <button
          type="button"
          class="fn-button fn-button-primary"
          disabled={!ready}
          onClick={onMeasure}
        >
          Measure here
        </button>
      </div>
    );
  }
  return (
    <div class="fn-row">
      <button type="button" class="fn-button" onClick={stop}>
        Stop
      </button>
      <progress
        aria-label="Measuring"
        {...(clock ? { value: clock.now.done, max: clock.now.total } : {})}
      />
      <TimeLeft clock={clock} />
    </div>
  );
}

/** Counts down between the scales: inside one, steps may be reported long before they are done. */
function TimeLeft({ clock }: { readonly clock: TradeClock | null }) {
  const [since, setSince] = useState(0);
  const finished = clock?.finished ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count begins anew with every finished scale
  useEffect(() => {
    const from = performance.now();
    setSince(0);
    const timer = setInterval(() => setSince(performance.now() - from), 1000);
    return () => clearInterval(timer);
  }, [finished]);
  const left = finished && timeLeft(finished, since);
  const words = left === null ? 'The first scale tells how long it takes.' : leftText(left);
  return (
    <span class="fn-note" data-left>
      {clock ? words : 'Reading real images first.'}
    </span>
  );
}

const leftText = (left: number) => `About ${durationText(left)} left.`;

interface ChartsProps {
  readonly id: ModelId;
  readonly run: TradeRun;
  readonly reading: string;
}

function Charts({ id, run, reading }: ChartsProps) {
  const table = measuredSampling[id];
  return (
    <>
      <div class="fn-cfg-plots">
        {measures.map(({ key, label }) => (
          <div key={key}>
            <p class="fn-panel-title fn-left">{label}</p>
            <PlotView
              name={`trade-${key}`}
              height={220}
              label={`${label} against the guidance scale. ${reading}`}
              draw={(plot, width) =>
                drawTrade(plot, width, {
                  measure: key,
                  shipped: table.guidance,
                  here: run.points,
                  real: (run.real ?? table.real)[key],
                })
              }
            />
          </div>
        ))}
      </div>
      <ul class="fn-legend">
        <LineKey colour="var(--fn-prediction)">measured on this page</LineKey>
        <LineKey colour="var(--fn-soft)" dash="7 3">
          measured before, {table.samples} images a scale
        </LineKey>
        <LineKey colour="var(--fn-data)" dash="2 3">
          training images
        </LineKey>
      </ul>
    </>
  );
}

/** One image of each class at every measured scale, from the same noise. */
function Examples({
  points,
  size,
}: {
  readonly points: readonly Measured[];
  readonly size: number;
}) {
  const latest = points.at(-1);
  if (!latest) return null;
  return (
    <div class="fn-cfg-rows">
      {points.map(({ scale, images }) => (
        <div key={scale}>
          <p class="fn-panel-title fn-left">w = {scaleText(scale)}</p>
          <PictureGridView
            name={`examples-${scale}`}
            pictures={picturesOf(images, size)}
            size={size}
            columns={classes}
            gap={1}
            label={`One image of each class at guidance scale ${scaleText(scale)}`}
          />
        </div>
      ))}
    </div>
  );
}

interface HereTableProps {
  readonly id: ModelId;
  readonly count: number;
  readonly run: TradeRun;
}

function HereTable({ id, count, run }: HereTableProps) {
  const { calls, milliseconds } = run.points.at(-1)!;
  return (
    <div>
      <TradeTable
        name="here"
        caption={`Measured on this page: ${count} ${modelNames[id]} a scale, ${steps} DDIM steps`}
        points={run.points}
        real={run.real}
      />
      <p class="fn-note" data-timing>
        At the last scale: {timingWords({ images: count, calls, milliseconds })}
      </p>
    </div>
  );
}

/** The shipped tables of both models. */
function ShippedTables() {
  return (
    <div class="fn-cfg-two">
      {(['digits-8', 'fashion-32'] as const).map((id) => {
        const { guidance, real, samples, guidanceSteps } = measuredSampling[id];
        return (
          <TradeTable
            key={id}
            name={`shipped-${id}`}
            caption={`Measured before, ${id}: ${samples} images a scale, ${guidanceSteps} DDIM steps`}
            points={guidance}
            real={real}
          />
        );
      })}
    </div>
  );
}

function describe(id: ModelId, count: number, { points, real }: TradeRun, busy: boolean): string {
  const latest = points.at(-1);
  if (!latest || !real) {
    return `Nothing is measured here yet. ${scales.length} scales from ${scales[0]} to ${scales.at(-1)} are to come, ${count} ${modelNames[id]} each.`;
  }
  const { scale, accuracy, frechet, diversity } = latest;
  const state = busy ? `${points.length} of ${scales.length} scales measured` : 'Measured';
  return (
    `${state}, ${count} ${modelNames[id]} each. At w = ${scaleText(scale)}, ${percentOne(accuracy)} are read as their class, ` +
    `the Fréchet distance is ${frechet.toFixed(2)} (training images: ${real.frechet.toFixed(2)}) and the diversity ` +
    `${diversity.toFixed(2)} (training images: ${real.diversity.toFixed(2)}).`
  );
}
