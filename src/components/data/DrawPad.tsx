/** A square to draw a digit on, by pointer or by keyboard; the drawing becomes a small grey image. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { imageDataToGrey } from '../../lib/datasets/index.ts';
import { ownImageSize } from './ownImages.ts';

const side = 224;
const brush = 20;
const keyStep = side / ownImageSize;

type Stroke = [number, number][];

function paint(canvas: HTMLCanvasElement, strokes: readonly Stroke[]): void {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  context.fillStyle = '#000';
  context.fillRect(0, 0, side, side);
  context.strokeStyle = '#fff';
  context.lineWidth = brush;
  context.lineCap = context.lineJoin = 'round';
  for (const stroke of strokes) {
    context.beginPath();
    stroke.forEach(([x, y], i) => {
      if (i === 0) context.moveTo(x, y);
      context.lineTo(x + (stroke.length === 1 ? 0.01 : 0), y);
    });
    context.stroke();
  }
}

const moves: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Calls `onUse` with the drawing, values in [−1, 1], when the reader is done; keeps it if `onUse` says no. */
export function DrawPad({ onUse }: { onUse: (pixels: Float32Array) => boolean }) {
  const ref = useRef<HTMLCanvasElement>(null);
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const [pen, setPen] = useState<{ x: number; y: number; down: boolean }>({
    x: side / 2,
    y: side / 4,
    down: false,
  });
  const drawing = useRef(false);

  useEffect(() => {
    if (ref.current) paint(ref.current, strokes);
  }, [strokes]);

  const extend = (x: number, y: number) =>
    setStrokes((all) => [...all.slice(0, -1), [...(all.at(-1) ?? []), [x, y]]]);
  const position = (event: PointerEvent): [number, number] => {
    const box = ref.current!.getBoundingClientRect();
    const scale = side / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  };
  const onKey = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (move) {
      const x = Math.min(side, Math.max(0, pen.x + move[0] * keyStep));
      const y = Math.min(side, Math.max(0, pen.y + move[1] * keyStep));
      setPen({ ...pen, x, y });
      if (pen.down) extend(x, y);
    } else if (event.key === ' ' || event.key === 'Enter') {
      if (!pen.down) setStrokes((all) => [...all, [[pen.x, pen.y]]]);
      setPen({ ...pen, down: !pen.down });
    } else return;
    event.preventDefault();
  };
  const use = () => {
    const context = ref.current?.getContext('2d');
    if (!context) return;
    const grey = imageDataToGrey(context.getImageData(0, 0, side, side), ownImageSize);
    if (onUse(grey)) clear();
  };
  /** The buttons go dead with the last stroke: the keyboard's place is then the empty square. */
  const keep = (kept: readonly Stroke[]) => {
    setStrokes(kept);
    if (kept.length === 0) ref.current?.focus({ preventScroll: true });
  };
  const clear = () => keep([]);

  return (
    <div class="fn-drawpad">
      <div style={{ position: 'relative', width: 'min(100%, 14rem)' }}>
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a canvas is drawn on by keyboard here */}
        <canvas
          ref={ref}
          width={side}
          height={side}
          tabIndex={0}
          role="application"
          data-canvas="drawpad"
          aria-label={`Drawing area. Arrow keys move the pen, the space bar ${pen.down ? 'lifts' : 'lowers'} it. Strokes so far: ${strokes.length}.`}
          onKeyDown={onKey}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            drawing.current = true;
            setStrokes((all) => [...all, [position(event)]]);
          }}
          onPointerMove={(event) => drawing.current && extend(...position(event))}
          onPointerUp={() => {
            drawing.current = false;
          }}
          onPointerCancel={() => {
            drawing.current = false;
          }}
        />
        {strokes.length === 0 && (
          <span aria-hidden="true" class="fn-draw-hint">
            Draw here
          </span>
        )}
        <span
          aria-hidden="true"
          class="fn-pen"
          data-down={pen.down}
          style={{ left: `${(pen.x / side) * 100}%`, top: `${(pen.y / side) * 100}%` }}
        />
      </div>
      <div class="fn-row">
        <button
          type="button"
          class="fn-button fn-button-primary"
          disabled={strokes.length === 0}
          onClick={use}
        >
          Use this drawing
        </button>
        <button
          type="button"
          class="fn-button"
          disabled={strokes.length === 0}
          onClick={() => keep(strokes.slice(0, -1))}
        >
          Undo stroke
        </button>
        <button type="button" class="fn-button" disabled={strokes.length === 0} onClick={clear}>
          Clear
        </button>
      </div>
    </div>
  );
}
