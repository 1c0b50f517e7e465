/** Turns pointer gestures on the pad into new handles: holding one handle, or a free stroke across several. */
import { useRef } from 'preact/hooks';
import { padDomain } from './drawAlphaBar.ts';
import { shareAt, topOf, valueAt } from './plotFrame.ts';

const nearHandle = 16;
const snap = 0.012;
const axis = { domain: padDomain, log: false };

/** How near to 0 and 1 a height that is meant to be 0 or 1 comes. */
export const edge = 0.001;

/** A place on the pad: a share 0…1 of the horizontal axis, and a height. */
interface Place {
  readonly share: number;
  readonly value: number;
}

/** A height that is meant to be 0 or 1 becomes one just inside. */
function settle(value: number): number {
  if (Math.abs(value) < snap) return edge;
  if (Math.abs(value - 1) < snap) return 1 - edge;
  return Math.min(padDomain[1], Math.max(padDomain[0], value));
}

/** The handles after a stroke from one place to another: each handle that it passes takes its height. */
export function strokeAcross(handles: readonly number[], from: Place, to: Place): number[] {
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

/** Which handle is held (null in a free stroke), and where the pointer was. */
interface Gesture {
  readonly held: number | null;
  readonly at: Place;
}

function placeOf(event: PointerEvent, height: number) {
  const box = (event.currentTarget as Element).getBoundingClientRect();
  const y = event.clientY - box.top;
  const share = shareAt(event.clientX - box.left, box.width);
  return { y, share, value: valueAt(y, padDomain, height) };
}

/** The pad's pointer handlers. `onDraw` is told when a gesture begins, so that it can be undone as one. */
export function useStroke(
  handles: readonly number[],
  height: number,
  onDraw: (handles: readonly number[], begins: boolean) => void,
) {
  const gesture = useRef<Gesture | null>(null);
  const extend = ({ held, at }: Gesture, to: Place, begins: boolean) => {
    gesture.current = { held, at: to };
    const next =
      held === null
        ? strokeAcross(handles, at, to)
        : handles.map((old, k) => (k === held ? settle(to.value) : old));
    onDraw(next, begins);
  };
  const end = () => {
    gesture.current = null;
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
      const place = placeOf(event, height);
      const k = Math.round(place.share * (handles.length - 1));
      const away = Math.abs(topOf(handles[k]!, axis, height) - place.y);
      extend({ held: away < nearHandle ? k : null, at: place }, place, true);
    },
    onPointerMove: (event: PointerEvent) => {
      if (gesture.current) extend(gesture.current, placeOf(event, height), false);
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
