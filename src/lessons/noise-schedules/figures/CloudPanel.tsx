/** One square with clouds, a heading and a legend line. */
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useThemeColours } from '../../../components/figure/hooks.ts';
import { type CloudLayer, drawClouds } from './drawClouds.ts';

export interface CloudPanelProps {
  readonly title: ComponentChildren;
  readonly detail: ComponentChildren;
  readonly layers: readonly CloudLayer[];
  readonly named?: boolean;
  /** Whether the square still shows what was set before. */
  readonly stale?: boolean;
  /** What the square shows, in words. */
  readonly label: string;
  /** Handle for tests. */
  readonly name: string;
}

/** Draws the clouds whenever they, the theme or the width change. */
export function CloudPanel(props: CloudPanelProps) {
  const { title, detail, layers, named = false, stale = false, label, name } = props;
  const ref = useRef<HTMLCanvasElement>(null);
  const colours = useThemeColours();
  const width = useCanvasWidth(ref);
  useLayoutEffect(() => {
    if (ref.current && colours && width > 0) drawClouds(ref.current, { layers, named }, colours);
  }, [layers, named, colours, width]);
  return (
    <div class="fn-panel">
      <p class="fn-panel-title">{title}</p>
      <canvas
        ref={ref}
        class="fn-cloud"
        role="img"
        aria-label={label}
        data-canvas={name}
        data-stale={stale}
      />
      <p class="fn-panel-detail">{detail}</p>
    </div>
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
