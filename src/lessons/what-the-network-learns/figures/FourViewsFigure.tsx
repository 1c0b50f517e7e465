/** One prediction of the ideal denoiser said in four ways, beside the truth, with what each error costs. */
import { useMemo, useState } from 'preact/hooks';
import { SeedControl } from '../../../components/controls/Choices.tsx';
import { TimestepSlider } from '../../../components/controls/TimestepSlider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { useOnScreen } from '../../../components/figure/hooks.ts';
import { PlotView } from '../../../components/plots/PlotView.tsx';
import { forwardSample, makeRng, sampleNormals } from '../../../lib/diffusion/index.ts';
import { digitPixels, idealBadge, lastStep, schedule } from './digits.ts';
import { drawErrorFactors } from './drawErrorFactors.ts';
import './figures.css';
import { rmsDifference, threeDigits } from './posterior.ts';
import { UnexplainedPlot } from './UnexplainedPlot.tsx';
import { useDigitChoice } from './useDigitChoice.tsx';
import { type SeenView, ViewGrid } from './ViewGrid.tsx';
import { drawnRange, errorFactor, scaled, viewOf, views } from './views.ts';

const startStep = 300;

/** Every view of the prediction and of the truth, ready to draw. */
function seenViews(
  x0: Float32Array,
  x0Pred: Float32Array,
  xt: Float32Array,
  t: number,
): SeenView[] {
  return views.map((view) => {
    const range = drawnRange(view.id, t);
    const truth = viewOf(view.id, x0, xt, t);
    const predicted = viewOf(view.id, x0Pred, xt, t);
    return {
      view,
      range,
      truth: scaled(truth, range),
      predicted: scaled(predicted, range),
      error: rmsDifference(truth, predicted),
    };
  });
}

export default function FourViewsFigure() {
  const { ref, onScreen } = useOnScreen<HTMLDivElement>();
  const choice = useDigitChoice({ source: 'train', label: 5 });
  const [t, setT] = useState(startStep);
  const [seed, setSeed] = useState(1);
  const { ideal, data } = choice.training;
  const x0 = choice.digit?.pixels ?? null;
  const eps = useMemo(() => sampleNormals(makeRng(seed), digitPixels), [seed]);
  const seen = useMemo(() => {
    if (!x0 || !ideal) return null;
    const xt = forwardSample(schedule, x0, t, eps);
    return seenViews(x0, ideal.posteriorMean(xt, schedule.alphasCumprod[t]!), xt, t);
  }, [x0, ideal, eps, t]);
  const reading = seen ? describe(t, seen) : 'Waiting for the digits.';
  const reset = () => {
    choice.reset();
    setT(startStep);
    setSeed(1);
  };
  return (
    <Figure
      id="four-views"
      title="Four ways to say one prediction"
      badge={idealBadge}
      reading={reading}
      onReset={reset}
    >
      {choice.controls}
      {seen && <ViewGrid seen={seen} t={t} />}
      <TimestepSlider t={t} lastStep={lastStep} onInput={setT} />
      <ViewLegend t={t} />
      <div ref={ref} class="fn-two-plots">
        <div>
          <p class="fn-panel-title fn-left">How much an error grows on the way to the picture</p>
          <PlotView
            name="error-factors"
            height={250}
            label={factorsLabel(t)}
            draw={(plot, width) => drawErrorFactors(plot, width, t)}
          />
        </div>
        <UnexplainedPlot data={data} t={t} wanted={onScreen} />
      </div>
      <div class="fn-row">
        <SeedControl seed={seed} onChange={setSeed} />
      </div>
    </Figure>
  );
}

function ViewLegend({ t }: { t: number }) {
  return (
    <ul class="fn-legend">
      {views.map(({ id, name, role, dash }) => (
        <li key={id}>
          <svg width="30" height="8" aria-hidden="true" style={{ color: `var(--fn-${role})` }}>
            <path d="M0 4H30" stroke="currentColor" stroke-width="2.5" stroke-dasharray={dash} />
          </svg>
          {name} ×{threeDigits(errorFactor(id, t))}
        </li>
      ))}
    </ul>
  );
}

function factorsLabel(t: number): string {
  const parts = views.map(({ id, name }) => `${name} ${threeDigits(errorFactor(id, t))}`);
  return `Logarithmic curves over t of the factor between an error in each view and in the clean picture. At t = ${t}: ${parts.join(', ')}.`;
}

function describe(t: number, seen: readonly SeenView[]): string {
  const errors = seen.map(({ view, error }) => `${view.name} ${threeDigits(error)}`).join(', ');
  const factor = threeDigits(errorFactor('eps', t));
  return (
    `At t = ${t}, one prediction, four errors (root mean square): ${errors}. ` +
    `The error in the clean picture is ${factor} times the error in the noise.`
  );
}
