/** A picture on which the reader picks one pixel, by pointer or with the arrow keys. */
import type { ComponentChildren } from 'preact';
import { PixelCanvas } from './PixelCanvas.tsx';

/** A pixel's place, counted from 0. */
export interface Pixel {
  readonly row: number;
  readonly column: number;
}

export interface MarkedPanelProps {
  readonly name: string;
  readonly title: ComponentChildren;
  readonly detail: ComponentChildren;
  readonly pixels: ArrayLike<number> | null;
  readonly size: number;
  readonly label: string;
  readonly pixel: Pixel;
  /** With it the picture takes clicks and arrow keys. */
  readonly onPick?: (pixel: Pixel) => void;
}

const moves: Record<string, Pixel> = {
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
};

/** A picture with a heading, a line of numbers and a frame around the picked pixel. */
export function MarkedPanel(props: MarkedPanelProps) {
  const { pixels, size, label, name, pixel, onPick } = props;
  const picture = (
    <>
      <PixelCanvas {...{ pixels, size, label, name }} />
      <span
        aria-hidden="true"
        class="fn-pixel-mark"
        style={{
          left: `${(pixel.column / size) * 100}%`,
          top: `${(pixel.row / size) * 100}%`,
          width: `${100 / size}%`,
        }}
      />
    </>
  );
  return (
    <div class="fn-panel">
      <p class="fn-panel-title">{props.title}</p>
      {onPick ? (
        <PickArea {...{ size, pixel, onPick }}>{picture}</PickArea>
      ) : (
        <div class="fn-marked">{picture}</div>
      )}
      <p class="fn-panel-detail">{props.detail}</p>
    </div>
  );
}

interface PickAreaProps {
  readonly size: number;
  readonly pixel: Pixel;
  readonly onPick: (pixel: Pixel) => void;
  readonly children: ComponentChildren;
}

function PickArea({ size, pixel, onPick, children }: PickAreaProps) {
  const clamp = (value: number) => Math.min(size - 1, Math.max(0, Math.floor(value)));
  const pickAt = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    onPick({
      row: clamp(((event.clientY - box.top) / box.height) * size),
      column: clamp(((event.clientX - box.left) / box.width) * size),
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    onPick({ row: clamp(pixel.row + move.row), column: clamp(pixel.column + move.column) });
  };
  return (
    <div
      class="fn-marked fn-pick"
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys pick a pixel
      tabIndex={0}
      aria-label={`Pick a pixel with the arrow keys. Picked: row ${pixel.row + 1}, column ${pixel.column + 1}.`}
      onKeyDown={onKeyDown}
      onPointerDown={pickAt}
      onPointerMove={(event) =>
        event.pointerType === 'mouse' && event.buttons === 1 && pickAt(event)
      }
    >
      {children}
    </div>
  );
}
