/** Tells screen readers what a figure shows, once its controls have come to rest. */
import { useEffect, useRef, useState } from 'preact/hooks';

const restMs = 700;

/** What a reader does to a figure; until then its changes (a picture arrives, a walk catches up) are silent. */
const actions = ['input', 'change', 'click', 'keydown', 'pointerdown'] as const;

/** A polite live region that follows `text` after a pause, and says nothing before the reader acts. */
export function Announcer({ text }: { text: string }) {
  const { ref, acted } = useActed();
  const [announced, setAnnounced] = useState('');
  useEffect(() => {
    if (!acted.current) return;
    const timer = setTimeout(() => setAnnounced(text), restMs);
    return () => clearTimeout(timer);
  }, [text, acted]);
  return (
    <p ref={ref} class="fn-sr" role="status">
      {announced}
    </p>
  );
}

/** Whether the reader has done anything in the figure around the element of the returned ref. */
function useActed() {
  const ref = useRef<HTMLParagraphElement>(null);
  const acted = useRef(false);
  useEffect(() => {
    const figure = ref.current?.closest('figure');
    const note = () => {
      acted.current = true;
    };
    for (const action of actions) figure?.addEventListener(action, note, true);
    return () => {
      for (const action of actions) figure?.removeEventListener(action, note, true);
    };
  }, []);
  return { ref, acted };
}
