/** Where the reader draws ᾱ: by pointer across the chart, or handle by handle with the arrow keys. */
import { useMemo } from 'preact/hooks';
import { type PlotModule, PlotView } from '../../../components/plots/PlotView.tsx';
import { formatNumber } from '../format.ts';
import type { CurveProblem } from '../handDrawn.ts';
import { drawAlphaBar, padDomain } from './drawAlphaBar.ts';
import { cssLeft, topOf } from './plotFrame.ts';
import { edge, useStroke } from './useStroke.ts';

const height = 320;
const axis = { domain: padDomain, log: false };

export interface AlphaBarPadProps {
  readonly handles: readonly number[];
  readonly alphaBars: Float64Array;
  readonly problems: readonly CurveProblem[];
  /** What the curve is, in words. */
  readonly label: string;
  /** A new drawing; `begins` when a gesture or a key press starts it, so that it can be undone as one. */
  readonly onDraw: (handles: readonly number[], begins: boolean) => void;
}

/** The chart with its drawing surface and handles. */
export function AlphaBarPad({ handles, alphaBars, problems, label, onDraw }: AlphaBarPadProps) {
  const stroke = useStroke(handles, height, onDraw);
  const chart = useMemo(() => {
    const draw = (plot: PlotModule, width: number) =>
      drawAlphaBar(plot, width, { alphaBars, problems, height });
    return <PlotView draw={draw} label={label} height={height} name="drawn" />;
  }, [alphaBars, problems, label]);
  return (
    <div class="fn-chart">
      {chart}
      <div class="fn-pad" data-pad {...stroke}>
        {handles.map((value, k) => (
          <Handle
            // biome-ignore lint/suspicious/noArrayIndexKey: a handle is its place
            key={k}
            index={k}
            count={handles.length}
            T={alphaBars.length}
            value={value}
            onChange={(next) =>
              onDraw(
                handles.map((old, i) => (i === k ? next : old)),
                true,
              )
            }
          />
        ))}
      </div>
    </div>
  );
}

interface HandleProps {
  readonly index: number;
  readonly count: number;
  readonly T: number;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

const keySteps: Record<string, number> = {
  ArrowUp: 0.01,
  ArrowRight: 0.01,
  ArrowDown: -0.01,
  ArrowLeft: -0.01,
  PageUp: 0.1,
  PageDown: -0.1,
};

/** One handle: a slider that the keyboard moves; Shift makes the step a tenth. */
function Handle({ index, count, T, value, onChange }: HandleProps) {
  const share = index / (count - 1);
  const t = Math.round(share * (T - 1));
  const onKey = (event: KeyboardEvent) => {
    const step = keySteps[event.key];
    if (event.key === 'Home') onChange(edge);
    else if (event.key === 'End') onChange(1 - edge);
    else if (step) onChange(moved(value, step * (event.shiftKey ? 0.1 : 1)));
    else return;
    event.preventDefault();
  };
  return (
    <div
      class="fn-handle"
      role="slider"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`ᾱ at t = ${t}`}
      aria-valuemin={padDomain[0]}
      aria-valuemax={padDomain[1]}
      aria-valuenow={Number(value.toFixed(6))}
      aria-valuetext={formatNumber(value)}
      data-handle={index}
      style={{ left: cssLeft(share), top: `${topOf(value, axis, height)}px` }}
      onKeyDown={onKey}
    />
  );
}

/** The height after a key: on the grid of whole thousandths, and within the pad. */
function moved(value: number, step: number): number {
  const next = Math.round((value + step) * 1000) / 1000;
  return Math.min(padDomain[1], Math.max(padDomain[0], next));
}
