/** What the order of a sampler means: its error against steps and network calls, with an exact denoiser on a line. */
import { useMemo, useState } from 'preact/hooks';
import { Choices } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { PlotView } from '../../../components/plots/PlotView.tsx';
import { samplers } from '../../../lib/diffusion/index.ts';
import { type Cost, drawOrders, type OrderLine, orderStyle } from './drawOrders.ts';
import { drawPaths } from './drawPaths.ts';
import './figures.css';
import { LineKey } from '../../../components/plots/LineKey.tsx';
import { OrderTable } from './OrderTable.tsx';
import {
  type Compared,
  compared,
  exactPaths,
  type LineDataName,
  lineData,
  measureAll,
  stepCounts,
  walkedPaths,
} from './orders.ts';
import { amount, counted } from './words.ts';

interface Settings {
  readonly data: LineDataName;
  readonly cost: Cost;
  readonly chosen: Compared;
  /** Place in the step counts. */
  readonly place: number;
}

const startSettings: Settings = {
  data: 'two',
  cost: 'steps',
  chosen: 'euler',
  place: stepCounts.indexOf(8),
};

/** How this figure calls a sampler. */
export const titleOf = (name: Compared): string =>
  name === 'euler' ? 'DDIM (Euler)' : samplers[name].label;

const dataOptions = (Object.keys(lineData) as LineDataName[]).map((value) => ({
  value,
  label: lineData[value].label,
}));

export default function OrdersFigure() {
  const [settings, setSettings] = useState(startSettings);
  const change = (part: Partial<Settings>) => setSettings((now) => ({ ...now, ...part }));
  const { data, cost, chosen, place } = settings;
  const { mixture } = lineData[data];
  const steps = stepCounts[place]!;
  const lines = useMemo<OrderLine[]>(
    () => compared.map((name) => ({ name, points: measureAll(mixture, name) })),
    [mixture],
  );
  const exact = useMemo(() => exactPaths(mixture), [mixture]);
  const walked = useMemo(() => walkedPaths(mixture, chosen, steps), [mixture, chosen, steps]);
  const reading = describe(settings, lines);
  return (
    <Figure
      id="ddim-orders"
      title="What higher order buys"
      badge="exact denoiser of a Gaussian mixture"
      reading={reading}
      onReset={() => setSettings(startSettings)}
    >
      <div class="fn-row">
        <Choices
          legend="Data on a line"
          value={data}
          options={dataOptions}
          onChange={(next) => change({ data: next })}
        />
      </div>
      <div class="fn-row">
        <Choices
          legend="Sampler"
          value={chosen}
          options={compared.map((value) => ({ value, label: titleOf(value) }))}
          onChange={(next) => change({ chosen: next })}
        />
      </div>
      <Slider
        label="Steps of the drawn walk"
        name="steps"
        value={place}
        min={0}
        max={stepCounts.length - 1}
        format={(at) => counted(stepCounts[at]!, 'step')}
        onInput={(next) => change({ place: next })}
      />
      <div>
        <p class="fn-panel-title fn-left">Paths from noise to data</p>
        <PlotView
          name="paths"
          height={260}
          label={`Paths from noise to data: the flow’s own, and those of ${titleOf(chosen)} in ${counted(steps, 'step')}`}
          draw={(plot, width) =>
            drawPaths(plot, width, { exact, walked, colour: 'var(--fn-prediction)' })
          }
        />
        <ul class="fn-legend">
          <LineKey colour="var(--fn-data)" dash="none">
            the flow’s own paths
          </LineKey>
          <LineKey colour="var(--fn-prediction)" dash="none">
            {titleOf(chosen)}, {counted(steps, 'step')}
          </LineKey>
        </ul>
      </div>
      <div>
        <p class="fn-panel-title fn-left">Error of the end</p>
        <PlotView
          name="orders"
          height={300}
          label={`Error of the end of every sampler against ${cost === 'steps' ? 'steps' : 'network calls'}. ${reading}`}
          draw={(plot, width) =>
            drawOrders(plot, width, { lines, cost, chosen: { name: chosen, steps } })
          }
        />
        <ul class="fn-legend">
          {compared.map((name) => (
            <LineKey key={name} {...orderStyle(name)}>
              {titleOf(name)}
            </LineKey>
          ))}
        </ul>
      </div>
      <Choices
        legend="Count"
        value={cost}
        options={[
          { value: 'steps', label: 'steps' },
          { value: 'calls', label: 'network calls' },
        ]}
        onChange={(next) => change({ cost: next })}
      />
      <OrderTable lines={lines} titleOf={titleOf} />
    </Figure>
  );
}

function describe({ chosen, place, data }: Settings, lines: readonly OrderLine[]): string {
  const steps = stepCounts[place]!;
  const point = lines.find(({ name }) => name === chosen)!.points[place]!;
  const best = lines.reduce((low, line) =>
    line.points[place]!.error < low.points[place]!.error ? line : low,
  );
  return (
    `Data with ${lineData[data].label}. ${titleOf(chosen)} in ${counted(steps, 'step')}, with ` +
    `${counted(point.calls, 'network call')}, ends ${amount(point.error)} from where the flow ends (root mean square). ` +
    `Least error at this number of steps: ${titleOf(best.name)}, ${amount(best.points[place]!.error)}.`
  );
}
