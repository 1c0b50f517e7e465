/** A small grey image, shown large and crisp, with a text equivalent. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { clearPixels, drawPixels } from './drawPixels.ts';

export interface PixelCanvasProps {
  /** Values in [−1, 1], row by row; null while there is nothing to show. */
  readonly pixels: ArrayLike<number> | null;
  readonly size: number;
  /** What the picture shows, in words. */
  readonly label: string;
  /** Handle for tests. */
  readonly name?: string;
}

/** Draws the pixels whenever they change. */
export function PixelCanvas({ pixels, size, label, name }: PixelCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (!ref.current) return;
    if (pixels) drawPixels(ref.current, pixels, size);
    else clearPixels(ref.current);
  }, [pixels, size]);
  return (
    <canvas
      ref={ref}
      class="fn-pixels"
      role="img"
      aria-label={label}
      width={size}
      height={size}
      data-canvas={name}
    />
  );
}

export interface PixelPanelProps extends PixelCanvasProps {
  readonly title: preact.ComponentChildren;
  readonly detail?: preact.ComponentChildren;
}

/** A picture with a heading above it and a line of numbers below it. */
export function PixelPanel({ title, detail, ...canvas }: PixelPanelProps) {
  return (
    <div class="fn-panel">
      <p class="fn-panel-title">{title}</p>
      <PixelCanvas {...canvas} />
      {detail !== undefined && <p class="fn-panel-detail">{detail}</p>}
    </div>
  );
}
