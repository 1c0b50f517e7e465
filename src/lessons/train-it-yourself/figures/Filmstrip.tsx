/** The film of a run: samples from the same noise as training goes on, to scrub through; with the kept run's beside it. */
import { useMemo, useState } from 'preact/hooks';
import { Slider } from '../../../components/controls/Slider.tsx';
import { PictureGridView } from '../../../components/plots/PictureGrid.tsx';
import { changeSinceBefore, frameAt, picturesOf, spreadFrames } from '../run/pictures.ts';
import type { FilmFrame, RunRecord } from '../run/runRecord.ts';
import { classNames, grouped } from '../run/words.ts';

/** Thumbnails below the slider, and the pictures that each shows. */
const thumbnails = 12;
const thumbnailPictures = 2;

export interface FilmstripProps {
  readonly record: RunRecord | null;
  readonly kept: RunRecord | null;
}

/** Follows the newest frame until the reader goes back; follows again from the end of the slider. */
export function Filmstrip({ record, kept }: FilmstripProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const film = record?.film ?? [];
  const latest = film.length - 1;
  const index = chosen === null ? latest : Math.min(chosen, latest);
  const frame = film[index] ?? null;
  const choose = (next: number) => setChosen(next >= latest ? null : next);
  const other = kept && kept !== record ? kept : null;
  const otherFrame = other && frameAt(other.film, frame?.step ?? other.step);
  return (
    <div class="fn-film-box">
      <div class="fn-compare" data-two={other !== null}>
        <FrameView name="film" title="This run" record={record} frame={frame} />
        {other && (
          <FrameView name="film-kept" title="The kept run" record={other} frame={otherFrame} />
        )}
      </div>
      <Slider
        label="Film"
        name="film"
        role="prediction"
        value={Math.max(0, index)}
        min={0}
        max={Math.max(1, latest)}
        disabled={latest < 1}
        format={() => (frame ? `step ${grouped(frame.step)}` : 'no frame yet')}
        onInput={choose}
      />
      <Thumbnails film={film} size={record?.size ?? 8} current={frame} onChoose={choose} />
    </div>
  );
}

interface FrameViewProps {
  readonly name: string;
  readonly title: string;
  readonly record: RunRecord | null;
  readonly frame: FilmFrame | null;
}

function FrameView({ name, title, record, frame }: FrameViewProps) {
  const size = record?.size ?? 8;
  const pictures = useMemo(
    () => (frame ? picturesOf(frame, size) : new Array<null>(20).fill(null)),
    [frame, size],
  );
  const columns = Math.min(size > 16 ? 5 : 10, pictures.length);
  return (
    <div class="fn-frame">
      <p class="fn-panel-title fn-left">
        {title}{' '}
        <span class="fn-note">{frame ? `at step ${grouped(frame.step)}` : 'no samples yet'}</span>
      </p>
      <PictureGridView
        name={name}
        pictures={pictures}
        size={size}
        columns={columns}
        gap={1}
        label={frameLabel(title, record, frame)}
      />
      <p class="fn-panel-detail fn-left">
        Change since the frame before: {changeText(record, frame)}
      </p>
    </div>
  );
}

/** How far the frame is from the one before, a pixel. */
function changeText(record: RunRecord | null, frame: FilmFrame | null): string {
  const change = record && frame && changeSinceBefore(record.film, frame);
  return change === null ? '–' : `${change.toFixed(3)} a pixel`;
}

function frameLabel(title: string, record: RunRecord | null, frame: FilmFrame | null): string {
  if (!record || !frame) return `${title}: no samples yet`;
  const names = classNames(record.settings.data);
  const drawn = [...new Set(record.filmClasses)].map((label) => names[label] ?? label);
  const asked = drawn.length > 0 ? `, asked for ${drawn.join(', ')}` : '';
  return `${title}: samples at step ${frame.step}${asked}`;
}

interface ThumbnailsProps {
  readonly film: readonly FilmFrame[];
  readonly size: number;
  readonly current: FilmFrame | null;
  readonly onChoose: (index: number) => void;
}

function Thumbnails({ film, size, current, onChoose }: ThumbnailsProps) {
  const shown = spreadFrames(film, thumbnails);
  return (
    <ol class="fn-thumbstrip" style={{ '--fn-strip': thumbnails }}>
      {shown.map((frame) => (
        <li key={frame.step}>
          <button
            type="button"
            class="fn-thumbframe"
            aria-label={`Go to the samples of step ${frame.step}`}
            aria-pressed={frame === current}
            onClick={() => onChoose(film.indexOf(frame))}
          >
            <Thumbnail frame={frame} size={size} />
          </button>
        </li>
      ))}
    </ol>
  );
}

function Thumbnail({ frame, size }: { frame: FilmFrame; size: number }) {
  const pictures = useMemo(
    () => picturesOf(frame, size).slice(0, thumbnailPictures),
    [frame, size],
  );
  return (
    <PictureGridView
      pictures={pictures}
      size={size}
      columns={1}
      gap={1}
      label={`Step ${frame.step}`}
    />
  );
}
