/** A heat map of signed numbers with a heading and a line of numbers, in the theme's colours. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useThemeColours } from '../../../components/figure/hooks.ts';
import { drawSignedMap, rgbOf } from './drawSignedMap.ts';

export interface SignedMapProps {
  /** [size, size]; null while there are none. */
  readonly values: Float32Array | null;
  readonly size: number;
  /** The size of a value at which its colour is full. */
  readonly most: number;
  /** What it shows, in words. */
  readonly label: string;
  /** Handle for tests. */
  readonly name: string;
  readonly title: ComponentChildren;
  readonly detail: ComponentChildren;
}

/** Noise's colour above zero, data's below. */
export function SignedMap({ values, size, most, label, name, title, detail }: SignedMapProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  const colours = useThemeColours();
  useLayoutEffect(() => {
    if (!ref.current || !values || !colours) return;
    const [above, below, ground] = [colours.noise, colours.data, colours.paper].map(rgbOf);
    const picture = { values, size, most };
    drawSignedMap(ref.current, picture, { above: above!, below: below!, ground: ground! });
  }, [values, size, most, colours]);
  return (
    <div class="fn-panel">
      <p class="fn-panel-title">{title}</p>
      <canvas
        ref={ref}
        class="fn-pixels fn-cfg-map"
        role="img"
        aria-label={label}
        width={size}
        height={size}
        data-canvas={name}
      />
      <p class="fn-panel-detail">{detail}</p>
    </div>
  );
}
