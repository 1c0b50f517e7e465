/** Code that a link brought: shown, and never run until it is put into the editor and run there. */
import { useEffect, useState } from 'preact/hooks';
import { readHash, sharedId } from './sharedCode.ts';

/** What the address brings for an exercise. */
type Arrival = { readonly code: string } | 'damaged' | null;

/** Follows the address; what it brings for this exercise, and a way to be done with it. */
export function useArrival(id: string): { arrival: Arrival; dismiss: () => void } {
  const [arrival, setArrival] = useState<Arrival>(null);
  useEffect(() => {
    let alive = true;
    const look = async () => {
      if (sharedId(location.hash) !== id) return;
      const shared = await readHash(location.hash);
      if (alive) setArrival(shared ? { code: shared.code } : 'damaged');
    };
    void look();
    addEventListener('hashchange', look);
    return () => {
      alive = false;
      removeEventListener('hashchange', look);
    };
  }, [id]);
  const dismiss = () => {
    history.replaceState(history.state, '', location.pathname + location.search);
    setArrival(null);
  };
  return { arrival, dismiss };
}

export interface SharedPanelProps {
  readonly arrival: NonNullable<Arrival>;
  readonly onTake: (code: string) => void;
  readonly onDismiss: () => void;
}

/** The panel. */
export function SharedPanel({ arrival, onTake, onDismiss }: SharedPanelProps) {
  if (arrival === 'damaged') {
    return (
      <div class="fn-problem" role="alert">
        <span>
          The link to this exercise brings code that is damaged or too long. Nothing was changed.
        </span>
        <button type="button" class="fn-button" onClick={onDismiss}>
          Close
        </button>
      </div>
    );
  }
  return (
    <section class="fn-arrival" aria-label="Code from a link">
      <p>
        <strong>A link brought this code.</strong> It has not been run. Read it, and put it into the
        editor if you trust it; your own text stays one undo away.
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long program scrolls by keyboard */}
      <pre tabIndex={0}>{arrival.code}</pre>
      <div class="fn-row">
        <button type="button" class="fn-button" onClick={() => onTake(arrival.code)}>
          Put it into the editor
        </button>
        <button type="button" class="fn-button fn-button-quiet" onClick={onDismiss}>
          Leave it
        </button>
      </div>
    </section>
  );
}
