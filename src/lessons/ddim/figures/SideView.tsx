/** One side of the comparison: a sampler's pictures as they come, its steps, calls and time, and what other fresh noise changed. */

import { useMemo } from 'preact/hooks';
import { DrawTiming } from '../../../components/model/DrawTiming.tsx';
import { type Draw, type DrawRequest, picturesOf } from '../../../components/model/useDraw.ts';
import { PictureGridView } from '../../../components/plots/PictureGrid.tsx';
import { duration, largestDifference, rmsDifference } from './words.ts';

/** What both sides showed before other fresh noise was asked for. */
export interface Before {
  readonly ddpm: Float32Array | null;
  readonly ddim: Float32Array | null;
}

export interface SideViewProps {
  readonly name: string;
  readonly title: string;
  readonly draw: Draw;
  /** What is asked for now. */
  readonly request: DrawRequest;
  /** What was there before other fresh noise. */
  readonly before: Float32Array | null;
  readonly size: number;
  /** "digits" */
  readonly what: string;
}

/** The pictures, the ones before, and the counts below them. */
export function SideView({ name, title, draw, request, before, size, what }: SideViewProps) {
  const { drawing } = draw;
  const fits = drawing?.request.start?.length === request.start?.length;
  const shown = (fits && (drawing?.images ?? drawing?.frames.at(-1)?.x)) || null;
  const current = drawing !== null && drawing.request === request;
  return (
    <div class="fn-panel fn-ddim-side" data-side={name}>
      <p class="fn-panel-title">{title}</p>
      <Pictures name={name} images={shown} size={size} label={`Ten ${what}, drawn by ${title}`} />
      <p class="fn-panel-detail" data-count>
        {current ? countWords(draw) : 'waiting for its turn'}
      </p>
      {current && drawing.images && (
        <DrawTiming
          images={request.classes.length}
          calls={drawing.calls}
          milliseconds={drawing.milliseconds}
        />
      )}
      {before && (
        <div class="fn-ddim-side">
          <Pictures
            name={`${name}-before`}
            images={before}
            size={size}
            label={`The same, with the fresh noise of before`}
          />
          <p class="fn-panel-detail" data-change>
            {current && drawing.images ? changeWords(before, drawing.images) : 'before'}
          </p>
        </div>
      )}
    </div>
  );
}

interface PicturesProps {
  readonly name: string;
  readonly images: Float32Array | null;
  readonly size: number;
  readonly label: string;
}

const none: readonly null[] = Array.from({ length: 10 }, () => null);

function Pictures({ name, images, size, label }: PicturesProps) {
  const pictures = useMemo(() => (images ? picturesOf(images, size) : none), [images, size]);
  return (
    <PictureGridView
      name={name}
      pictures={pictures}
      size={size}
      columns={5}
      gap={size / 8}
      label={images ? label : 'No pictures yet'}
    />
  );
}

function countWords({ drawing, busy }: Draw): string {
  if (!drawing) return '';
  const { frames, images, calls, milliseconds } = drawing;
  const frame = frames.at(-1);
  const rows = frame?.rows ?? calls;
  const state = images ? 'done' : busy ? `step ${(frame?.row ?? 0) + 1} of ${rows}` : 'stopped';
  return `${state}: ${calls} network ${calls === 1 ? 'call' : 'calls'} an image, ${duration(milliseconds)}`;
}

/** "not changed at all", or by how much. */
export function changeWords(before: Float32Array, now: Float32Array): string {
  const most = largestDifference(before, now);
  if (most === 0) return 'before: the same images, to the last bit';
  return `before: changed by ${rmsDifference(before, now).toFixed(3)} a pixel`;
}
