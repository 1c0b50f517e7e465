/** Shows an Observable Plot chart: loads Plot when first seen, redraws on change and on resize. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useOnScreen } from '../figure/hooks.ts';

/** The Plot library, as `drawX` functions receive it. */
export type PlotModule = typeof import('@observablehq/plot');

export interface PlotViewProps {
  /** Pure drawing: from Plot and the width in pixels to an SVG or HTML element. */
  readonly draw: (plot: PlotModule, width: number) => Element;
  /** What the chart shows, in words. */
  readonly label: string;
  /** Height in pixels to keep free while Plot loads. */
  readonly height: number;
  /** Handle for tests. */
  readonly name?: string;
}

/** The chart is one image to a screen reader; its text equivalent is `label`. */
export function PlotView({ draw, label, height, name }: PlotViewProps) {
  const { ref, onScreen } = useOnScreen<HTMLDivElement>();
  const { plot, failed } = usePlot(onScreen);
  const width = useWidth(ref);
  useLayoutEffect(() => {
    if (!plot || !ref.current || width === 0) return;
    const chart = draw(plot, width);
    chart.setAttribute('aria-hidden', 'true');
    ref.current.replaceChildren(chart);
  });
  if (failed) {
    return (
      <p class="fn-problem" role="alert">
        The chart could not be loaded. Check the connection, then reload the page.
      </p>
    );
  }
  return (
    <div
      ref={ref}
      class="fn-plot"
      role="img"
      aria-label={label}
      data-plot={name}
      style={{ '--fn-plot-height': `${height}px` }}
    />
  );
}

function usePlot(wanted: boolean): { plot: PlotModule | null; failed: boolean } {
  const [plot, setPlot] = useState<PlotModule | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!wanted || plot) return;
    let alive = true;
    import('@observablehq/plot').then(
      (loaded) => alive && setPlot(loaded),
      () => alive && setFailed(true),
    );
    return () => {
      alive = false;
    };
  }, [wanted, plot]);
  return { plot, failed };
}

function useWidth(ref: { current: Element | null }): number {
  const [width, setWidth] = useState(0);
  const last = useRef(0);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new ResizeObserver((entries) => {
      const next = Math.round(entries[0]?.contentRect.width ?? 0);
      if (next === last.current) return;
      last.current = next;
      setWidth(next);
    });
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
