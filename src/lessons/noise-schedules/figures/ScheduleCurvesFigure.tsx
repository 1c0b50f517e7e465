/** Curves of any set of schedules, through the quantity that the reader chooses, with a readout at one t. */
import { useCallback, useMemo, useState } from 'preact/hooks';
import { Choices, Toggle } from '../../../components/controls/Choices.tsx';
import { Slider } from '../../../components/controls/Slider.tsx';
import { Figure } from '../../../components/figure/Figure.tsx';
import { type PlotModule, PlotView } from '../../../components/plots/PlotView.tsx';
import {
  rescaleToZeroTerminalSnr,
  type ScheduleName,
  schedules,
} from '../../../lib/diffusion/index.ts';
import { formatNumber, listInWords } from '../format.ts';
import { CurveOverlay, CurveTable, type ShownSchedule } from './CurveReadout.tsx';
import { CurvesCode } from './CurvesCode.tsx';
import { axisOf, type Curve, drawCurves } from './drawCurves.ts';
import './figures.css';
import { shareAt, type ValueAxis } from './plotFrame.ts';
import { type QuantityName, quantities, quantityNames } from './quantities.ts';
import { ParameterSliders, type ParameterValues, ScheduleToggles } from './ScheduleControls.tsx';

interface State {
  readonly quantity: QuantityName;
  readonly shown: readonly ScheduleName[];
  readonly parameters: Readonly<Record<ScheduleName, ParameterValues>>;
  readonly T: number;
  readonly zeroTerminalSnr: boolean;
  readonly log: Readonly<Record<QuantityName, boolean>>;
  /** Where values are read, as a share 0…1 of the way from t = 0 to t = T − 1. */
  readonly share: number;
}

const start: State = {
  quantity: 'alphaBar',
  shown: ['linear', 'cosine'],
  parameters: { linear: {}, cosine: {}, scaledLinear: {}, sigmoid: {} },
  T: 1000,
  zeroTerminalSnr: false,
  log: { alphaBar: false, signal: false, beta: true, snr: true, logSnr: false },
  share: 0.5,
};
const height = 300;

export default function ScheduleCurvesFigure() {
  const [state, setState] = useState(start);
  const change = useCallback(
    (part: Partial<State>) => setState((now) => ({ ...now, ...part })),
    [],
  );
  const { shown: names, parameters, T, zeroTerminalSnr, share } = state;
  const shown = useMemo(
    () => buildAll(names, parameters, T, zeroTerminalSnr),
    [names, parameters, T, zeroTerminalSnr],
  );
  const t = Math.round(share * (T - 1));
  return (
    <Figure
      id="schedule-curves"
      title="Noise schedules, side by side"
      badge="exact formula"
      reading={describe(shown, t)}
      onReset={() => setState(start)}
    >
      <ScheduleToggles shown={names} onChange={(next) => change({ shown: next })} />
      <QuantityControls state={state} change={change} />
      <CurveChart shown={shown} state={state} change={change} />
      <StepSliders state={state} change={change} />
      {shown.length > 0 && <CurveTable shown={shown} t={t} />}
      <Toggle
        label="Rescale to zero terminal SNR"
        checked={zeroTerminalSnr}
        onChange={(next) => change({ zeroTerminalSnr: next })}
      />
      <ParameterDrawer state={state} change={change} />
      <CurvesCode shown={shown} parameters={parameters} T={T} zeroTerminalSnr={zeroTerminalSnr} />
    </Figure>
  );
}

function buildAll(
  wanted: State['shown'],
  values: State['parameters'],
  steps: number,
  rescale: boolean,
): ShownSchedule[] {
  return wanted.map((name) => {
    const schedule = schedules[name].make({ T: steps, ...values[name] });
    return { name, schedule: rescale ? rescaleToZeroTerminalSnr(schedule) : schedule };
  });
}

interface PartProps {
  readonly state: State;
  readonly change: (part: Partial<State>) => void;
}

function StepSliders({ state: { T, share }, change }: PartProps) {
  return (
    <div class="fn-columns">
      <Slider
        label="Read the curves at t"
        name="readAt"
        role="plain"
        value={Math.round(share * (T - 1))}
        min={0}
        max={T - 1}
        format={(value) => `${value} of ${T - 1}`}
        onInput={(value) => change({ share: value / (T - 1) })}
      />
      <Slider
        label="Number of steps T"
        name="T"
        role="plain"
        value={T}
        min={10}
        max={2000}
        step={10}
        onInput={(next) => change({ T: next })}
      />
    </div>
  );
}

function ParameterDrawer({ state: { shown, parameters }, change }: PartProps) {
  return (
    <details class="fn-more">
      <summary>Parameters of the schedules that are shown</summary>
      <div class="fn-columns">
        {shown.map((name) => (
          <ParameterSliders
            key={name}
            name={name}
            values={parameters[name]}
            onChange={(values) => change({ parameters: { ...parameters, [name]: values } })}
          />
        ))}
      </div>
    </details>
  );
}

function QuantityControls({ state: { quantity, log }, change }: PartProps) {
  return (
    <div class="fn-row">
      <Choices
        legend="Look at"
        value={quantity}
        options={quantityNames.map((value) => ({ value, label: quantities[value].symbol }))}
        onChange={(next) => change({ quantity: next })}
      />
      {quantities[quantity].log !== 'never' && (
        <Toggle
          label="Logarithmic axis"
          checked={log[quantity]}
          onChange={(on) => change({ log: { ...log, [quantity]: on } })}
        />
      )}
    </div>
  );
}

function CurveChart({ shown, state, change }: PartProps & { shown: readonly ShownSchedule[] }) {
  const { quantity, log, T, share } = state;
  const isLog = log[quantity];
  const curves = useMemo(
    () =>
      shown.map(({ name, schedule }) => ({ name, values: quantities[quantity].read(schedule) })),
    [shown, quantity],
  );
  const axis = useMemo(() => axisOf(curves, isLog), [curves, isLog]);
  // The chart is kept while only the place of reading moves: drawing it anew is the dear part.
  const chart = useMemo(() => chartOf(quantity, curves, axis, T), [curves, axis, T, quantity]);
  const t = Math.round(share * (T - 1));
  const scrub = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    change({ share: shareAt(event.clientX - box.left, box.width) });
  };
  return (
    <div
      class="fn-chart"
      style={{ touchAction: 'pan-y' }}
      onPointerDown={scrub}
      onPointerMove={(event) =>
        (event.pointerType === 'mouse' || event.buttons > 0) && scrub(event)
      }
    >
      {chart}
      <CurveOverlay
        share={t / (T - 1)}
        dots={curves.map(({ name, values }) => ({ name, value: values[t] ?? Number.NaN }))}
        axis={axis}
        height={height}
      />
    </div>
  );
}

function chartOf(quantity: QuantityName, curves: readonly Curve[], axis: ValueAxis, T: number) {
  const { symbol, words, role } = quantities[quantity];
  const picture = {
    curves,
    T,
    axis,
    height,
    axisLabel: `${symbol}: ${words}`,
    axisColour: role === 'plain' ? 'var(--fn-ink)' : `var(--fn-${role})`,
  };
  const names = curves.map(({ name }) => schedules[name].label.toLowerCase());
  const label = `${symbol}, the ${words}, from t = 0 to ${T - 1}: ${listInWords(names) || 'no schedule'}.`;
  const draw = (plot: PlotModule, width: number) => drawCurves(plot, width, picture);
  return <PlotView draw={draw} label={label} height={height} name="curves" />;
}

function describe(shown: readonly ShownSchedule[], t: number): string {
  if (shown.length === 0) return 'No schedule is switched on: choose one or more above.';
  const each = shown.map(({ name, schedule }) => {
    const { alphasCumprod, T } = schedule;
    const half = alphasCumprod.findIndex((alphaBar) => alphaBar < 0.5);
    const now = formatNumber(alphasCumprod[t] ?? Number.NaN);
    const fall =
      half < 0 ? 'it never falls below one half' : `it falls below one half at t = ${half}`;
    const last = formatNumber(alphasCumprod[T - 1] ?? Number.NaN);
    return `${schedules[name].label}: ᾱ is ${now} at t = ${t}, ${fall}, and its last value is ${last}.`;
  });
  return each.join(' ');
}
