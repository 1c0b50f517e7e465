/** Tells screen readers what a figure shows, once its controls have come to rest. */
import { useEffect, useState } from 'preact/hooks';

const restMs = 700;

/** A polite live region that follows `text` after a pause, and says nothing at first. */
export function Announcer({ text }: { text: string }) {
  const [first] = useState(text);
  const [announced, setAnnounced] = useState('');
  useEffect(() => {
    if (text === first && announced === '') return;
    const timer = setTimeout(() => setAnnounced(text), restMs);
    return () => clearTimeout(timer);
  }, [text, first, announced]);
  return (
    <p class="fn-sr" role="status">
      {announced}
    </p>
  );
}
