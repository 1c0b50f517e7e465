/** The cloud's shadow on the x axis as a histogram, and its spread in numbers. */
import { useCallback, useMemo } from 'preact/hooks';
import { type PlotModule, PlotView } from '../../../components/plots/PlotView.tsx';
import { type CloudMeasures, insideCircleOfNoise } from './cloudPoints.ts';
import { drawHistograms } from './drawHistograms.ts';
import { type Bins, densities } from './histogram.ts';
import './figures.css';

const bins: Bins = { from: -3.5, to: 3.5, count: 35 };
const height = 190;

export interface CloudMeasuresViewProps {
  /** x and y in turn; null while there is no cloud. */
  readonly points: Float32Array | null;
  readonly measures: CloudMeasures | null;
}

export function CloudMeasuresView({ points, measures }: CloudMeasuresViewProps) {
  const bars = useMemo(
    () =>
      densities(
        (points ?? new Float32Array()).filter((_, i) => i % 2 === 0),
        bins,
      ),
    [points],
  );
  const draw = useCallback(
    (plot: PlotModule, width: number) =>
      drawHistograms(plot, width, { bins, bars, height, xLabel: 'x of the points' }),
    [bars],
  );
  return (
    <div class="fn-cloud-measures">
      <PlotView
        name="shadow"
        draw={draw}
        height={height}
        label="Histogram of the points’ x, next to the dashed curve of N(0, 1)."
      />
      <Measures measures={measures} />
    </div>
  );
}

/** The cloud's numbers next to those of pure noise; the head is the histogram's legend. */
function Measures({ measures }: { measures: CloudMeasures | null }) {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const rows = [
    { name: 'spread of x', cloud: measures?.rms[0].toFixed(2), noise: '1.00' },
    { name: 'spread of y', cloud: measures?.rms[1].toFixed(2), noise: '1.00' },
    {
      name: 'inside the circle',
      cloud: measures ? percent(measures.insideCircle) : undefined,
      noise: percent(insideCircleOfNoise),
    },
  ];
  return (
    <table class="fn-numbers">
      <thead>
        <tr>
          <td />
          <th scope="col">
            <span class="fn-key fn-key-bars" aria-hidden="true" />
            cloud
          </th>
          <th scope="col">
            <span class="fn-key fn-key-normal" aria-hidden="true" />
            noise
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, cloud, noise }) => (
          <tr key={name} data-row={name}>
            <th scope="row">{name}</th>
            <td>{cloud ?? '…'}</td>
            <td>{noise}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
