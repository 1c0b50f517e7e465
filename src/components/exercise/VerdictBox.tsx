/** What a check said. */
import type { Verdict } from '../../lib/exercises/index.ts';

/** A live region: it is read out when a check has ended. */
export function VerdictBox({ verdict }: { verdict: Verdict | null }) {
  return (
    <div
      role="status"
      class="fn-verdict-box"
      data-passed={verdict ? String(verdict.passed) : 'none'}
    >
      {verdict && (
        <>
          <strong>{verdict.passed ? 'Passed' : 'Not yet'}</strong>
          <p data-verdict>{verdict.sentence}</p>
        </>
      )}
    </div>
  );
}
