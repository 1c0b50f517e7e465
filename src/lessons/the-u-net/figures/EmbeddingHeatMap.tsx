/** The heat map of the timestep embedding, with a marker at t that a pointer can move, and the vector at t below it. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { drawHeatMap } from './drawHeatMap.ts';
import { drawRow } from './drawRow.ts';
import { lastStep } from './modelSchedule.ts';
import { embeddingWidth, vectors } from './timestepVectors.ts';

export interface EmbeddingHeatMapProps {
  readonly t: number;
  readonly onPick: (t: number) => void;
}

/** The pointer is a shortcut for the slider, which also works with the keyboard. */
export function EmbeddingHeatMap({ t, onPick }: EmbeddingHeatMapProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (ref.current) drawHeatMap(ref.current, vectors);
  }, []);
  const pick = (event: PointerEvent) => {
    if (event.buttons === 0) return;
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const along = (event.clientX - box.left) / box.width;
    onPick(Math.round(Math.min(1, Math.max(0, along)) * lastStep));
  };
  return (
    <div>
      <p class="fn-panel-title fn-left">
        The {embeddingWidth} numbers at every t <span class="fn-note">(black −1, white 1)</span>
      </p>
      <div class="fn-heat">
        <div class="fn-heat-rows" aria-hidden="true">
          <span>sines, fast to slow</span>
          <span>cosines, fast to slow</span>
        </div>
        <div class="fn-heat-map" onPointerDown={pick} onPointerMove={pick}>
          <canvas
            ref={ref}
            role="img"
            data-canvas="heat-map"
            aria-label={`Heat map of the embedding: ${embeddingWidth / 2} sines above, ${embeddingWidth / 2} cosines below. The upper rows of each half change with every step; the lowest hardly change at all.`}
          />
          <span
            class="fn-heat-marker"
            aria-hidden="true"
            style={{ insetInlineStart: `${(100 * t) / lastStep}%` }}
          />
        </div>
        <div class="fn-heat-ends fn-note" aria-hidden="true">
          <span>t = 0</span>
          <span>t = {lastStep}</span>
        </div>
      </div>
      <p class="fn-note">
        The top row of each half swings once in six steps: too fast for a picture this wide, which
        shows a blur or a pattern there.
      </p>
    </div>
  );
}

/** The vector at one timestep, as a row of cells. */
export function EmbeddingRow({ t }: { t: number }) {
  const ref = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (ref.current) drawRow(ref.current, vectors[t]!);
  }, [t]);
  return (
    <div>
      <p class="fn-panel-title fn-left">
        The vector that the network gets at t = {t}{' '}
        <span class="fn-note">(left half sines, right half cosines)</span>
      </p>
      <canvas
        ref={ref}
        class="fn-row-of-cells"
        role="img"
        data-canvas="vector"
        aria-label={`The ${embeddingWidth} numbers at t = ${t} as a row of grey cells`}
      />
    </div>
  );
}
