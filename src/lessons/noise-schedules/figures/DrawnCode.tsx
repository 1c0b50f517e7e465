/** The betas of the reader's own schedule, as code to take along. */
import { useState } from 'preact/hooks';
import { Choices } from '../../../components/controls/Choices.tsx';
import type { Schedule } from '../../../lib/diffusion/index.ts';
import { arrayCode, type CodeLanguage } from '../scheduleCode.ts';
import { CopyCode } from './CopyCode.tsx';
import { languages } from './CurvesCode.tsx';

/** Closed at first; the code is made only while it is open. */
export function DrawnCode({ schedule }: { schedule: Schedule }) {
  const [open, setOpen] = useState(false);
  const [language, setLanguage] = useState<CodeLanguage>('python');
  const title = `A schedule drawn by hand, T = ${schedule.T}`;
  return (
    <details class="fn-more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Take the betas with you, as code</summary>
      <div class="fn-code-box">
        <Choices legend="Language" value={language} options={languages} onChange={setLanguage} />
        {open && (
          <CopyCode code={arrayCode(language, title, schedule.betas)} label={`Code: ${title}`} />
        )}
      </div>
    </details>
  );
}
