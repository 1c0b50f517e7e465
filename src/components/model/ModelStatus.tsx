/** Shows how opening the model goes, what went wrong and a way to try again, and what is slower here. */
import { type ShippedClassifier, type ShippedModel, slownessOf } from './useShippedModel.ts';

const kilobytes = (bytes: number) => Math.round(bytes / 1000).toLocaleString('en-US');

export interface ModelStatusProps {
  readonly model: ShippedModel | ShippedClassifier;
  /** What went wrong while the model ran; empty when nothing did. */
  readonly problem: string;
  /** Runs again what went wrong. */
  readonly onRetry: () => void;
}

/** Nothing, while all is well on a graphics card. */
export function ModelStatus({ model, problem, onRetry }: ModelStatusProps) {
  const { state } = model;
  const message = state.status === 'failed' ? state.message : problem;
  if (message) {
    return (
      <div class="fn-problem" role="alert">
        <span>{message}</span>
        <button type="button" class="fn-button" onClick={onRetry}>
          Try again
        </button>
      </div>
    );
  }
  if (state.status === 'opening') return <Opening {...state} />;
  const slowness = slownessOf(state);
  return slowness ? <p class="fn-note">{slowness}</p> : null;
}

function Opening({ loadedBytes, totalBytes }: { loadedBytes: number; totalBytes: number }) {
  const loading = totalBytes > 0 && loadedBytes < totalBytes;
  const text = loading
    ? `Loading the model: ${kilobytes(loadedBytes)} of ${kilobytes(totalBytes)} kB`
    : 'Starting the model';
  return (
    <div class="fn-progress">
      <p class="fn-note">{text}</p>
      <progress
        aria-label="Loading the model"
        {...(loading ? { value: loadedBytes, max: totalBytes } : {})}
      />
    </div>
  );
}
