/** The plane on a canvas, as sharp as the screen, in the theme's colours, with a text equivalent. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useThemeColours } from '../figure/hooks.ts';
import { drawPlane, type PlanePicture } from './drawPlane.ts';

export type { PlanePicture, PointGroup } from './drawPlane.ts';

export interface PlaneViewProps {
  readonly picture: PlanePicture;
  /** What the picture shows, in words. */
  readonly label: string;
  /** Handle for tests. */
  readonly name?: string;
}

/** Paints whenever the picture, the theme or the size changes; keep the picture the same while it does not change. */
export function PlaneView({ picture, label, name }: PlaneViewProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const colours = useThemeColours();
  const width = useCanvasWidth(ref);
  useLayoutEffect(() => {
    if (ref.current && colours && width > 0) drawPlane(ref.current, picture, colours);
  }, [picture, colours, width]);
  return (
    <canvas
      ref={ref}
      role="img"
      aria-label={label}
      data-canvas={name}
      style={{ display: 'block', width: '100%', aspectRatio: '1' }}
    />
  );
}

function useCanvasWidth(ref: { current: Element | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new ResizeObserver((entries) =>
      setWidth(Math.round(entries[0]?.contentRect.width ?? 0)),
    );
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
