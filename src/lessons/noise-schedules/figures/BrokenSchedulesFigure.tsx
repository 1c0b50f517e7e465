/** What a bad schedule does to generation, in two dimensions and with an exact denoiser. */
import { useCallback, useMemo, useState } from 'preact/hooks';
import { SeedControl, Toggle } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { useOnScreen } from '../../../components/figure/hooks.ts';
import type { Schedule } from '../../../lib/diffusion/index.ts';
import { formatNumber, formatShare } from '../format.ts';
import {
  type CloudMeasures,
  type CloudSettings,
  cloudPresets,
  clusterNames,
  dataCloud,
  measureCloud,
  noisedCloud,
  pointCount,
  scheduleOf,
  shiftOfMean,
  startCloud,
  stepChoices,
  truth,
  walkBack,
} from '../reverseCloud.ts';
import { CloudPanel } from './CloudPanel.tsx';
import type { CloudLayer } from './drawClouds.ts';
import './figures.css';
import { useSlices } from './useSlices.ts';

const start: CloudSettings = { ...cloudPresets.halfSignal.settings, seed: 1 };

function layer(points: Float64Array, role: CloudLayer['role']): CloudLayer {
  return { points, role, mean: measureCloud(points).mean };
}

export default function BrokenSchedulesFigure() {
  const { ref, onScreen } = useOnScreen<HTMLDivElement>();
  const [settings, setSettings] = useState(start);
  const change = (part: Partial<CloudSettings>) => setSettings((now) => ({ ...now, ...part }));
  const { T, betaEnd, rescaled, seed } = settings;
  const schedule = useMemo(() => scheduleOf({ T, betaEnd, rescaled }), [T, betaEnd, rescaled]);
  const walk = useCallback(() => walkBack(schedule, seed), [schedule, seed]);
  const { result, running } = useSlices(walk, onScreen);
  const measures = useMemo(() => result && measureCloud(result), [result]);
  return (
    <Figure
      id="broken-schedules"
      title="What a bad schedule does to generation"
      badge="exact formula: a mixture of three Gaussians"
      reading={running || !measures ? walking(T) : describe(schedule, measures)}
      onReset={() => setSettings(start)}
    >
      <Presets settings={settings} onChoose={change} />
      <div ref={ref}>
        <Clouds schedule={schedule} seed={seed} generated={result} stale={running} />
      </div>
      <CloudTable measures={measures} />
      <CloudControls settings={settings} schedule={schedule} change={change} />
      <div class="fn-row">
        <SeedControl seed={seed} onChange={(next) => change({ seed: next })} />
      </div>
    </Figure>
  );
}

interface PresetsProps {
  readonly settings: CloudSettings;
  readonly onChoose: (settings: Omit<CloudSettings, 'seed'>) => void;
}

function Presets({ settings, onChoose }: PresetsProps) {
  return (
    <div class="fn-row">
      <span>Try</span>
      {Object.values(cloudPresets).map((preset) => {
        const { T, betaEnd, rescaled } = preset.settings;
        const now =
          settings.T === T && settings.betaEnd === betaEnd && settings.rescaled === rescaled;
        return (
          <button
            type="button"
            class={`fn-button${now ? ' fn-button-primary' : ''}`}
            key={preset.label}
            aria-pressed={now}
            onClick={() => onChoose(preset.settings)}
          >
            {preset.label}
          </button>
        );
      })}
    </div>
  );
}

interface CloudsProps {
  readonly schedule: Schedule;
  readonly seed: number;
  readonly generated: Float64Array | null;
  readonly stale: boolean;
}

function StartDetail() {
  return (
    <>
      <span class="role-noise">pure noise</span>, and the{' '}
      <span class="role-data">data after T steps</span>
    </>
  );
}

function Clouds({ schedule, seed, generated, stale }: CloudsProps) {
  const ends = useMemo(
    () => [layer(noisedCloud(schedule, seed), 'data'), layer(startCloud(seed), 'noise')],
    [schedule, seed],
  );
  const data = useMemo(() => [layer(dataCloud(seed), 'data')], [seed]);
  const made = useMemo(() => (generated ? [layer(generated, 'prediction')] : []), [generated]);
  const share = formatShare(schedule.alphasCumprod[schedule.T - 1]!);
  return (
    <div class="fn-panels">
      <CloudPanel
        name="ends"
        title="Start"
        layers={ends}
        label={`Two clouds: the data after all noising steps, ${share} of it signal, and the pure noise that generation starts from.`}
        detail={<StartDetail />}
      />
      <CloudPanel
        name="generated"
        title="Generated"
        layers={made}
        named
        stale={stale}
        label="The generated points, around the clusters A, B and C; the table below has their shares."
        detail={<span class="role-prediction">+ is the mean</span>}
      />
      <CloudPanel
        name="data"
        title="Data"
        layers={data}
        named
        label="The data: half the points in cluster A at the right, 30 % in B at the top, 20 % in C near the middle."
        detail={<span class="role-data">+ is the mean</span>}
      />
    </div>
  );
}

interface CloudTableProps {
  readonly measures: CloudMeasures | null;
}

function CloudTable({ measures }: CloudTableProps) {
  const point = ({ mean }: CloudMeasures) => `${mean[0].toFixed(2)}, ${mean[1].toFixed(2)}`;
  const rows: readonly [string, (of: CloudMeasures) => string][] = [
    ...clusterNames.map((name, k): [string, (of: CloudMeasures) => string] => [
      `Points in ${name}`,
      ({ shares }) => formatShare(shares[k]!),
    ]),
    ['Mean of all points', point],
    ['Spread within a cluster', ({ spread }) => spread.toFixed(2)],
  ];
  return (
    <table class="fn-values">
      <thead>
        <tr>
          <th scope="col">Measured</th>
          <th scope="col" class="role-prediction">
            Generated
          </th>
          <th scope="col" class="role-data">
            Data (exact)
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([words, read]) => (
          <tr key={words}>
            <th scope="row">{words}</th>
            <td>{measures ? read(measures) : '…'}</td>
            <td>{read(truth)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CloudControlsProps {
  readonly settings: CloudSettings;
  readonly schedule: Schedule;
  readonly change: (part: Partial<CloudSettings>) => void;
}

function CloudControls({
  settings: { T, betaEnd, rescaled },
  schedule,
  change,
}: CloudControlsProps) {
  const last = formatNumber(schedule.alphasCumprod[T - 1]!, 2);
  return (
    <>
      <div class="fn-columns">
        <Slider
          label="Number of steps T"
          name="T"
          role="plain"
          value={stepChoices.indexOf(T)}
          min={0}
          max={stepChoices.length - 1}
          format={(index) => String(stepChoices[index])}
          onInput={(index) => change({ T: stepChoices[index] ?? T })}
        />
        <Slider
          label={'Last β, for T\u00a0=\u00a01000'}
          name="betaEnd"
          role="noise"
          value={betaEnd}
          min={0.0005}
          max={0.02}
          step={0.0001}
          format={(value) => `${Number(value.toFixed(4))} → ᾱ ends at ${last}`}
          onInput={(value) => change({ betaEnd: value })}
        />
      </div>
      <Toggle
        label="Make up for fewer steps with larger β"
        checked={rescaled}
        onChange={(on) => change({ rescaled: on })}
      />
    </>
  );
}

function walking(T: number): string {
  return `Walking ${pointCount} points back through ${T} steps …`;
}

function describe(schedule: Schedule, measures: CloudMeasures): string {
  const { T, alphasCumprod } = schedule;
  const shares = clusterNames.map(
    (name, k) =>
      `${name} ${formatShare(measures.shares[k]!)} instead of ${formatShare(truth.shares[k]!)}`,
  );
  return (
    `T = ${T}, and ᾱ ends at ${formatNumber(alphasCumprod[T - 1]!, 2)}. Generated: ${shares.join(', ')}; ` +
    `the mean is off by ${shiftOfMean(measures, truth).toFixed(2)}, and the spread within a cluster is ` +
    `${measures.spread.toFixed(2)} instead of ${truth.spread.toFixed(2)}. ` +
    `With ${pointCount} points, shares wander by about 2 points of a hundred by chance.`
  );
}
