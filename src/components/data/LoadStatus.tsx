/** Shows how a load is going, or what went wrong and a way to try again. */
import type { ImagesHandle } from './useImages.ts';

const kilobytes = (bytes: number) => Math.round(bytes / 1000).toLocaleString('en-US');

/** Nothing once the data is there. */
export function LoadStatus({ images, title }: { images: ImagesHandle; title: string }) {
  const { state } = images;
  if (state.status === 'ready' || state.status === 'idle') return null;
  if (state.status === 'failed') {
    return (
      <div class="fn-problem" role="alert">
        <span>{state.message}</span>
        <button type="button" class="fn-button" onClick={images.retry}>
          Try again
        </button>
      </div>
    );
  }
  const { loadedBytes, totalBytes } = state;
  const amount = totalBytes > 0 ? `: ${kilobytes(loadedBytes)} of ${kilobytes(totalBytes)} kB` : '';
  return (
    <div class="fn-progress">
      <p class="fn-note">
        Loading {title}
        {amount}
      </p>
      <progress
        aria-label={`Loading ${title}`}
        {...(totalBytes > 0 ? { value: loadedBytes, max: totalBytes } : {})}
      />
    </div>
  );
}
