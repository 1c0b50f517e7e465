/** Where the reader draws ᾱ: by pointer across the chart, or handle by handle with the arrow keys. */
import { useMemo, useRef } from 'preact/hooks';
import { type PlotModule, PlotView } from '../../../components/plots/PlotView.tsx';
import { formatNumber } from '../format.ts';
import type { CurveProblem } from '../handDrawn.ts';
import { drawAlphaBar, padDomain } from './drawAlphaBar.ts';
import { cssLeft, shareAt, topOf, valueAt } from './plotFrame.ts';

const height = 320;
const nearHandle = 16;
const snap = 0.012;
const edge = 0.001;
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

/** A height that is meant to be 0 or 1 becomes one just inside. */
function settle(value: number): number {
  if (Math.abs(value) < snap) return edge;
  if (Math.abs(value - 1) < snap) return 1 - edge;
  return Math.min(padDomain[1], Math.max(padDomain[0], value));
}

/** The handles after a stroke from one place to another: each handle that it passes takes its height. */
export function strokeAcross(
  handles: readonly number[],
  from: { readonly share: number; readonly value: number },
  to: { readonly share: number; readonly value: number },
): number[] {
  const last = handles.length - 1;
  const nearest = Math.round(to.share * last);
  const [low, high] = [Math.min(from.share, to.share), Math.max(from.share, to.share)];
  return handles.map((height, k) => {
    const place = k / last;
    if (k === nearest) return settle(to.value);
    if (place <= low || place >= high) return height;
    const along = (place - from.share) / (to.share - from.share);
    return settle(from.value + (to.value - from.value) * along);
  });
}

interface Gesture {
  /** The handle that is held, or null in a free stroke. */
  readonly held: number | null;
  share: number;
  value: number;
}

/** The chart with its drawing surface and handles. */
export function AlphaBarPad({ handles, alphaBars, problems, label, onDraw }: AlphaBarPadProps) {
  const gesture = useRef<Gesture | null>(null);
  const chart = useMemo(() => {
    const draw = (plot: PlotModule, width: number) =>
      drawAlphaBar(plot, width, { alphaBars, problems, height });
    return <PlotView draw={draw} label={label} height={height} name="drawn" />;
  }, [alphaBars, problems, label]);

  const placeOf = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    return {
      x,
      y,
      width: box.width,
      share: shareAt(x, box.width),
      value: valueAt(y, padDomain, height),
    };
  };
  const begin = (event: PointerEvent) => {
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    const place = placeOf(event);
    const k = Math.round(place.share * (handles.length - 1));
    const away = Math.abs(topOf(handles[k]!, axis, height) - place.y);
    gesture.current = {
      held: away < nearHandle ? k : null,
      share: place.share,
      value: place.value,
    };
    extend(place, true);
  };
  const extend = (place: { share: number; value: number }, begins: boolean) => {
    const now = gesture.current;
    if (!now) return;
    const next =
      now.held === null
        ? strokeAcross(handles, now, place)
        : handles.map((old, k) => (k === now.held ? settle(place.value) : old));
    now.share = place.share;
    now.value = place.value;
    onDraw(next, begins);
  };
  const end = () => {
    gesture.current = null;
  };
  return (
    <div class="fn-chart">
      {chart}
      <div
        class="fn-pad"
        data-pad
        onPointerDown={begin}
        onPointerMove={(event) => gesture.current && extend(placeOf(event), false)}
        onPointerUp={end}
        onPointerCancel={end}
      >
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
