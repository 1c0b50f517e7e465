/** The loss at each t of the ideal denoiser, on digits it knows and on digits it has never met. */
import { useMemo, useState } from 'preact/hooks';
import { TimestepSlider } from '../../../components/controls/TimestepSlider.tsx';
import { LoadStatus } from '../../../components/data/LoadStatus.tsx';
import { useImages } from '../../../components/data/useImages.ts';
import { Figure } from '../../../components/figure/Figure.tsx';
import { useOnScreen } from '../../../components/figure/hooks.ts';
import { PlotView } from '../../../components/plots/PlotView.tsx';
import { BoundTable } from './BoundTable.tsx';
import { lastStep, readyData, useTrainingDigits } from './digits.ts';
import { drawLossByT, type LossCurve, powerOfTen } from './drawLossByT.ts';
import './figures.css';
import { LossControls } from './LossControls.tsx';
import { LossLegend } from './LossLegend.tsx';
import { type LossSettings, lossPoint, lossSteps } from './lossSeries.ts';
import { threeDigits } from './posterior.ts';
import { type MeasuredSeries, useLossSeries } from './useLossSeries.ts';
import { useEver } from './useMeasurement.ts';

const startStep = 50;
const start: LossSettings = { view: 'eps', weight: 'uniform', gamma: 5 };
const startDraws = 64;

export default function LossByTFigure() {
  const { ref, onScreen } = useOnScreen<HTMLDivElement>();
  const seen = useEver(onScreen);
  const [settings, setSettings] = useState(start);
  const [draws, setDraws] = useState(startDraws);
  const [t, setT] = useState(startStep);
  const { images, data } = useTrainingDigits();
  const heldOutImages = useImages('digits-8', undefined, 'test');
  const heldOut = readyData(heldOutImages.state);
  const series = useLossSeries(seen ? data : null, seen ? heldOut : null, draws);
  const curves = useMemo(() => curvesOf(series.all, settings), [series.all, settings]);
  const { label, floor } = axisOf(settings);
  const reading = describe(t, curves, settings);
  const reset = () => {
    setSettings(start);
    setDraws(startDraws);
    setT(startStep);
    for (const part of series.parts) part.resume();
  };
  return (
    <Figure
      id="loss-by-t"
      title="Which steps are hard, and for whom"
      badge={`ideal denoiser, ${draws} noisy digits at each of ${lossSteps.length} steps, in a background worker`}
      reading={reading}
      onReset={reset}
    >
      <LoadStatus images={images} title="the training digits" />
      <LoadStatus images={heldOutImages} title="the held-out digits" />
      <LossControls
        settings={settings}
        onSettings={setSettings}
        draws={draws}
        onDraws={setDraws}
        series={series}
      />
      <div ref={ref}>
        <LossLegend curves={curves} />
        <PlotView
          name="loss-by-t"
          height={320}
          label={reading}
          draw={(plot, width) => drawLossByT(plot, width, { curves, t, yLabel: label, floor })}
        />
      </div>
      <TimestepSlider label="Read the curves at t" t={t} lastStep={lastStep} onInput={setT} />
      <BoundTable series={series.all} data={data} heldOut={heldOut} />
    </Figure>
  );
}

/** The curves as the plot wants them; a curve without points yet is left out. */
function curvesOf(series: readonly MeasuredSeries[], settings: LossSettings): LossCurve[] {
  return series
    .filter(({ losses }) => losses.length > 0)
    .map(({ losses, ...look }) => ({
      ...look,
      points: losses.map((loss) => lossPoint(loss, settings)),
    }));
}

const viewNames = { eps: 'the noise', x0: 'the clean picture', v: 'the velocity' } as const;

function axisOf({ view, weight }: LossSettings): { label: string; floor: number } {
  if (weight === 'bound') return { label: 'bits per pixel', floor: 1e-7 };
  const weighted = weight === 'uniform' ? '' : 'weighted ';
  return { label: `${weighted}squared error of ${viewNames[view]}`, floor: 1e-4 };
}

function describe(t: number, curves: readonly LossCurve[], settings: LossSettings): string {
  if (curves.length === 0)
    return 'Not measured yet: the measurement starts when the figure is seen.';
  const { label, floor } = axisOf(settings);
  const parts = curves.map(({ name, points }) => {
    const point = points.reduce((a, b) => (Math.abs(b.t - t) < Math.abs(a.t - t) ? b : a));
    const value = point.value < floor ? `below ${powerOfTen(floor)}` : threeDigits(point.value);
    return `${name} ${value} (t = ${point.t})`;
  });
  return `${label[0]!.toUpperCase()}${label.slice(1)}, near t = ${t}: ${parts.join('; ')}.`;
}
