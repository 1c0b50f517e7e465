/** Where walks and jumps arrive: two histograms, the formula's curve, and their numbers. */
import { useCallback } from 'preact/hooks';
import { type PlotModule, PlotView } from '../../../components/plots/PlotView.tsx';
import { drawHistograms } from './drawHistograms.ts';
import { formatSigned } from './formatNumbers.ts';
import type { Moments } from './histogram.ts';
import type { View } from './population.ts';
import { bins, type TwoRoutes } from './useTwoRoutes.ts';
import './figures.css';

const height = 250;

export interface RoutesComparisonProps {
  readonly routes: TwoRoutes | null;
  readonly t: number;
  readonly view: View;
}

/** Before the picture is there, an empty chart of the same height. */
export function RoutesComparison({ routes, t, view }: RoutesComparisonProps) {
  const xLabel = view === 'pixel' ? 'value of the picked pixel at t' : 'value of a pixel at t';
  const draw = useCallback(
    (plot: PlotModule, width: number) =>
      drawHistograms(plot, width, {
        bins,
        bars: routes?.walk.densities ?? [],
        outline: routes?.jump.densities ?? [],
        expected: routes?.formula.densities ?? [],
        height,
        xLabel,
      }),
    [routes, xLabel],
  );
  return (
    <>
      <PlotView name="routes" draw={draw} height={height} label={labelOf(routes, t)} />
      <Numbers routes={routes} t={t} />
    </>
  );
}

function labelOf(routes: TwoRoutes | null, t: number): string {
  if (!routes) return 'Histograms of walks and jumps, once the picture is loaded.';
  const { mean, deviation } = routes.formula.moments;
  if (!routes.arrived) {
    return `Histograms of walks, still at step ${routes.walkedTo + 1} of ${t + 1}, and of jumps to t = ${t}.`;
  }
  return (
    `Histograms of walks and jumps at t = ${t}, with the formula’s curve: mean ${formatSigned(mean, 2)}, ` +
    `standard deviation ${deviation.toFixed(2)}. A dashed curve shows N(0, 1). The table has the numbers of each.`
  );
}

/** The table doubles as the chart's legend. */
function Numbers({ routes, t }: { routes: TwoRoutes | null; t: number }) {
  const steps = (routes?.walkedTo ?? -1) + 1;
  return (
    <table class="fn-numbers">
      <thead>
        <tr>
          <th scope="col">At t = {t}</th>
          <th scope="col">steps taken</th>
          <th scope="col">mean</th>
          <th scope="col">st. dev.</th>
        </tr>
      </thead>
      <tbody>
        <Row
          mark="bars"
          name="Walks"
          steps={steps.toLocaleString('en-GB')}
          moments={routes?.walk.moments}
        />
        <Row mark="outline" name="Jumps" steps="1" moments={routes?.jump.moments} />
        <Row mark="expected" name="Formula" steps="none" moments={routes?.formula.moments} />
        <Row mark="normal" name="Pure noise N(0, 1)" steps="" moments={{ mean: 0, deviation: 1 }} />
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly mark: string;
  readonly name: string;
  readonly steps: string;
  readonly moments: Moments | undefined;
}

function Row({ mark, name, steps, moments }: RowProps) {
  return (
    <tr data-row={mark}>
      <th scope="row">
        <span class={`fn-key fn-key-${mark}`} aria-hidden="true" />
        {name}
      </th>
      <td>{steps}</td>
      <td>{moments ? formatSigned(moments.mean, 3) : '…'}</td>
      <td>{moments ? formatSigned(moments.deviation, 3) : '…'}</td>
    </tr>
  );
}
