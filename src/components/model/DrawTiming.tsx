/** Says how long one image takes here: the time of a walk shared out over its images, and its network calls. */

export interface DrawTimingProps {
  readonly images: number;
  /** Network calls for one image. */
  readonly calls: number;
  /** Of the whole walk. */
  readonly milliseconds: number;
}

const seconds = (ms: number): string => {
  if (ms < 10) return `${ms.toFixed(1)} milliseconds`;
  return ms < 1000 ? `${ms.toFixed(0)} milliseconds` : `${(ms / 1000).toFixed(1)} seconds`;
};

/** "One image takes 84 milliseconds here: 16 at once took 1.3 seconds, with 50 network calls each." */
export function timingWords({ images, calls, milliseconds }: DrawTimingProps): string {
  const each = seconds(milliseconds / images);
  const asked = `${calls} network ${calls === 1 ? 'call' : 'calls'}`;
  if (images === 1) return `One image takes ${each} here, with ${asked}.`;
  return `One image takes ${each} here: ${images} at once took ${seconds(milliseconds)}, with ${asked} each.`;
}

/** The sentence as a note below a figure's pictures. */
export function DrawTiming(props: DrawTimingProps) {
  return (
    <p class="fn-note" data-timing>
      {timingWords(props)}
    </p>
  );
}
