/** The cloud's square; where the reader draws their own cloud, it takes the pointer and the arrow keys. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useThemeColours } from '../../../components/figure/hooks.ts';
import { extent } from './cloudPoints.ts';
import { type CloudPicture, drawCloud } from './drawCloud.ts';
import './figures.css';

export interface CloudCanvasProps {
  readonly picture: Omit<CloudPicture, 'pen'>;
  /** What the square shows, in words. */
  readonly label: string;
  /** With it the reader can draw: called with new points, x and y in turn. */
  readonly onDraw: ((points: readonly number[]) => void) | null;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

const keyStep = 0.15;
const pointSpacing = 0.04;
const limit = 0.97 * extent;

const moves: Record<string, Place> = {
  ArrowLeft: { x: -keyStep, y: 0 },
  ArrowRight: { x: keyStep, y: 0 },
  ArrowUp: { x: 0, y: keyStep },
  ArrowDown: { x: 0, y: -keyStep },
};

export function CloudCanvas({ picture, label, onDraw }: CloudCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const colours = useThemeColours();
  const side = useSide(ref);
  const { pen, handlers } = usePen(onDraw);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new side needs a new painting
  useLayoutEffect(() => {
    if (ref.current && colours) drawCloud(ref.current, { ...picture, pen }, colours);
  }, [picture, pen, colours, side]);
  const drawable = onDraw
    ? {
        role: 'application' as const,
        tabIndex: 0,
        'aria-label': `${label} Drawing area: arrow keys move the pen, the space bar ${pen?.down ? 'lifts' : 'lowers'} it.`,
        ...handlers,
      }
    : { role: 'img' as const, 'aria-label': label };
  return (
    <canvas
      ref={ref}
      class={`fn-canvas fn-cloud${onDraw ? ' fn-cloud-drawable' : ''}`}
      data-canvas="cloud"
      {...drawable}
    />
  );
}

/** The pen: where it is, whether it is down, and what moves it. */
function usePen(onDraw: CloudCanvasProps['onDraw']) {
  const [pen, setPen] = useState({ x: 0, y: 1.5, down: false, shown: false });
  const last = useRef<Place | null>(null);
  const drawTo = (to: Place) => {
    onDraw?.(pointsBetween(last.current ?? to, to));
    last.current = to;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (move) {
      const to = { x: clamp(pen.x + move.x), y: clamp(pen.y + move.y) };
      if (pen.down) drawTo(to);
      setPen({ ...pen, ...to, shown: true });
    } else if (event.key === ' ' || event.key === 'Enter') {
      last.current = null;
      if (!pen.down) drawTo(pen);
      setPen({ ...pen, down: !pen.down, shown: true });
    } else return;
    event.preventDefault();
  };
  const onPointerDown = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    last.current = null;
    setPen({ ...pen, shown: false });
    drawTo(placeOf(event));
  };
  const onPointerMove = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) drawTo(placeOf(event));
  };
  return {
    pen: onDraw && pen.shown ? pen : null,
    handlers: { onKeyDown, onPointerDown, onPointerMove },
  };
}

const clamp = (value: number) => Math.min(limit, Math.max(-limit, value));

function placeOf(event: PointerEvent & { currentTarget: HTMLElement }): Place {
  const box = event.currentTarget.getBoundingClientRect();
  return {
    x: clamp((((event.clientX - box.left) / box.width) * 2 - 1) * extent),
    y: clamp((1 - ((event.clientY - box.top) / box.height) * 2) * extent),
  };
}

/** Points at equal distances on the way, without its start; the end alone if they are the same. */
function pointsBetween(from: Place, to: Place): number[] {
  const pieces = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / pointSpacing));
  return Array.from({ length: pieces }, (_, i) => {
    const part = (i + 1) / pieces;
    return [from.x + part * (to.x - from.x), from.y + part * (to.y - from.y)];
  }).flat();
}

/** The canvas's side in CSS pixels, so that it is painted anew when its place changes. */
function useSide(ref: { current: Element | null }): number {
  const [side, setSide] = useState(0);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new ResizeObserver((entries) =>
      setSide(Math.round(entries[0]?.contentRect.width ?? 0)),
    );
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [ref]);
  return side;
}
