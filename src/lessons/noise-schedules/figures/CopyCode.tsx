/** Code in a box with a button that copies it, also where the browser gives no clipboard. */
import { useEffect, useRef, useState } from 'preact/hooks';

export interface CopyCodeProps {
  readonly code: string;
  /** What the code is, in words. */
  readonly label: string;
}

type Outcome = 'none' | 'copied' | 'selected';

const messages: Record<Outcome, string> = {
  none: '',
  copied: 'Copied.',
  selected: 'Your browser would not copy. The code is selected: press Ctrl + C, or ⌘ + C on a Mac.',
};

/** Tries the clipboard, then the old copy command on the selected text, and at last leaves it selected. */
async function copyFrom(box: HTMLTextAreaElement): Promise<Outcome> {
  try {
    await navigator.clipboard.writeText(box.value);
    return 'copied';
  } catch {
    box.focus();
    box.select();
    // The old command is deprecated, but it is what works without permission.
    return document.execCommand('copy') ? 'copied' : 'selected';
  }
}

/** Shows the code and copies it. */
export function CopyCode({ code, label }: CopyCodeProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [outcome, setOutcome] = useState<Outcome>('none');
  // biome-ignore lint/correctness/useExhaustiveDependencies: other code has not been copied yet
  useEffect(() => setOutcome('none'), [code]);
  const rows = Math.min(16, code.split('\n').length);
  return (
    <div class="fn-code-box">
      <textarea
        ref={box}
        class="fn-code"
        readOnly
        spellcheck={false}
        rows={rows}
        aria-label={label}
        value={code}
      />
      <div class="fn-row">
        <button
          type="button"
          class="fn-button"
          onClick={async () => box.current && setOutcome(await copyFrom(box.current))}
        >
          Copy
        </button>
        <span role="status">{messages[outcome]}</span>
      </div>
    </div>
  );
}
